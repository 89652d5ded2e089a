import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

/** The files that are loaded with some files of a room, because one imports the other by a path; imports of types load nothing. */
export function loadedWith(files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = files.map((file) => resolve(file))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue
    found.add(file)
    const { module } = parseSync(file, readFileSync(file, 'utf8'))
    const imports = module.staticImports.filter(
      ({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType),
    )
    const exports = module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null || isType ? [] : [moduleRequest.value],
      ),
    )
    for (const path of [...imports.map((one) => one.moduleRequest.value), ...exports])
      if (path.startsWith('.')) waiting.push(resolve(dirname(file), path))
  }
  return found
}
