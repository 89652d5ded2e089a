import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tempDir, type TempDir } from '../setup/temp.ts'

/** Makes a temporary folder with the given files; a name with `/` makes sub-folders. */
export async function givenFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<TempDir> {
  const folder = await tempDir('catalog')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true })
    await writeFile(join(folder.path, name), content)
  }
  return folder
}

/** The same content for each of some names. */
export function filesOf(names: readonly string[], content = 'SELECT 1;\n'): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, content]))
}
