import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rivalsFolder } from './install.ts'
import { startServer, type Durability, type Server } from './server.ts'

/** What a bench works with, and what is cleaned up behind it. */
export interface Session {
  readonly server: Server
  /** Makes an empty folder of this name whose `node_modules` holds the rivals. */
  makeFolder(name: string): Promise<string>
}

/**
 * Starts a server and a temporary folder, runs the bench, and removes both, whether it ends,
 * fails or is interrupted (then the process ends with exit code 130).
 */
export async function withSession(
  durability: Durability,
  bench: (session: Session) => Promise<void>,
): Promise<void> {
  const server = await startServer(durability)
  const root = await mkdtemp(join(tmpdir(), 'godwit-bench-'))
  let cleaning: Promise<unknown> | undefined
  const clean = () =>
    (cleaning ??= Promise.all([server.stop(), rm(root, { recursive: true, force: true })]))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void clean().finally(() => process.exit(130)))
  }
  try {
    await bench({ server, makeFolder: (name) => makeFolder(root, name) })
  } finally {
    await clean()
  }
}

async function makeFolder(root: string, name: string): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder)
  await symlink(rivalsFolder, join(folder, 'node_modules'))
  return folder
}
