import { StatementWords, type Grammar } from '#sql'
import {
  allRowsOf,
  codeThatLeavesOut,
  codeThatUses,
  NO_EFFECTS,
  overwrittenIn,
  someRowsOf,
  valuesOf,
  type Effects,
  type LockTaken,
} from './effects.ts'

/**
 * What a statement of SQLite, MySQL or MariaDB does to what was there before it, as far as its own words tell. `made` is the
 * tables that the pending migrations make themselves; it is kept up.
 */
export function effectsByWords(text: string, grammar: Grammar, made: Set<string>): Effects {
  const words = new StatementWords(text, grammar)
  const verb = words.takeOneOf(...Object.keys(READERS))
  const read = READERS[verb ?? '']
  if (read === undefined) return NO_EFFECTS
  const { table, effects } = read(words)
  const whole = WHOLE_DATABASE[grammar]
  if (verb === 'CREATE' && table !== undefined) made.add(table)
  if (verb === undefined || table === undefined || made.has(table))
    return { ...NO_EFFECTS, locks: whole ?? [] }
  return { ...NO_EFFECTS, ...effects, tables: [table], locks: whole ?? [lockOn(verb, table)] }
}

/** Where one lock covers the database: there is one writer at a time, whatever the table. */
const WHOLE_DATABASE: Partial<Record<Grammar, readonly LockTaken[]>> = {
  sqlite: [
    {
      relation: 'the whole database',
      mode: 'RESERVED, and without WAL for its end EXCLUSIVE',
      waiting: ['writes', 'schema changes'],
      covers: 'database',
    },
  ],
}

/** The lock on the definition of a table: a change of it waits for every open transaction that has used the table. */
function lockOn(verb: string, relation: string): LockTaken {
  return CHANGES_ROWS.has(verb)
    ? { relation, mode: 'shared metadata lock', waiting: ['schema changes'] }
    : {
        relation,
        mode: 'exclusive metadata lock at its beginning and end',
        waiting: ['reads', 'writes', 'schema changes'],
      }
}

const CHANGES_ROWS: ReadonlySet<string> = new Set(['INSERT', 'REPLACE', 'UPDATE', 'DELETE'])

type Read = { readonly table?: string | undefined; readonly effects?: Partial<Effects> }

const READERS: Readonly<Record<string, (words: StatementWords) => Read>> = {
  ALTER: (words) => {
    words.takeOneOf('ONLINE', 'IGNORE')
    if (!words.take('TABLE')) return {}
    words.take('IF', 'EXISTS')
    const table = words.takeName()
    return { table, effects: clausesOf(words, table) }
  },
  CREATE: (words) => {
    words.take('OR', 'REPLACE')
    words.takeOneOf('TEMPORARY', 'TEMP', 'UNIQUE', 'FULLTEXT', 'SPATIAL')
    const isTable = words.take('TABLE')
    words.take('IF', 'NOT', 'EXISTS')
    return { table: isTable ? words.takeName() : undefined }
  },
  DROP: (words) => {
    words.take('TEMPORARY')
    const kind = words.takeOneOf('TABLE', 'VIEW')
    words.take('IF', 'EXISTS')
    if (kind === undefined) return {}
    const names = [words.takeName()]
    while (words.take(',')) names.push(words.takeName())
    return {
      table: names[0],
      effects: {
        destroys: kind === 'TABLE' ? names.map(allRowsOf) : [],
        breaks: names.map(codeThatUses),
      },
    }
  },
  TRUNCATE: (words) => {
    words.take('TABLE')
    const table = words.takeName()
    return { table, effects: { destroys: [allRowsOf(table)] } }
  },
  RENAME: (words) => {
    if (!words.take('TABLE')) return {}
    const table = words.takeName()
    return { table, effects: { breaks: [codeThatUses(table)] } }
  },
  DELETE: (words) => {
    while (words.takeOneOf('LOW_PRIORITY', 'QUICK', 'IGNORE') !== undefined);
    if (!words.take('FROM')) return {}
    const table = words.takeName()
    const word = words.rest().includes('WHERE') ? someRowsOf : allRowsOf
    return { table, effects: { destroys: [word(table)] } }
  },
  UPDATE: (words) => {
    words.takeOneOf('LOW_PRIORITY', 'IGNORE')
    if (words.take('OR')) words.takeOneOf('ABORT', 'FAIL', 'IGNORE', 'REPLACE', 'ROLLBACK')
    const table = words.takeName()
    return { table, effects: { destroys: [overwrittenIn(table)] } }
  },
  INSERT: (words) => {
    while (words.takeOneOf('LOW_PRIORITY', 'IGNORE', 'OR', 'REPLACE') !== undefined);
    return { table: words.take('INTO') ? words.takeName() : undefined }
  },
  REPLACE: (words) => ({ table: words.take('INTO') ? words.takeName() : undefined }),
}

/** The clauses of an ALTER TABLE that lose data or that old code does not survive. */
function clausesOf(words: StatementWords, table: string): Partial<Effects> {
  const destroys: string[] = []
  const breaks: string[] = []
  const goes = (column: string): void => void breaks.push(codeThatUses(`${table}.${column}`))
  do {
    if (words.take('DROP')) {
      const isOther = words.takeOneOf(...OTHER_PARTS) !== undefined
      words.take('COLUMN')
      words.take('IF', 'EXISTS')
      const column = words.takeName()
      if (isOther) continue
      destroys.push(valuesOf(table, column))
      goes(column)
    } else if (words.take('RENAME')) {
      if (words.takeOneOf('INDEX', 'KEY') !== undefined) words.takeName()
      else if (words.takeOneOf('TO', 'AS') !== undefined) breaks.push(codeThatUses(table))
      else {
        words.take('COLUMN')
        goes(words.takeName())
      }
    } else if (words.take('CHANGE')) {
      words.take('COLUMN')
      const [from, to] = [words.takeName(), words.takeName()]
      if (from !== to) goes(from)
    } else if (words.take('ADD')) {
      if (words.takeOneOf(...OTHER_PARTS, 'UNIQUE', 'FULLTEXT', 'SPATIAL') === undefined) {
        words.take('COLUMN')
        words.take('IF', 'NOT', 'EXISTS')
        const column = words.takeName()
        if (isRequired(words)) breaks.push(codeThatLeavesOut(table, column))
      }
    }
  } while (toNextClause(words))
  return { destroys, breaks }
}

const OTHER_PARTS = ['CONSTRAINT', 'PRIMARY', 'FOREIGN', 'INDEX', 'KEY', 'CHECK', 'PARTITION']

/** Whether the definition of a column asks for a value that nothing fills in. */
function isRequired(words: StatementWords): boolean {
  const rest = words.rest()
  const end = rest.indexOf(',')
  const clause = end === -1 ? rest : rest.slice(0, end)
  const isNotNull = clause.some((word, at) => word === 'NOT' && clause[at + 1] === 'NULL')
  return isNotNull && !clause.some((word) => FILLS.has(word))
}

const FILLS: ReadonlySet<string> = new Set(['DEFAULT', 'AUTO_INCREMENT', 'GENERATED', 'AS'])

/** Steps over what is left of a clause; false at the end of the statement. */
function toNextClause(words: StatementWords): boolean {
  while (words.peek() !== '') {
    if (words.takeParens() !== undefined) continue
    if (words.take(',')) return true
    words.skipName()
  }
  return false
}
