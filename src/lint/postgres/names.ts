import type { Node, RangeVar } from 'libpg-query'
import { quoteIdentifier } from '#sql'

/** A relation's name as people write it, quoted where it must be. */
export function relationName({ schemaname, relname = '' }: RangeVar): string {
  return schemaname === undefined ? quoted(relname) : `${quoted(schemaname)}.${quoted(relname)}`
}

/** A relation's name with its schema as people write it: without the usual one. */
export function shownName({ schemaname, relname }: RangeVar): string {
  const isUsual = schemaname === undefined || schemaname === 'public' || schemaname === 'pg_temp'
  return relationName({ relname: relname ?? '', ...(isUsual ? {} : { schemaname }) })
}

/** A name in SQL, quoted where it must be. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name)
    ? name
    : quoteIdentifier(name, 'postgres')
}

/** PostgreSQL's reserved words: as names they need quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with'.split(
    ' ',
  ),
)

/**
 * The statement with a word put behind its first ones, in their case; undefined where a comment or another form of the statement
 * stands in the way.
 */
export function withWord(text: string, first: RegExp, word: string): string | undefined {
  const found = first.exec(text)?.[0] ?? ''
  return withName(text, first, found === found.toLowerCase() ? word.toLowerCase() : word)
}

/** The same with a name, whose case is its own. */
export function withName(text: string, first: RegExp, name: string): string | undefined {
  const found = first.exec(text)?.[0]
  return found === undefined ? undefined : `${found} ${name}${text.slice(found.length)};`
}

/** The tables and the like of a list, for instance of TRUNCATE. */
export function relationsOf(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []))
}

/** The dotted names of a DROP as relations. */
export function droppedRelations(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((node) =>
    'List' in node ? [rangeOf(textsOf(node.List.items))] : [],
  )
}

/** Whether an option in parentheses is on: `(FULL)`, `(FULL true)`, not `(FULL false)`. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => {
    if (!('DefElem' in node) || node.DefElem.defname !== name) return false
    const { arg } = node.DefElem
    if (arg === undefined) return true
    const value =
      'String' in arg ? arg.String.sval : 'Integer' in arg ? String(arg.Integer.ival ?? 0) : ''
    return !['false', 'off', '0'].includes((value ?? '').toLowerCase())
  })
}

/** The name of a relation with its schema, as a key. */
export function nameOf({ schemaname = 'public', relname = '' }: RangeVar): string {
  return `${schemaname}.${relname}`
}

/** The texts of a list of names, for instance `['s', 't']` of `s.t`. */
export function textsOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))
}

/** A dotted name of a DROP or COMMENT as a relation. */
export function rangeOf(names: readonly string[]): RangeVar {
  const [relname = '', schemaname] = names.toReversed()
  return schemaname === undefined ? { relname } : { relname, schemaname }
}

/** The name that PostgreSQL makes for an index or a sequence without one. */
export function indexName(
  { schemaname, relname = '' }: RangeVar,
  columns: readonly string[],
  suffix: string,
  isTaken: (name: RangeVar) => boolean,
): RangeVar {
  const base = [relname, ...columns, suffix].join('_')
  for (let number = 0; ; number += 1) {
    const name = {
      relname: number === 0 ? base : `${base}${number}`,
      ...(schemaname === undefined ? {} : { schemaname }),
    }
    if (!isTaken(name)) return name
  }
}
