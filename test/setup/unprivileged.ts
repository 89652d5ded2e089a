import { spawnSync } from 'node:child_process'
import { chown, cp, readFile } from 'node:fs/promises'

/** A user of this machine who is not root; database servers refuse to run as root. */
export type OrdinaryUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** Whom to start servers as: undefined means as ourselves, because we are not root. */
export async function serverUser(candidates: readonly string[]): Promise<OrdinaryUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of candidates) {
    const line = lines.find((fields) => fields[0] === name)
    if (line !== undefined) return { name, uid: Number(line[2]), gid: Number(line[3]) }
  }
  throw new Error(
    `Servers cannot run as root, and there is none of the users ${candidates.join(', ')}.`,
  )
}

/** Gives a file or an empty folder to the user who runs the server. */
export async function giveTo(user: OrdinaryUser | undefined, path: string): Promise<void> {
  if (user !== undefined) await chown(path, user.uid, user.gid)
}

/**
 * A folder with the same programs that the user may run: the folder itself, or, when it lies where
 * the user may not look (a checkout below /root), a copy at `copyTo`.
 */
export async function runnableFolder(
  folder: string,
  probe: string,
  user: OrdinaryUser | undefined,
  copyTo: string,
): Promise<string> {
  if (user === undefined) return folder
  const { status } = spawnSync(`${folder}/${probe}`, ['--version'], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
  })
  if (status === 0) return folder
  await cp(folder, copyTo, { recursive: true, verbatimSymlinks: true })
  return copyTo
}
