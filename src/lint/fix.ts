import type { Statement } from '#sql'
import type { Edit } from './finding.ts'

/** A change within a statement: what stands between two offsets becomes a text. */
export type Change = {
  /** UTF-16 units from the statement's beginning; up to its length. */
  readonly start: number
  readonly end: number
  /** Its line breaks become those of the file, and lines are indented as the statement is. */
  readonly text: string
}

/** How a statement comes to the same with milder locks. */
export type StatementFix = {
  readonly changes: readonly Change[]
  /** What may not share a transaction any more: nothing; the statement with the others; or all statements of the file. */
  readonly parts: 'nothing' | 'statement' | 'file'
}

/** Makes edits of a file of what its statements need. */
export interface Fixes {
  /** The edits; undefined where the file would not mean the same any more, or where that is not sure. */
  of(fix: StatementFix, statement: Statement): readonly Edit[] | undefined
}

/** A text put in at an offset. */
export function insertion(at: number, text: string): Change {
  return { start: at, end: at, text }
}

/** Words put behind the first ones of a statement; undefined where a comment or another form of the statement stands in the way. */
export function insertionBehind(text: string, first: RegExp, words: string): Change | undefined {
  const found = first.exec(text)?.[0]
  return found === undefined ? undefined : insertion(found.length, ` ${words}`)
}

/** A word in the case of the statement's own first words. */
export function inCaseOf(text: string, word: string): string {
  return /^[a-z]/.test(text) ? word.toLowerCase() : word
}

/** CONCURRENTLY, and perhaps a name, behind the first words of a statement that then stands alone. */
export function concurrently(text: string, first: RegExp, name = ''): StatementFix | undefined {
  const words = [inCaseOf(text, 'CONCURRENTLY'), name].filter((word) => word !== '').join(' ')
  const change = insertionBehind(text, first, words)
  return change === undefined ? undefined : { changes: [change], parts: 'statement' }
}

/** Statements put behind one, which ends with `ending` instead. The last of them gets the semicolon that is there. */
export function followedBy(text: string, ending: string, ...statements: readonly string[]): Change {
  return insertion(text.length, [ending, ...statements].join(';\n'))
}

/** Statements put before one. */
export function precededBy(...statements: readonly string[]): Change {
  return insertion(0, statements.map((statement) => `${statement};\n`).join(''))
}
