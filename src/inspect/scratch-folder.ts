import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GodwitError, godwitError, systemClock, systemReason } from '#core'
import { quietFolder } from '#dialect'
import { isLeftOver, newScratchName, SCRATCH_PREFIX } from './scratch-name.ts'

/** The path of a unix socket may not be longer than this, its file name included. */
const LONGEST_SOCKET = 103

/** The temporary folder of one scratch database. */
export class ScratchFolders {
  readonly #name: string
  readonly #isLeftOver: (name: string) => boolean
  readonly #onSwept: (name: string) => void
  #made: string | undefined

  constructor(
    name: string,
    isLeftOver: (name: string) => boolean,
    onSwept: (name: string) => void,
  ) {
    this.#name = name
    this.#isLeftOver = isLeftOver
    this.#onSwept = onSwept
  }

  /**
   * Makes the folder, which nobody else can enter, when those that killed processes left are removed.
   * @throws GodwitError `GODWIT_SCRATCH` where the temporary folder takes none
   */
  async make(): Promise<string> {
    try {
      const parent = await this.#parent()
      await this.#sweep(parent)
      const path = join(parent, this.#name)
      await mkdir(path, { mode: 0o700 })
      return (this.#made = path)
    } catch (cause) {
      throw noFolder(tmpdir(), cause)
    }
  }

  async remove(): Promise<void> {
    if (this.#made !== undefined) await removeFolder(this.#made)
  }

  /** A folder for temporary files whose path is short enough for a socket. */
  async #parent(): Promise<string> {
    const usual = await realpath(tmpdir())
    return join(usual, this.#name, '.s.PGSQL.5432').length > LONGEST_SOCKET ? '/tmp' : usual
  }

  /** What cannot be removed, because it is somebody else's, stays. */
  async #sweep(parent: string): Promise<void> {
    const names = await readdir(parent).catch(() => [])
    for (const name of names) {
      if (!name.startsWith(SCRATCH_PREFIX) || !this.#isLeftOver(name)) continue
      const path = join(parent, name)
      try {
        await quietFolder(path)
        await removeFolder(path)
        this.#onSwept(name)
      } catch {
        // It is met again by the next run.
      }
    }
  }
}

function noFolder(folder: string, cause: unknown): GodwitError {
  return godwitError('GODWIT_SCRATCH', {
    message: `A scratch database needs a temporary folder, and none can be made in ${folder}: ${systemReason(cause)}.`,
    database: 'The database is unchanged.',
    next: ['Name a folder that can be written to in the environment: TMPDIR=DIR'],
    cause,
  })
}

/** Makes an empty temporary folder for files, which is removed when they are no longer used. */
export async function inScratchFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const folders = new ScratchFolders(
    newScratchName(systemClock),
    (name) => isLeftOver(name, systemClock),
    () => {},
  )
  try {
    return await use(await folders.make())
  } finally {
    await folders.remove()
  }
}

async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 })
}
