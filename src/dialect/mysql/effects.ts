import { sha256 } from '#core'
import { quoteLiteral, StatementWords, type Grammar } from '#sql'
import type { Row } from '../contract.ts'
import {
  ABSENT,
  appears,
  DONE,
  INVISIBLE,
  REPEATABLE,
  UNDONE,
  vanishes,
  type Catalog,
  type Effect,
  type VisibleEffect,
} from '../effect.ts'
import { bareName } from './name.ts'

/** What can be seen later of a MySQL or MariaDB statement that committed by itself. Single statements are atomic there since MySQL 8.0 and MariaDB 10.6. */
export function effectOf(text: string, grammar: Grammar): Effect {
  const words = new StatementWords(text, grammar)
  switch (words.takeOneOf(...FIRST)) {
    case 'CREATE':
      return effectOfCreate(words)
    case 'DROP':
      return effectOfDrop(words)
    case 'ALTER':
      return effectOfAlter(words)
    case 'RENAME':
      return effectOfRename(words)
    case 'TRUNCATE':
    case undefined:
      return INVISIBLE
    default:
      return REPEATABLE
  }
}

/** Statements that change nothing when they run twice: rights, statistics, caches, passwords. */
const AGAIN = [
  'GRANT',
  'REVOKE',
  'ANALYZE',
  'CHECK',
  'OPTIMIZE',
  'REPAIR',
  'FLUSH',
  'CACHE',
  'LOAD',
  'SET',
  'UNLOCK',
]
const FIRST = ['CREATE', 'DROP', 'ALTER', 'RENAME', 'TRUNCATE', ...AGAIN]

/** Objects whose whole definition the server shows; in which column. */
const SHOWN: Readonly<Record<string, string>> = {
  TABLE: 'Create Table',
  VIEW: 'Create View',
  PROCEDURE: 'Create Procedure',
  FUNCTION: 'Create Function',
  TRIGGER: 'SQL Original Statement',
  EVENT: 'Create Event',
  DATABASE: 'Create Database',
  SCHEMA: 'Create Database',
  SEQUENCE: 'Create Table',
}

/** Words between the verb and the kind of object. */
const BETWEEN = [
  'OR',
  'REPLACE',
  'UNIQUE',
  'FULLTEXT',
  'SPATIAL',
  'ONLINE',
  'OFFLINE',
  'AGGREGATE',
  'IGNORE',
]

function effectOfCreate(words: StatementWords): Effect {
  skipBetween(words)
  if (words.take('INDEX')) {
    words.take('IF', 'NOT', 'EXISTS')
    const index = words.takeName()
    while (words.peek() !== 'ON' && words.peek() !== '') words.takeName()
    words.take('ON')
    return indexAppears(index, words.takeName())
  }
  const object = words.takeOneOf(...Object.keys(SHOWN))
  if (object === undefined) return INVISIBLE
  words.take('IF', 'NOT', 'EXISTS')
  const name = words.takeName()
  return appears(called(object, name), lookAt(object, name))
}

/** By its own name: what else happens to the table says nothing of it. */
function indexAppears(index: string, table: string): VisibleEffect {
  const sql = `SHOW INDEX FROM ${table} WHERE Key_name = ${quoteLiteral(bareName(index), 'mysql')}`
  return appears(`the index ${index} of ${table}`, async (catalog) => {
    const rows = await show(catalog, sql)
    if (rows.length === 0) return ABSENT
    const parts = rows.map((row) => PARTS.map((column) => row[column]))
    return `present, ${sha256(JSON.stringify(parts)).slice(0, 16)}`
  })
}

/** What of an index does not change with the rows. */
const PARTS = ['Non_unique', 'Seq_in_index', 'Column_name', 'Collation', 'Sub_part', 'Index_type']

function effectOfDrop(words: StatementWords): Effect {
  skipBetween(words)
  if (words.take('INDEX')) {
    words.take('IF', 'EXISTS')
    words.takeName()
    words.take('ON')
    return changes('TABLE', words.takeName())
  }
  const object = words.takeOneOf(...Object.keys(SHOWN))
  if (object === undefined) return INVISIBLE
  words.take('IF', 'EXISTS')
  const names = namesIn(words)
  const [name = ''] = names
  return names.length === 1
    ? vanishes(called(object, name), lookAt(object, name))
    : vanishTogether(object, names)
}

