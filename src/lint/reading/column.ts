import type { SpelledWord } from '#sql'
import { namesIn, type Name, textOf, Words } from './words.ts'

/** What a foreign key refers to, and what becomes of its rows with those. */
export type Reference = {
  readonly table: Name
  readonly onDelete: 'nothing' | 'cascade' | 'set null' | 'set default' | 'restrict'
}

/** What a column gets where none is given. */
export type Default = {
  readonly kind: 'null' | 'constant' | 'now' | 'expression'
  readonly words: readonly SpelledWord[]
}

/** A column as a statement defines it. */
export type ColumnText = {
  readonly name: Name
  /** In lower case, with one blank between its words: `int unsigned`, `varchar(10)`, `enum('a','b')`. */
  readonly type: string
  /** What stands in the brackets of the type. */
  readonly typeArguments: readonly string[]
  readonly isNotNull: boolean
  readonly default?: Default
  readonly isKey: boolean
  readonly isUnique: boolean
  readonly countsUp: boolean
  readonly isChecked: boolean
  readonly reference?: Reference
  readonly generated?: 'stored' | 'virtual'
  readonly charset?: string
  readonly collation?: string
  /** MySQL's FIRST or AFTER. */
  readonly isPlaced: boolean
}

/** Words behind which a column's type is over. */
const BEHIND_TYPE: ReadonlySet<string> = new Set(
  'CONSTRAINT NOT NULL PRIMARY KEY UNIQUE DEFAULT CHECK REFERENCES COLLATE GENERATED AS AUTO_INCREMENT AUTOINCREMENT COMMENT ON CHARACTER CHARSET VIRTUAL STORED PERSISTENT INVISIBLE VISIBLE FIRST AFTER ASCII UNICODE SERIAL COLUMN_FORMAT STORAGE ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE COMPRESSED WITH WITHOUT REF_SYSTEM_ID SRID'.split(
    ' ',
  ),
)

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the definition of a column; undefined where it begins with no name. */
export function readColumn(text: readonly SpelledWord[]): ColumnText | undefined {
  const words = new Words(text)
  const name = words.takeName()
  if (name === undefined) return undefined
  const { type, typeArguments } = readType(words)
  const column: Mutable<ColumnText> = {
    name,
    type,
    typeArguments,
    isNotNull: false,
    isKey: false,
    isUnique: false,
    countsUp: false,
    isChecked: false,
    isPlaced: false,
  }
  while (!words.isDone) readProperty(words, column)
  return column
}

