import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { godwitError, shownPath, systemReason } from '#core'
import { configModule, configYaml, FIRST_MIGRATION, PACKAGE_SCRIPTS } from './init-files.ts'
import { addPackageScripts, type ScriptChange } from './package-scripts.ts'

/** What `godwit init` is asked for. */
export type InitRequest = {
  readonly cwd: string
  readonly dir: string
  /** The address when `DATABASE_URL` is not set. */
  readonly url: string
  readonly format: 'ts' | 'yaml'
}

/** A file that init wrote, or found and left as it was. */
export type InitFile = { readonly file: string; readonly action: 'written' | 'kept' }

/** What init did. */
export type InitReport = { readonly files: readonly InitFile[]; readonly scripts: ScriptChange }

/**
 * Writes the configuration, the first migration and the package scripts; overwrites nothing.
 * @throws GodwitError `GODWIT_FILE_EXISTS` when the folder holds a configuration already, `GODWIT_FILE_UNREADABLE`
 */
export async function initProject({ cwd, dir, url, format }: InitRequest): Promise<InitReport> {
  await refuseSecondConfig(cwd)
  const config = `godwit.config.${format}`
  const files = [
    await write(
      join(cwd, config),
      format === 'ts' ? configModule(url, dir) : configYaml(url, dir),
      cwd,
    ),
  ]
  files.push(...(await writeFirstMigration(resolve(cwd, dir), cwd)))
  return { files, scripts: await addPackageScripts(cwd, PACKAGE_SCRIPTS) }
}

async function refuseSecondConfig(cwd: string): Promise<void> {
  const found = (await readdir(cwd)).find((name) =>
    /^godwit\.config\.([mc]?[tj]s|json|ya?ml)$/.test(name),
  )
  if (found === undefined) return
  throw godwitError('GODWIT_FILE_EXISTS', {
    message: `There is a configuration already: ${found}. godwit init never overwrites a file.`,
    next: ['godwit config', 'Or remove the file, then run: godwit init'],
  })
}

/** A folder that holds migrations gets no first one. */
async function writeFirstMigration(folder: string, cwd: string): Promise<readonly InitFile[]> {
  await attempt(folder, cwd, () => mkdir(folder, { recursive: true }))
  const present = (await readdir(folder)).filter((name) => /^\d/.test(name)).sort()
  if (present.length > 0)
    return present.map((name) => ({ file: shownPath(join(folder, name), cwd), action: 'kept' }))
  const files: InitFile[] = []
  for (const [name, text] of Object.entries(FIRST_MIGRATION))
    files.push(await write(join(folder, name), text, cwd))
  return files
}

async function write(path: string, text: string, cwd: string): Promise<InitFile> {
  await attempt(path, cwd, () => writeFile(path, text, { flag: 'wx' }))
  return { file: shownPath(path, cwd), action: 'written' }
}

async function attempt(path: string, cwd: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${shownPath(path, cwd)} cannot be written: ${systemReason(cause)}.`,
      cause,
    })
  }
}
