import { spawnSync } from 'node:child_process'
import { openSync, closeSync, rmSync, writeSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { tempDir, type TempDir } from '../setup/temp.ts'

/** A file system of its own that can be filled and freed again. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  /** Name of the file that fills a folder of it. */
  ballast(folder?: string): string
}

/** Puts a small file system into the temporary folder; undefined where that is not allowed. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const dir = await tempDir('disk')
  // The user who runs a server must reach it.
  await chmod(dir.path, 0o755)
  const path = dir.join('disk')
  await mkdir(path)
  const size = `size=${megabytes}m`
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', path]).status !== 0) {
    await dir[Symbol.asyncDispose]()
    return undefined
  }
  return {
    path,
    ballast: (folder = path) => join(folder, 'ballast'),
    [Symbol.asyncDispose]: () => unmount(path, dir),
  }
}

async function unmount(path: string, dir: TempDir): Promise<void> {
  // A driver may keep a file open until its statements are collected.
  spawnSync('umount', ['-l', path])
  await dir[Symbol.asyncDispose]()
}

/** Writes a file until nothing more fits. */
export function fillWith(ballast: string): void {
  const file = openSync(ballast, 'w')
  try {
    for (const size of [1 << 20, 4096]) writeUntilFull(file, Buffer.alloc(size))
  } finally {
    closeSync(file)
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return
  } catch (error) {
    if (!String(error).includes('ENOSPC')) throw error
  }
}

/** Removes what fills the disk. */
export function freeFrom(ballast: string): void {
  rmSync(ballast, { force: true })
}
