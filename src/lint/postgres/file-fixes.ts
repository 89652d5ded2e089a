import type { SqlPart } from '#catalog'
import {
  positionAt,
  shiftPosition,
  type PostgresTree,
  type Statement,
  type TransactionRole,
} from '#sql'
import type { Edit } from '../finding.ts'
import type { Change, Fixes, StatementFix } from '../fix.ts'
import { partingOf, type Parting } from './parting.ts'

/** A statement of a file; without a tree where the grammar refuses it. */
export type ReadStatement = {
  readonly statement: Statement
  readonly role: TransactionRole
  readonly tree: PostgresTree | undefined
}

/** What the statements of a file allow. */
type Leeway = {
  /** Names mean what the migrations say, and everything could be read. */
  readonly isSure: boolean
  /** No statement ends or sets anything of a transaction. */
  readonly isPlain: boolean
  /** Those that change no rows come to the same when each commits by itself. */
  readonly keepsMeaning: boolean
  /** The first and the last one that change rows: these stay together. */
  readonly rows: readonly [first: Statement, last: Statement] | undefined
}

const APART = '-- godwit:transaction none'

/** Makes edits of a file of what its statements need, where the rest of the file lets them. */
export class FileFixes implements Fixes {
  readonly #part: SqlPart
  readonly #read: readonly ReadStatement[]
  /** What the file says of transactions. */
  readonly #mode: 'none' | 'auto' | 'single' | undefined
  #known: Leeway | undefined

  constructor(part: SqlPart, read: readonly ReadStatement[]) {
    this.#part = part
    this.#read = read
    this.#mode = part.directives.find((directive) => directive.name === 'transaction')?.value
  }

  /** The edits of a fix; undefined where the file would not mean the same any more, or where that is not sure. */
  of({ changes, parts }: StatementFix, statement: Statement): readonly Edit[] | undefined {
    this.#known ??= leewayOf(this.#read)
    if (!this.#known.isSure || !this.#mayPart(parts, statement, this.#known)) return undefined
    // A permission would count for what is put between it and its statement.
    if (changes.some(({ start }) => start === 0) && this.#isPermitted(statement)) return undefined
    const newline = /\r?\n/.exec(this.#part.fileText)?.[0] ?? '\n'
    const lineBreak = newline + this.#indentOf(statement)
    const edits = changes.map((change) => editOf(change, statement, lineBreak))
    if (parts !== 'file' || this.#mode === 'none') return edits
    const { start } = this.#part
    return [{ start, end: start, text: APART + newline }, ...edits]
  }

  #mayPart(parts: StatementFix['parts'], { start }: Statement, known: Leeway): boolean {
    if (parts === 'nothing') return true
    if (!known.isPlain || this.#mode === 'single') return false
    if (this.#mode === 'none') return true
    if (!known.keepsMeaning) return false
    if (parts === 'file') return this.#mode === undefined && known.rows === undefined
    const [first, last] = known.rows ?? []
    return (
      first === undefined ||
      last === undefined ||
      first.start.offset > start.offset ||
      last.start.offset < start.offset
    )
  }

  /** Whether a permission stands right above a statement. */
  #isPermitted({ start }: Statement): boolean {
    const above = this.#part.directives.filter(
      (directive) =>
        directive.name === 'allow' &&
        directive.scope === 'statement' &&
        directive.position.offset < start.offset,
    )
    if (above.length === 0) return false
    const before = this.#read.findLast(({ statement }) => statement.start.offset < start.offset)
    const from = before?.statement.start.offset ?? -1
    return above.some(({ position }) => position.offset > from)
  }

  /** What stands before a statement in its line, if that is nothing but blanks. */
  #indentOf({ start }: Statement): string {
    const before = this.#part.fileText.slice(start.offset - start.column + 1, start.offset)
    return /^[ \t]*$/.test(before) ? before : ''
  }
}

function editOf({ start, end, text }: Change, statement: Statement, lineBreak: string): Edit {
  const place = (offset: number): Edit['start'] =>
    shiftPosition(positionAt(statement.text, offset), statement.start)
  return { start: place(start), end: place(end), text: text.replaceAll('\n', lineBreak) }
}

function leewayOf(read: readonly ReadStatement[]): Leeway {
  const partings = read.map(({ tree, role }): Parting =>
    tree === undefined || role.kind === 'setting' ? 'indifferent' : partingOf(tree),
  )
  const rows = read.filter((_, index) => partings[index] === 'rows')
  const [first] = rows
  const last = rows.at(-1)
  const taken = partings.indexOf('takes away')
  return {
    isSure: read.every(
      ({ tree, statement }) => tree !== undefined && !/search_path/i.test(statement.text),
    ),
    isPlain: read.every(
      ({ role }) =>
        role.kind === 'alone' ||
        role.kind === 'setting' ||
        (role.kind === 'joins' && role.idleOutside !== true),
    ),
    // What is taken away may be put back by what follows: then nobody is to see the database in between.
    keepsMeaning:
      !partings.includes('belongs together') &&
      (taken === -1 || !partings.slice(taken).includes('adds')),
    rows: first === undefined || last === undefined ? undefined : [first.statement, last.statement],
  }
}
