import { constants, cpSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { privateFolder } from '#core'
import type { TemplateShelf } from './scratch-contract.ts'

/** Where templates in files and folders lie; undefined where this user has no place of their own. */
function templateFolder(): string | undefined {
  return privateFolder('templates')
}

/** The shelf of templates in files and folders; undefined where there can be none. */
export function openFolderShelf(scope: string): TemplateShelf | undefined {
  const folder = templateFolder()
  if (folder === undefined) return undefined
  return {
    scope,
    names: async (prefix) => (await readdir(folder)).filter((name) => name.startsWith(prefix)),
    async lock(name, patienceMs) {
      const { lockFolder } = await import('./pglite/folder-lock.ts')
      const lock = await lockFolder(join(folder, name), {
        access: 'write',
        connectTimeoutMs: 0,
        applicationName: 'making a template',
        occupiedWaitMs: patienceMs,
        onOccupied: () => {},
      })
      return { [Symbol.asyncDispose]: () => Promise.resolve(lock.release()) }
    },
    async remove(name) {
      // First it is gone as a whole: who is copying it then fails, and gets no half of it.
      const gone = join(folder, `${name}.gone`)
      await rename(join(folder, name), gone).catch(() => undefined)
      await rm(gone, { recursive: true, force: true, maxRetries: 5 })
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** Copies a template to a path where nothing is yet. */
export function copyTemplate(template: string, path: string): void {
  copy(join(templateFolder() ?? '', template), path)
}

/** Makes a template of a file or folder that nobody has open. It appears as a whole. */
export async function keepTemplate(path: string, template: string): Promise<void> {
  const place = join(templateFolder() ?? '', template)
  copy(path, `${place}.draft`)
  await rename(`${place}.draft`, place)
}

/**
 * Where the file system can share blocks, nothing is copied. A folder of PGlite has a thousand files: with a promise for each it
 * takes half as long again.
 */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
}
