import {
  checkOf,
  type ConstraintText,
  foreignKeyOf,
  keyOf,
  readConflict,
  spellInside,
  type TablePlace,
} from './constraint-text.ts'
import { written } from './name.ts'
import { endOf, nameOf, type Token, TokenCursor } from './token.ts'

/** A column as the text of a CREATE TABLE has it. */
export type ColumnText = {
  readonly name: string
  /** In capitals. */
  readonly type: string
  /** Empty for the usual one. */
  readonly collation: string
  readonly notNull: { readonly conflict: string } | undefined
  readonly generated: { readonly expression: string; readonly isStored: boolean } | undefined
  readonly constraints: readonly ConstraintText[]
  /** Where it stands in the statement. */
  readonly start: number
  readonly end: number
}

type Draft = {
  collation: string
  notNull: ColumnText['notNull']
  generated: ColumnText['generated']
  readonly constraints: ConstraintText[]
}

/** Words that end the type of a column. */
const BEHIND_TYPE =
  /^(CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|GENERATED|AS|DEFERRABLE)$/

export function readColumn(tokens: readonly Token[], place: TablePlace): ColumnText {
  const cursor = new TokenCursor(tokens)
  const name = cursor.name()
  while (!cursor.isOver && !BEHIND_TYPE.test(cursor.peek())) cursor.next()
  const type = cursor
    .since(1)
    .map((token) => (token.word.startsWith('"') ? nameOf(token) : token.spelling))
  const draft: Draft = {
    collation: '',
    notNull: undefined,
    generated: undefined,
    constraints: [],
  }
  let label: string | undefined
  while (!cursor.isOver) {
    if (cursor.take('CONSTRAINT')) label = cursor.name()
    else {
      readClause(cursor, draft, { ...place, column: name, label })
      label = undefined
    }
  }
  const last = tokens.at(-1)
  return {
    name,
    type: spellType(type.join(' ')),
    ...draft,
    start: tokens[0]?.at ?? 0,
    end: last === undefined ? 0 : endOf(last),
  }
}

/** A type in one spelling. */
export function spellType(type: string): string {
  return type
    .toUpperCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(,]) ?/g, '$1')
    .replaceAll(' )', ')')
}

type ColumnPlace = TablePlace & { readonly column: string; readonly label: string | undefined }

function readClause(cursor: TokenCursor, draft: Draft, place: ColumnPlace): void {
  const { column, label } = place
  const add = (constraint: Omit<ConstraintText, 'name' | 'column'>): void => {
    draft.constraints.push({ ...constraint, name: label, column })
  }
  if (cursor.take('PRIMARY', 'KEY')) add(readPrimaryKey(cursor, column))
  else if (cursor.take('UNIQUE')) add(key('unique', column, { conflict: readConflict(cursor) }))
  else if (cursor.take('CHECK')) add(checkOf(cursor, place))
  else if (cursor.take('REFERENCES')) add(foreignKeyOf([column], cursor))
  else if (cursor.take('NOT', 'NULL')) draft.notNull = { conflict: readConflict(cursor) }
  else if (cursor.take('COLLATE')) {
    const collation = cursor.name().toUpperCase()
    draft.collation = collation === 'BINARY' ? '' : written(collation)
  } else if (cursor.take('AS')) {
    const expression = spellInside(cursor.brackets() ?? [], place)
    draft.generated = { expression, isStored: cursor.take('STORED') }
  } else if (cursor.take('DEFAULT')) {
    if (cursor.take('+') || cursor.take('-')) cursor.next()
    else if (cursor.brackets() === undefined) cursor.next()
  } else cursor.next()
}

function readPrimaryKey(
  cursor: TokenCursor,
  column: string,
): Omit<ConstraintText, 'name' | 'column'> {
  const isDescending = !cursor.take('ASC') && cursor.take('DESC')
  const conflict = readConflict(cursor)
  return key('primary key', column, {
    isDescending,
    conflict,
    counts: cursor.take('AUTOINCREMENT'),
  })
}

function key(
  kind: 'primary key' | 'unique',
  column: string,
  {
    isDescending = false,
    conflict,
    counts = false,
  }: { readonly isDescending?: boolean; readonly conflict: string; readonly counts?: boolean },
): Omit<ConstraintText, 'name' | 'column'> {
  const terms = [`${written(column)}${isDescending ? ' DESC' : ''}`]
  return keyOf(kind, { terms, columns: [column], conflict, counts })
}