/** MariaDB drops several tables one after the other: it can stop in between. What is left can be dropped. */
function vanishTogether(object: string, names: readonly string[]): VisibleEffect {
  return {
    kind: 'visible',
    what: `${object.toLowerCase()}s ${names.join(', ')}`,
    look: async (catalog) => {
      const left: string[] = []
      for (const name of names)
        if ((await lookAt(object, name)(catalog)) !== ABSENT) left.push(name)
      return left.join(', ') || ABSENT
    },
    judge: (before, now) =>
      now === ABSENT
        ? DONE
        : now === before
          ? UNDONE
          : {
              kind: 'half',
              why: `${now} is left`,
              mend: [`DROP ${object} ${now}`],
              leads: 'done',
            },
  }
}

/** What ALTER TABLE does to rows or files, and not to the definition. */
const UNSEEN = ['EXCHANGE', 'TRUNCATE', 'IMPORT', 'DISCARD']

function effectOfAlter(words: StatementWords): Effect {
  skipBetween(words)
  if (words.takeOneOf('USER', 'ROLE', 'INSTANCE', 'SERVER') !== undefined) return REPEATABLE
  const object = words.takeOneOf(...Object.keys(SHOWN))
  if (object === undefined) return INVISIBLE
  words.take('IF', 'EXISTS')
  const name = words.takeName()
  const rest = words.rest()
  return rest.some((word) => UNSEEN.includes(word)) ? INVISIBLE : changes(object, name)
}

/** `RENAME TABLE a TO b, …`: the first of the old names is gone afterwards. */
function effectOfRename(words: StatementWords): Effect {
  if (words.takeOneOf('TABLE', 'TABLES') === undefined) return INVISIBLE
  words.take('IF', 'EXISTS')
  const from = words.takeName()
  words.take('TO')
  const to = words.takeName()
  // A swap leaves every name in its place; only the definitions can tell, and they may be alike.
  if (words.peek() === ',') return INVISIBLE
  return vanishes(`${called('TABLE', from)}, which becomes ${to},`, lookAt('TABLE', from))
}

/** The effect of a statement that changes a definition. One that changes none may run again. */
function changes(object: string, name: string): VisibleEffect {
  return {
    kind: 'visible',
    what: called(object, name),
    look: lookAt(object, name),
    judge: (before, now) => (before === now ? UNDONE : DONE),
  }
}

function called(object: string, name: string): string {
  return `the ${object.toLowerCase()} ${name}`
}

/** The fingerprint of a definition, as the server shows it. Values that grow with the rows are left out. */
function lookAt(object: string, name: string): VisibleEffect['look'] {
  return async (catalog) => {
    const [row] = await show(catalog, `SHOW CREATE ${object} ${name}`)
    if (row === undefined) return ABSENT
    const definition = JSON.stringify(row[SHOWN[object] ?? '']).replace(/ AUTO_INCREMENT=\d+/, '')
    return `present, ${sha256(definition).slice(0, 16)}`
  }
}

/** Errors that say that something does not exist: table, database, routine, trigger, view, event. */
const MISSING = [1146, 1049, 1305, 1360, 1347, 1539, 4091, 1932]

async function show(catalog: Catalog, sql: string): Promise<Row[]> {
  try {
    return await catalog.query(sql)
  } catch (error) {
    const errno: unknown =
      typeof error === 'object' && error !== null ? Reflect.get(error, 'errno') : undefined
    if (typeof errno === 'number' && MISSING.includes(errno)) return []
    throw error
  }
}

function skipBetween(words: StatementWords): void {
  for (;;) {
    if (words.take('DEFINER', '=')) {
      words.takeName()
      if (words.take('@')) words.takeName()
      if (words.take('(', ')')) continue
    } else if (words.take('ALGORITHM', '=')) words.takeName()
    else if (words.take('SQL', 'SECURITY')) words.takeName()
    else if (words.takeOneOf(...BETWEEN) === undefined) return
  }
}

function namesIn(words: StatementWords): string[] {
  const names = [words.takeName()]
  while (words.take(',')) names.push(words.takeName())
  return names
}
