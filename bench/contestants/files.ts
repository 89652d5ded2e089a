import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Step } from '../workload.ts'

/** Writes files under a folder, making the folders on the way. Names map to texts. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
}

/** Writes one or more files for each step; gives the folder, which is `migrations` in `folder`. */
export async function writeMigrations(
  folder: string,
  steps: readonly Step[],
  format: (step: Step) => Record<string, string>,
): Promise<string> {
  const migrations = join(folder, 'migrations')
  for (const step of steps) await writeFiles(migrations, format(step))
  return migrations
}
