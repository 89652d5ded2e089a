import { constants } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { godwitError, isError, systemReason } from '#core'
import type { OpenOptions } from '../contract.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'

/** A PGlite folder to read from. */
export type ReadingCopy = { readonly folder: string; remove(): Promise<void> }

/**
 * Copies a PGlite folder to a temporary one. PostgreSQL writes into its folder whenever it starts and stops, so that a
 * command that must change nothing cannot open the folder itself. File systems that can share the blocks do.
 * @throws GodwitError like {@link lockFolder}, which is held while the files are copied; `GODWIT_SCRATCH` where the temporary
 *   folder takes nothing.
 */
export async function copyForReading(folder: string, options: OpenOptions): Promise<ReadingCopy> {
  const lock = await lockUnlessReadOnly(folder, options)
  let parent: string | undefined
  const remove = async (): Promise<void> => {
    if (parent !== undefined) await rm(parent, { recursive: true, force: true })
  }
  try {
    parent = await makeParent(folder)
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

async function makeParent(folder: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'godwit-reading-'))
  } catch (cause) {
    throw godwitError('GODWIT_SCRATCH', {
      message: `${folder} is read through a copy, and none can be made in ${tmpdir()}: ${systemReason(cause)}.`,
      database: 'The database is unchanged.',
      next: ['Name a folder that can be written to in the environment: TMPDIR=DIR'],
      cause,
    })
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
