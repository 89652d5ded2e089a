import type { Constraint } from '#schema'
import { folded, isSameName, written, writtenList } from './name.ts'
import { type Names, spellExpression } from './spelling.ts'
import { cutAtCommas, nameOf, type Token, TokenCursor } from './token.ts'

/** A constraint as the text of a CREATE TABLE has it. */
export type ConstraintText = {
  readonly name: string | undefined
  readonly kind: Exclude<Constraint['kind'], 'exclusion' | 'not null'>
  readonly columns: readonly string[]
  /** All but the name and the reference. */
  readonly definition: string
  readonly reference?: ReferenceText
  /** The column whose part it is, where it is not the table's. */
  readonly column: string | undefined
}

export type ReferenceText = {
  readonly table: string
  /** Empty where the primary key is meant. */
  readonly columns: readonly string[]
  readonly onUpdate: string
  readonly onDelete: string
  readonly isDeferred: boolean
}

/** The table that is read. */
export type TablePlace = { readonly names: Names; readonly table: string }

/** Constraints of a table; SQLite wants no comma between two of them. */
export function readConstraints(
  tokens: readonly Token[],
  place: TablePlace,
): readonly ConstraintText[] {
  const cursor = new TokenCursor(tokens)
  const constraints: ConstraintText[] = []
  let name: string | undefined
  while (!cursor.isOver) {
    if (cursor.take('CONSTRAINT')) name = cursor.name()
    else {
      const constraint = readOne(cursor, place)
      if (constraint === undefined) cursor.next()
      else constraints.push({ ...constraint, name, column: undefined })
      name = undefined
    }
  }
  return constraints
}

type Unnamed = Omit<ConstraintText, 'name' | 'column'>

function readOne(cursor: TokenCursor, place: TablePlace): Unnamed | undefined {
  if (cursor.take('PRIMARY', 'KEY')) return readKey('primary key', cursor, place)
  if (cursor.take('UNIQUE')) return readKey('unique', cursor, place)
  if (cursor.take('CHECK')) return checkOf(cursor, place)
  if (!cursor.take('FOREIGN', 'KEY')) return undefined
  const columns = (cursor.brackets() ?? []).filter(({ word }) => word !== ',').map(nameOf)
  cursor.take('REFERENCES')
  return foreignKeyOf(
    columns.map((name) => declared(name, place)),
    cursor,
  )
}

function readKey(kind: 'primary key' | 'unique', cursor: TokenCursor, place: TablePlace): Unnamed {
  const inside = cursor.brackets() ?? []
  const counts = inside.at(-1)?.word === 'AUTOINCREMENT'
  const terms = cutAtCommas(counts ? inside.slice(0, -1) : inside)
  return keyOf(kind, {
    terms: terms.map((term) => spellTerm(term, place.names)),
    columns: terms.flatMap(([token]) => (token ? [declared(nameOf(token), place)] : [])),
    counts,
    conflict: readConflict(cursor),
  })
}

/** A primary key or a unique constraint, whoever holds it. */
export function keyOf(
  kind: 'primary key' | 'unique',
  key: {
    readonly terms: readonly string[]
    readonly columns: readonly string[]
    readonly counts: boolean
    readonly conflict: string
  },
): Unnamed {
  const inside = `${key.terms.join(', ')}${key.counts ? ' AUTOINCREMENT' : ''}`
  return {
    kind,
    columns: key.columns,
    definition: `${kind.toUpperCase()} (${inside})${key.conflict}`,
  }
}

/** A term of a key or an index: ascending is not said, collations are in capitals. */
export function spellTerm(tokens: readonly Token[], names: Names): string {
  const direction = tokens.length > 1 ? (tokens.at(-1)?.word ?? '') : ''
  const plain = /^(ASC|DESC)$/.test(direction) ? tokens.slice(0, -1) : tokens
  const at = plain.length > 2 ? plain.length - 2 : -1
  const collation = plain[at]?.word === 'COLLATE' ? plain[at + 1] : undefined
  const expression = collation === undefined ? plain : plain.slice(0, at)
  return [
    spellExpression(expression, names),
    collation === undefined ? '' : ` COLLATE ${written(nameOf(collation).toUpperCase())}`,
    direction === 'DESC' ? ' DESC' : '',
  ].join('')
}

export function checkOf(cursor: TokenCursor, place: TablePlace): Unnamed {
  const inside = cursor.brackets() ?? []
  readConflict(cursor)
  return {
    kind: 'check',
    columns: columnsIn(inside, place),
    definition: `CHECK (${spellInside(inside, place)})`,
  }
}

/** An expression without the table's own name before its columns, which changes when the table is renamed. */
export function spellInside(tokens: readonly Token[], { names, table }: TablePlace): string {
  const kept = tokens.filter((token, at) => {
    const isQualifier = (name: Token | undefined, dot: Token | undefined): boolean =>
      name !== undefined && dot?.word === '.' && isSameName(nameOf(name), table)
    return !isQualifier(token, tokens[at + 1]) && !isQualifier(tokens[at - 1], token)
  })
  return spellExpression(kept, names)
}

function columnsIn(tokens: readonly Token[], place: TablePlace): readonly string[] {
  const found = tokens.flatMap((token) => {
    if (token.word === "'") return []
    const column = place.names.get(folded(nameOf(token)))
    return column === undefined ? [] : [column]
  })
  return [...new Set(found)]
}

/** Reads what follows REFERENCES. */
export function foreignKeyOf(columns: readonly string[], cursor: TokenCursor): Unnamed {
  const table = cursor.name()
  const targets = (cursor.brackets() ?? []).filter(({ word }) => word !== ',').map(nameOf)
  const actions = { UPDATE: 'NO ACTION', DELETE: 'NO ACTION' }
  let isDeferred = false
  for (;;) {
    if (cursor.take('ON', 'UPDATE')) actions.UPDATE = readAction(cursor)
    else if (cursor.take('ON', 'DELETE')) actions.DELETE = readAction(cursor)
    else if (cursor.take('MATCH')) cursor.next()
    else if (cursor.take('NOT', 'DEFERRABLE')) isDeferred = readDeferral(cursor) && false
    else if (cursor.take('DEFERRABLE')) isDeferred = readDeferral(cursor)
    else break
  }
  return {
    kind: 'foreign key',
    columns,
    definition: `FOREIGN KEY ${writtenList(columns)}`,
    reference: {
      table,
      columns: targets,
      onUpdate: actions.UPDATE,
      onDelete: actions.DELETE,
      isDeferred,
    },
  }
}

function readAction(cursor: TokenCursor): string {
  const first = cursor.next()?.word ?? ''
  return first === 'SET' || first === 'NO' ? `${first} ${cursor.next()?.word ?? ''}` : first
}

function readDeferral(cursor: TokenCursor): boolean {
  return cursor.take('INITIALLY') && cursor.next()?.word === 'DEFERRED'
}

/** What happens with a row that does not fit; ABORT is not said. */
export function readConflict(cursor: TokenCursor): string {
  if (!cursor.take('ON', 'CONFLICT')) return ''
  const action = cursor.next()?.word ?? 'ABORT'
  return action === 'ABORT' ? '' : ` ON CONFLICT ${action}`
}

/** A column's name as the table declares it. */
export function declared(name: string, { names }: TablePlace): string {
  return names.get(folded(name)) ?? name
}
