import { StatementWords, type Grammar } from '#sql'
import { beginning } from './beginning.ts'

/** An object that a statement makes or takes away, by its own name: without its schema, as the database folds it. */
export type NamedObject = {
  readonly kind: string
  readonly name: string
  /** Of an index: its table. */
  readonly table?: string
}

const KINDS = [
  'TABLE',
  'VIEW',
  'INDEX',
  'TYPE',
  'DOMAIN',
  'SEQUENCE',
  'SCHEMA',
  'FUNCTION',
  'PROCEDURE',
]
const BEFORE_KIND = ['UNIQUE', 'FULLTEXT', 'SPATIAL', 'UNLOGGED', 'MATERIALIZED', 'RECURSIVE']

/** How a statement begins that may make something. */
const CREATE = beginning('CREATE')

/** What a CREATE makes. Undefined for other statements, for temporary objects, and for `OR REPLACE`: it may have been there. */
export function madeBy(text: string, grammar: Grammar): NamedObject | undefined {
  if (!CREATE.test(text)) return undefined
  const words = new StatementWords(text, grammar)
  if (!words.take('CREATE')) return undefined
  while (words.takeOneOf(...BEFORE_KIND) !== undefined);
  const kind = words.takeOneOf(...KINDS)
  if (kind === undefined) return undefined
  words.take('CONCURRENTLY')
  words.take('IF', 'NOT', 'EXISTS')
  if (kind === 'INDEX' && words.peek() === 'ON') return undefined
  if (kind === 'SCHEMA' && words.peek() === 'AUTHORIZATION') return undefined
  const name = ownName(words.takeName())
  if (name === '') return undefined
  if (kind !== 'INDEX' || !words.take('ON')) return { kind, name }
  words.take('ONLY')
  return { kind, name, table: ownName(words.takeName()) }
}

/** What a DROP takes away, all of its list; undefined for other statements. */
export function droppedBy(text: string, grammar: Grammar): readonly NamedObject[] | undefined {
  const words = new StatementWords(text, grammar)
  if (!words.take('DROP')) return undefined
  words.takeOneOf('MATERIALIZED', 'TEMPORARY')
  const kind = words.takeOneOf(...KINDS)
  if (kind === undefined) return []
  words.take('CONCURRENTLY')
  words.take('IF', 'EXISTS')
  const names: string[] = []
  do {
    names.push(ownName(words.takeName()))
    words.takeParens()
  } while (words.take(','))
  return names.map((name) => ({ kind, name }))
}

/** The indexes that become those of constraints: they go with these. */
export function takenOverBy(text: string, grammar: Grammar): readonly NamedObject[] {
  const words = new StatementWords(text, grammar)
  const taken: NamedObject[] = []
  if (!words.take('ALTER', 'TABLE')) return taken
  while (words.peek() !== '')
    if (words.take('USING', 'INDEX')) taken.push({ kind: 'INDEX', name: ownName(words.takeName()) })
    else words.skipName()
  return taken
}

/** A column, by its own name and that of its table. */
export type NamedColumn = { readonly table: string; readonly name: string }

/** Behind ADD and DROP: no column. */
const NO_COLUMN =
  /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN|EXCLUDE|INDEX|KEY|FULLTEXT|SPATIAL|PARTITION|PERIOD|SYSTEM|NOT|\(|)$/

/** The columns that an ALTER TABLE adds and takes away. */
export function columnsOf(
  text: string,
  grammar: Grammar,
): { readonly added: readonly NamedColumn[]; readonly dropped: readonly NamedColumn[] } {
  const words = new StatementWords(text, grammar)
  const added: NamedColumn[] = []
  const dropped: NamedColumn[] = []
  if (!words.take('ALTER', 'TABLE')) return { added, dropped }
  words.take('IF', 'EXISTS')
  words.take('ONLY')
  const table = ownName(words.takeName())
  do {
    const verb = words.takeOneOf('ADD', 'DROP')
    const isNamed = words.take('COLUMN')
    if (verb !== undefined && (isNamed || !NO_COLUMN.test(words.peek()))) {
      if (!words.take('IF', 'NOT', 'EXISTS')) words.take('IF', 'EXISTS')
      const list = verb === 'ADD' ? added : dropped
      list.push({ table, name: ownName(words.takeName()) })
    }
    // On to the next clause.
    let depth = 0
    while (words.peek() !== '' && (depth > 0 || words.peek() !== ',')) {
      if (words.peek() === '(') depth += 1
      if (words.peek() === ')') depth -= 1
      words.skipName()
    }
  } while (words.take(','))
  return { added, dropped }
}

/** The last part of a name with dots; what stands without quotes counts in small letters. */
export function ownName(name: string): string {
  // From the left: seen from the right, the dot between two quoted names looks like a quoted name.
  const last = name.match(/"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^."`[]+/g)?.at(-1) ?? name
  const quoted = /^(?:"(.*)"|`(.*)`|\[(.*)\])$/s.exec(last)
  return quoted === null ? last.toLowerCase() : (quoted[1] ?? quoted[2] ?? quoted[3] ?? '')
}

/** The object as a sentence names it. */
export function shownObject({ kind, name }: NamedObject): string {
  return `the ${kind.toLowerCase()} ${name}`
}
