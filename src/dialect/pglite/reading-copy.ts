import { constants } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isError } from '#core'
import type { OpenOptions } from '../contract.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'

/** A PGlite folder to read from. */
export type ReadingCopy = { readonly folder: string; remove(): Promise<void> }

/**
 * Copies a PGlite folder to a temporary one. PostgreSQL writes into its folder whenever it starts and stops, so that a
 * command that must change nothing cannot open the folder itself. File systems that can share the blocks do.
 * @throws GodwitError like {@link lockFolder}, which is held while the files are copied.
 */
export async function copyForReading(folder: string, options: OpenOptions): Promise<ReadingCopy> {
  const lock = await lockUnlessReadOnly(folder, options)
  const parent = await mkdtemp(join(tmpdir(), 'godwit-reading-'))
  const remove = (): Promise<void> => rm(parent, { recursive: true, force: true })
  try {
    const copy = join(parent, 'data')
    await cp(folder, copy, { recursive: true, mode: constants.COPYFILE_FICLONE })
    return { folder: copy, remove }
  } catch (error) {
    await remove()
    throw error
  } finally {
    lock?.release()
  }
}

/** Where no file can be written beside the folder, nobody is about to migrate what is in it. */
async function lockUnlessReadOnly(
  folder: string,
  options: OpenOptions,
): Promise<FolderLock | undefined> {
  try {
    return await lockFolder(folder, options)
  } catch (error) {
    if (isError(error) && 'code' in error && (error.code === 'EACCES' || error.code === 'EROFS'))
      return undefined
    throw error
  }
}
