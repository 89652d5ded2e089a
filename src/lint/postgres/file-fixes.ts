import type { SqlPart } from '#catalog'
import { positionAt, transactionRole, type Grammar, type PostgresTree, type Statement } from '#sql'
import type { Edit } from '../finding.ts'
import type { Fixes, StatementFix } from '../fix.ts'
import { partingOf, type Parting } from './parting.ts'

/** A statement of a file; without a tree where the grammar refuses it. */
export type ReadStatement = { readonly statement: Statement; readonly tree: PostgresTree | undefined }

const APART = '-- godwit:transaction none'

/** Makes edits of a file of what its statements need, where the rest of the file lets them. */
export class FileFixes implements Fixes {
  readonly #part: SqlPart
  readonly #read: readonly ReadStatement[]
  readonly #grammar: Grammar
  readonly #newline: string
  /** What the file says of transactions. */
  readonly #mode: 'none' | 'auto' | 'single' | undefined

  constructor(part: SqlPart, read: readonly ReadStatement[], grammar: Grammar) {
    this.#part = part
    this.#read = read
    this.#grammar = grammar
    this.#newline = /\r?\n/.exec(part.fileText)?.[0] ?? '\n'
    this.#mode = part.directives.find((directive) => directive.name === 'transaction')?.value
  }

  /** The edits of a fix; undefined where the file would not mean the same any more, or where that is not sure. */
  of({ changes, parts }: StatementFix, statement: Statement): readonly Edit[] | undefined {
    if (!this.#isSure() || (parts !== 'nothing' && !this.#mayPart(parts, statement)))
      return undefined
    const isCovered = this.#part.directives.some(
      (directive) =>
        directive.name === 'allow' &&
        directive.scope === 'statement' &&
        this.#standsAbove(directive.position.offset, statement),
    )
    // A permission would count for what is put between it and its statement.
    if (isCovered && changes.some(({ start }) => start === 0)) return undefined
    const indent = this.#indentOf(statement)
    const edits = changes.map(({ start, end, text }) =>
      this.#edit(
        statement.start.offset + start,
        statement.start.offset + end,
        text.replaceAll('\n', this.#newline + indent),
      ),
    )
    return parts === 'file' && this.#mode !== 'none' ? [this.#directive(), ...edits] : edits
  }

  /** Whether the names of the file mean what the migrations say, and all of it could be read. */
  #isSure(): boolean {
    return this.#read.every(
      ({ tree, statement }) => tree !== undefined && !/search_path/i.test(statement.text),
    )
  }

  #mayPart(parts: 'statement' | 'file', statement: Statement): boolean {
    const roles = this.#read.map((each) => transactionRole(each.statement, this.#grammar))
    const isPlain = roles.every(
      (role) =>
        role.kind === 'alone' ||
        role.kind === 'setting' ||
        (role.kind === 'joins' && role.idleOutside !== true),
    )
    if (!isPlain) return false
    if (this.#mode === 'none') return true
    if (this.#mode === 'single' || (this.#mode === 'auto' && parts === 'file')) return false
    const partings = this.#read.map(({ tree }, index): Parting =>
      tree === undefined || roles[index]?.kind === 'setting' ? 'indifferent' : partingOf(tree),
    )
    const at = this.#read.findIndex((each) => each.statement === statement)
    return keepsMeaning(parts === 'file' ? partings : withoutRows(partings, at))
  }

  #standsAbove(offset: number, { start }: Statement): boolean {
    const before = this.#read.findLast(({ statement }) => statement.start.offset < start.offset)
    return offset > (before?.statement.start.offset ?? -1) && offset < start.offset
  }

  /** What stands before a statement in its line, if that is nothing but blanks. */
  #indentOf({ start }: Statement): string {
    const before = this.#part.fileText.slice(start.offset - start.column + 1, start.offset)
    return /^[ \t]*$/.test(before) ? before : ''
  }

  #directive(): Edit {
    const { offset } = this.#part.start
    return this.#edit(offset, offset, APART + this.#newline)
  }

  #edit(start: number, end: number, text: string): Edit {
    const { fileText } = this.#part
    return { start: positionAt(fileText, start), end: positionAt(fileText, end), text }
  }
}

/** Rows that are changed on one side of a statement stay together when it leaves the transaction. */
function withoutRows(partings: readonly Parting[], at: number): readonly Parting[] {
  const isRows = (parting: Parting): boolean => parting === 'rows'
  if (partings.slice(0, at).some(isRows) && partings.slice(at + 1).some(isRows)) return partings
  return partings.filter((parting) => !isRows(parting))
}

/** Whether statements come to the same when others see the database between them: nothing is taken away and then put back. */
function keepsMeaning(partings: readonly Parting[]): boolean {
  const first = partings.indexOf('takes away')
  return (
    !partings.some((parting) => parting === 'rows' || parting === 'belongs together') &&
    (first === -1 || !partings.slice(first).includes('adds'))
  )
}
