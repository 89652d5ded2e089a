import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scene } from './scene.ts'

/** The words with which statements wait for a lock of the database no longer than a fifth of a second. */
export async function limitConfig({ database }: Scene): Promise<readonly string[]> {
  const file = join(database.cwd, 'limits.json')
  await writeFile(file, '{ "timeouts": { "lock": "200ms" } }\n')
  return ['--config', file]
}