function readType(words: Words): Pick<ColumnText, 'type' | 'typeArguments'> {
  const parts: string[] = []
  let typeArguments: readonly string[] = []
  // `character varying(10)` begins like a character set.
  const isCharacter = words.peek() === 'CHARACTER' && words.peek(1) !== 'SET'
  if (isCharacter || (words.peek() === 'SERIAL' && words.peek(1) !== 'DEFAULT')) {
    parts.push(words.peek().toLowerCase())
    words.skip()
  }
  while (!words.isDone && !BEHIND_TYPE.has(words.peek())) {
    const group = words.takeGroup()
    if (group === undefined) {
      parts.push(words.peek().replace(/^"/, '').toLowerCase())
      words.skip()
    } else {
      typeArguments = group.filter(({ word }) => word !== ',').map(({ spelling }) => spelling)
      parts.push(`${parts.pop() ?? ''}(${typeArguments.join(',')})`)
    }
  }
  return { type: parts.join(' '), typeArguments }
}

function readProperty(words: Words, column: Mutable<ColumnText>): void {
  if (words.take('CONSTRAINT')) {
    if (!BEHIND_TYPE.has(words.peek())) words.takeName()
  } else if (words.take('NOT', 'NULL')) column.isNotNull = true
  else if (words.take('PRIMARY', 'KEY')) column.isKey = true
  else if (words.take('UNIQUE')) {
    words.take('KEY')
    column.isUnique = true
  } else if (words.takeOneOf('AUTO_INCREMENT', 'AUTOINCREMENT') !== undefined)
    column.countsUp = true
  else if (words.take('DEFAULT')) column.default = readDefault(words)
  else if (words.take('ON', 'UPDATE')) {
    words.skip()
    words.takeGroup()
  } else if (words.take('CHECK')) {
    words.takeGroup()
    column.isChecked = true
  } else if (words.take('REFERENCES')) {
    const reference = readReference(words)
    if (reference !== undefined) column.reference = reference
  } else if (words.take('COLLATE')) column.collation = takeText(words)
  else if (words.take('CHARACTER', 'SET') || words.take('CHARSET')) column.charset = takeText(words)
  else if (words.take('GENERATED', 'ALWAYS', 'AS') || words.take('AS')) {
    words.takeGroup()
    const kind = words.takeOneOf('STORED', 'PERSISTENT', 'VIRTUAL')
    column.generated = kind === 'STORED' || kind === 'PERSISTENT' ? 'stored' : 'virtual'
  } else if (words.take('COMMENT')) words.skip()
  else if (words.take('FIRST')) column.isPlaced = true
  else if (words.take('AFTER')) {
    words.takeName()
    column.isPlaced = true
  } else words.skip()
}

/** A word or a string behind a keyword and perhaps an equals sign, in lower case. */
export function takeText(words: Words): string {
  words.take('=')
  const { word, spelling } = words.next
  words.skip()
  return (word === "'" ? spelling.slice(1, -1) : word.replace(/^"/, '')).toLowerCase()
}

const NOW = ['CURRENT_TIMESTAMP', 'NOW', 'LOCALTIME', 'LOCALTIMESTAMP']
const NOW_OF_SQLITE = [...NOW, 'CURRENT_TIME', 'CURRENT_DATE']

function readDefault(words: Words): Default {
  const group = words.takeGroup()
  if (group !== undefined) return { kind: 'expression', words: group }
  const first = words.next
  const taken = [first]
  words.skip()
  if (['+', '-'].includes(first.word)) {
    taken.push(words.next)
    words.skip()
  }
  // MariaDB takes calls without brackets around them; `b'1'`, `x'00'` and `_utf8mb4'a'` are constants.
  const call = words.takeGroup()
  if (words.peek() === "'") words.skip()
  if (first.word === 'NULL') return { kind: 'null', words: taken }
  if (NOW_OF_SQLITE.includes(first.word)) return { kind: 'now', words: taken }
  return { kind: call === undefined ? 'constant' : 'expression', words: taken }
}

/** Reads what stands behind REFERENCES. */
export function readReference(words: Words): Reference | undefined {
  const table = words.takeName()
  if (table === undefined) return undefined
  words.takeGroup()
  let onDelete: Reference['onDelete'] = 'nothing'
  for (;;) {
    if (words.take('ON', 'DELETE')) onDelete = readAction(words)
    else if (words.take('ON', 'UPDATE')) readAction(words)
    else if (words.take('MATCH')) words.skip()
    else return { table, onDelete }
  }
}

function readAction(words: Words): Reference['onDelete'] {
  if (words.take('CASCADE')) return 'cascade'
  if (words.take('SET', 'NULL')) return 'set null'
  if (words.take('SET', 'DEFAULT')) return 'set default'
  if (words.take('RESTRICT')) return 'restrict'
  words.take('NO', 'ACTION')
  return 'nothing'
}

/** A constraint or an index that stands beside the columns of a table. */
export type ConstraintText = {
  readonly kind: 'key' | 'unique' | 'foreign key' | 'check' | 'index' | 'fulltext' | 'spatial'
  readonly name?: Name
  readonly columns: readonly string[]
  readonly reference?: Reference
  readonly at: number
}

/** Reads a constraint or an index of a table; undefined where the words are a column, or something else. */
export function readConstraint(text: readonly SpelledWord[]): ConstraintText | undefined {
  const words = new Words(text)
  const { at } = words.next
  let name: Name | undefined
  if (words.take('CONSTRAINT') && !CONSTRAINTS.includes(words.peek())) name = words.takeName()
  const named = (): { name?: Name } => {
    words.take('IF', 'NOT', 'EXISTS')
    if (words.peek() !== '(' && words.peek() !== 'USING') name ??= words.takeName()
    if (words.take('USING')) words.skip()
    return name === undefined ? {} : { name }
  }
  const columns = (): readonly string[] => namesIn(words.takeGroup())
  if (words.take('PRIMARY', 'KEY')) return { kind: 'key', ...named(), columns: columns(), at }
  if (words.take('UNIQUE')) {
    words.takeOneOf('KEY', 'INDEX')
    return { kind: 'unique', ...named(), columns: columns(), at }
  }
  if (words.take('FOREIGN', 'KEY')) {
    const own = named()
    const held = columns()
    const reference = words.take('REFERENCES') ? readReference(words) : undefined
    return {
      kind: 'foreign key',
      ...own,
      columns: held,
      at,
      ...(reference === undefined ? {} : { reference }),
    }
  }
  if (words.take('CHECK')) return { kind: 'check', ...(name && { name }), columns: [], at }
  const special = words.takeOneOf('FULLTEXT', 'SPATIAL')
  if (special !== undefined) words.takeOneOf('KEY', 'INDEX')
  if (special === undefined && words.takeOneOf('KEY', 'INDEX') === undefined) return undefined
  const kind = special === undefined ? 'index' : special === 'FULLTEXT' ? 'fulltext' : 'spatial'
  return { kind, ...named(), columns: columns(), at }
}

const CONSTRAINTS = ['PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK']

/** Whether two definitions of a default, a check and the like say the same. */
export function isSame(a: readonly SpelledWord[], b: readonly SpelledWord[]): boolean {
  return textOf(a) === textOf(b)
}
