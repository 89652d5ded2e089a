import { realpathSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that exists until it is disposed of. */
export interface TempDir extends AsyncDisposable {
  /** The absolute path, symbolic links resolved. */
  readonly path: string
  /** A path inside the folder. */
  join(...parts: readonly string[]): string
}

/** Makes an empty folder below the system's temporary folder: `await using dir = await tempDir()`. */
export async function tempDir(prefix = 'test'): Promise<TempDir> {
  const path = await mkdtemp(join(realpathSync(tmpdir()), `godwit-${prefix}-`))
  return {
    path,
    join: (...parts) => join(path, ...parts),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  }
}
