import { isGodwitError } from '#core'
import { isQuery } from './assertion.ts'
import { readLine, type SectionMark } from './directive-line.ts'
import type { Directive, DirectiveProblem, DirectiveValue } from './directive.ts'
import type { Grammar } from './grammar/facts.ts'
import { PositionFinder } from './position.ts'
import { scan, type Note, type Scan } from './scan.ts'
import { invalidDirective } from './unreadable.ts'

/**
 * The directives of a file or section, in their order. They stand above the first statement; `allow` may stand above
 * any, `allow file` may not; `assert` stands above any query. Text that only looks like one, inside of a string, dollar quote or block
 * comment, is none. The marks `up` and
 * `down` are passed over: `readSections` reads them.
 * @param source the file's name, for errors
 * @param grammar the language of the text; without it, the first language in which the text makes sense counts
 * @throws GodwitError `GODWIT_DIRECTIVE_INVALID` for one that is unknown, misspelt, misplaced or given twice, with the
 *   right spelling; `GODWIT_SQL_UNREADABLE` when the text cannot be split
 */
export function readDirectives(text: string, source: string, grammar?: Grammar): Directive[] {
  if (!/godwit/i.test(text)) return []
  const found = scanAs(text, source, grammar)
  const reader = new Reader(text, source, found.statements, grammar)
  for (const note of found.notes) reader.take(note)
  return reader.directives
}

/** Scans in the given language, or in the first one that can read the text. */
export function scanAs(text: string, source: string, grammar: Grammar | undefined): Scan {
  if (grammar !== undefined) return scan(text, grammar, source)
  for (const candidate of ['postgres', 'sqlite', 'mysql'] as const) {
    try {
      return scan(text, candidate, source)
    } catch (error) {
      if (!isGodwitError(error)) throw error
    }
  }
  return scan(text, 'postgres', source)
}

class Reader {
  readonly directives: Directive[] = []
  readonly #text: string
  readonly #source: string
  readonly #statements: Scan['statements']
  readonly #grammar: Grammar
  readonly #positions: PositionFinder
  /** The line of each directive that may stand only once in a section. */
  readonly #seen = new Map<string, number>()
  #sectionStart = 0
  /** The assertion whose query has not come yet. */
  #assertion: { readonly note: Note; readonly line: number } | undefined

  constructor(
    text: string,
    source: string,
    statements: Scan['statements'],
    grammar: Grammar = 'postgres',
  ) {
    this.#text = text
    this.#grammar = grammar
    this.#source = source
    this.#statements = statements
    this.#positions = new PositionFinder(text)
  }

  take(note: Note): void {
    const value = readLine(this.#text.slice(note.start, note.end))
    if (value === undefined) return
    if ('problem' in value) this.#refuse(note, value.problem, value.next)
    this.#refusePlace(note, value)
    if (value.name === 'up' || value.name === 'down') {
      const bare = this.#assertion?.note
      if (bare?.statementsAbove === note.statementsAbove) this.#refuseBare(bare)
      this.#sectionStart = note.statementsAbove
      this.#seen.clear()
      return
    }
    const position = this.#positions.at(note.start)
    if (value.name === 'assert') this.#refuseQuery(note, position.line)
    else if (value.name !== 'allow' && value.name !== 'replaces')
      this.#refuseSecond(note, value, position.line)
    this.directives.push({ ...value, position })
  }

  #refusePlace(note: Note, value: DirectiveValue | SectionMark): void {
    const { name } = value
    const isOfStatement = value.name === 'allow' && value.scope === 'statement'
    if (note.place === 'beside') {
      this.#refuse(note, `"${name}" shares its line with something else.`, [
        'Put it on a line of its own.',
      ])
    }
    if (name === 'up' || name === 'down') return
    if (note.place === 'inside') {
      this.#refuse(note, `"${name}" stands in the middle of a statement.`, [
        'Move it above the statement, or end the statement above it with a semicolon.',
      ])
    }
    const isLast = note.statementsAbove === this.#statements.length
    if (isOfStatement && isLast && this.#statements.length > 0) {
      this.#refuse(note, '"allow" has no statement below it.', [
        'Move it above the statement that it is about.',
      ])
    }
    if (!isOfStatement && name !== 'assert' && note.statementsAbove > this.#sectionStart) {
      const shown = name === 'allow' ? 'allow file' : name
      this.#refuse(note, `"${shown}" stands below the first statement.`, [
        'Move it to the top: it is about the whole file or section.',
      ])
    }
  }

  /** Each assertion is about the next statement, which reads. */
  #refuseQuery(note: Note, line: number): void {
    const before = this.#assertion
    if (before?.note.statementsAbove === note.statementsAbove) {
      this.#refuse(
        note,
        `"assert" stands above the same query as the one on line ${before.line}.`,
        ['Give each of the two a query of its own.'],
      )
    }
    this.#assertion = { note, line }
    const query = this.#statements[note.statementsAbove]
    if (query === undefined) this.#refuseBare(note)
    if (!isQuery(this.#text.slice(query.start, query.end), this.#grammar)) {
      this.#refuse(note, 'the statement below "assert" is no query.', [
        'Write a SELECT below it that finds what violates it, or that gives one row with true.',
      ])
    }
  }

  #refuseBare(note: Note): never {
    this.#refuse(note, '"assert" has no query below it.', [
      'Write a SELECT below it that finds what violates it, or that gives one row with true.',
    ])
  }

  #refuseSecond(note: Note, { name }: DirectiveValue, line: number): void {
    const first = this.#seen.get(name)
    if (first !== undefined) {
      this.#refuse(note, `"${name}" is given twice, the first time on line ${first}.`, [
        'Remove one of the two.',
      ])
    }
    this.#seen.set(name, line)
  }

  #refuse(note: Note, problem: DirectiveProblem['problem'], next: readonly string[]): never {
    const place = { source: this.#source, text: this.#text, offset: note.start }
    throw invalidDirective(place, problem, next)
  }
}
