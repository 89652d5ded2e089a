import { parseSync } from 'oxc-parser'
import type { Rolldown } from 'tsdown'

const FILE = 'import.cjs'

/**
 * Sends every dynamic import of the command line through one tiny file that Node compiles by itself: code that comes out
 * of a compile cache of our own has no way to import (see src/compile-cache.ts).
 */
export const nativeImport: Rolldown.Plugin = {
  name: 'native-import',
  renderChunk(code, chunk) {
    const { dynamicImports } = parseSync(`${chunk.fileName}.js`, code).module
    if (dynamicImports.length === 0) return undefined
    const text = dynamicImports
      .toSorted((a, b) => b.start - a.start)
      .reduce(
        (rest, { start }) =>
          `${rest.slice(0, start)}nativeImport${rest.slice(start + 'import'.length)}`,
        code,
      )
    return `const nativeImport = (specifier) => require('./${FILE}')(specifier);\n${text}`
  },
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: `cli/${FILE}`,
      source: 'module.exports = (specifier) => import(specifier)\n',
    })
  },
}
