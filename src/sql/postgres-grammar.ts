import { setFlagsFromString } from 'node:v8'
import { hasSqlDetails, loadModule, parseSync } from 'libpg-query'
import type { PostgresParser } from './postgres-tree.ts'

/** Optimised as V8 does it by itself, the parser takes several times as long and hundreds of megabytes. */
const OPTIMISER = ['wasm-dynamic-tiering', 'wasm-tier-up']

/** Makes PostgreSQL's grammar ready. This file draws in the package that holds it: it is imported when it is needed. */
export async function openPostgresGrammar(): Promise<PostgresParser> {
  for (const flag of OPTIMISER) setFlagsFromString(`--no-${flag}`)
  // Code that is kept for the next start counts only under the flags that it was written down with.
  process.prependOnceListener('exit', () => {
    for (const flag of OPTIMISER) setFlagsFromString(`--${flag}`)
  })
  await loadModule()
  return {
    parse(text) {
      try {
        const tree = parseSync(text).stmts?.[0]?.stmt
        return tree === undefined
          ? { kind: 'refused', message: 'there is no statement here', offset: 0 }
          : { kind: 'tree', tree }
      } catch (error) {
        if (!hasSqlDetails(error)) throw error
        const { message, cursorPosition = 0 } = error.sqlDetails ?? { message: error.message }
        return { kind: 'refused', message, offset: utf16OfCodePoints(text, cursorPosition) }
      }
    },
  }
}

/** The parser counts characters in its errors, and bytes in its trees. */
function utf16OfCodePoints(text: string, count: number): number {
  let offset = 0
  for (let seen = 0; seen < count && offset < text.length; seen += 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  return offset
}
