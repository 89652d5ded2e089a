import { quoteLiteral, StatementWords } from '#sql'
import type { Row } from '../contract.ts'
import {
  ABSENT,
  appears,
  DONE,
  INVISIBLE,
  REPEATABLE,
  UNDONE,
  vanishes,
  type Effect,
  type VisibleEffect,
} from '../effect.ts'

/** What can be seen later of a PostgreSQL statement that ran outside a transaction. */
export function effectOf(text: string): Effect {
  const words = new StatementWords(text, 'postgres')
  switch (
    words.takeOneOf('CREATE', 'DROP', 'ALTER', 'REINDEX', 'VACUUM', 'CLUSTER', 'ANALYZE', 'REFRESH')
  ) {
    case 'CREATE':
      return effectOfCreate(words)
    case 'DROP':
      return effectOfDrop(words)
    case 'ALTER':
      return effectOfAlter(words)
    case 'REINDEX':
      return effectOfReindex(words)
    case undefined:
      return INVISIBLE
    default:
      return REPEATABLE
  }
}

/** Kinds of objects that a catalog knows by a name alone. */
const SHARED: Readonly<Record<string, { readonly catalog: string; readonly column: string }>> = {
  DATABASE: { catalog: 'pg_database', column: 'datname' },
  TABLESPACE: { catalog: 'pg_tablespace', column: 'spcname' },
  SUBSCRIPTION: { catalog: 'pg_subscription', column: 'subname' },
}

function effectOfCreate(words: StatementWords): Effect {
  words.take('UNIQUE')
  if (words.take('INDEX', 'CONCURRENTLY')) return effectOfCreateIndex(words)
  const object = words.takeOneOf(...Object.keys(SHARED)) ?? ''
  const name = words.takeName()
  return SHARED[object] === undefined
    ? INVISIBLE
    : appears(`the ${object.toLowerCase()} ${name}`, lookForShared(object, name))
}

function effectOfDrop(words: StatementWords): Effect {
  if (words.take('INDEX', 'CONCURRENTLY')) {
    words.take('IF', 'EXISTS')
    const name = words.takeName()
    return effectOfDropIndex(name)
  }
  const object = words.takeOneOf(...Object.keys(SHARED)) ?? ''
  words.take('IF', 'EXISTS')
  const name = words.takeName()
  return SHARED[object] === undefined
    ? INVISIBLE
    : vanishes(`the ${object.toLowerCase()} ${name}`, lookForShared(object, name))
}

/** An index is made invalid first and dropped when nobody uses it any more. */
function effectOfDropIndex(name: string): Effect {
  return {
    kind: 'visible',
    what: `the index ${name}`,
    look: async (catalog) => {
      const [row] = await catalog.query(
        `SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END AS state FROM pg_catalog.pg_index i WHERE i.indexrelid = pg_catalog.to_regclass(${literal(name)})`,
      )
      return stateIn(row)
    },
    judge: (_before, now) =>
      now === ABSENT
        ? DONE
        : now === 'valid'
          ? UNDONE
          : {
              kind: 'half',
              why: `${name} is invalid and still there`,
              mend: [`DROP INDEX CONCURRENTLY IF EXISTS ${name}`],
              leads: 'done',
            },
  }
}

function lookForShared(object: string, name: string): VisibleEffect['look'] {
  const { catalog: table = '', column = '' } = SHARED[object] ?? {}
  return async (catalog) => {
    const [row] = await catalog.query(
      `SELECT FROM pg_catalog.${table} WHERE ${column} = (pg_catalog.parse_ident(${literal(name)}))[1]`,
    )
    return row === undefined ? ABSENT : 'present'
  }
}

/** An index is built in steps of its own: one that was interrupted stays behind, invalid, in the way of the next try. */
function effectOfCreateIndex(words: StatementWords): Effect {
  words.take('IF', 'NOT', 'EXISTS')
  const name = words.peek() === 'ON' ? undefined : words.takeName()
  words.take('ON')
  words.take('ONLY')
  const table = words.takeName()
  const what = name === undefined ? `the indexes of ${table}` : `the index ${name}`
  return {
    kind: 'visible',
    what,
    look: async (catalog) => {
      const rows = await catalog.query(indexesSql(name, table))
      return (
        rows.map((row) => `${String(row['name'])} ${String(row['state'])}`).join('\n') || ABSENT
      )
    },
    judge: (before, now) => {
      const earlier = before.split('\n')
      const fresh = now.split('\n').filter((one) => one !== ABSENT && !earlier.includes(one))
      const broken = (name === undefined ? fresh : now.split('\n')).filter((one) =>
        one.endsWith(' invalid'),
      )
      if (now.includes(' being_built'))
        return { kind: 'unclear', why: 'another session is building an index there at this moment' }
      if (broken.length > 0)
        return {
          kind: 'half',
          why: `${broken.map(nameIn).join(' and ')} is invalid`,
          mend: broken.map((one) => `DROP INDEX CONCURRENTLY IF EXISTS ${nameIn(one)}`),
          leads: 'undone',
        }
      if (name !== undefined) return now === ABSENT ? UNDONE : DONE
      return fresh.length > 0 ? DONE : UNDONE
    },
  }
}

function nameIn(state: string): string {
  return state.slice(0, state.lastIndexOf(' '))
}

function indexesSql(name: string | undefined, table: string): string {
  const which =
    name === undefined
      ? `i.indrelid = t.oid`
      : `c.relnamespace = t.relnamespace AND c.relname = (pg_catalog.parse_ident(${literal(name)}))[1]`
  return `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
  CASE WHEN i.indisvalid THEN 'valid'
    WHEN EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) THEN 'being_built' ELSE 'invalid' END AS state
FROM pg_catalog.pg_class t, pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE t.oid = pg_catalog.to_regclass(${literal(table)}) AND ${which} ORDER BY 1`
}

function effectOfAlter(words: StatementWords): Effect {
  if (words.take('SYSTEM') || words.take('DATABASE') || words.take('SUBSCRIPTION'))
    return REPEATABLE
  if (words.take('TYPE')) return effectOfAddValue(words)
  if (!words.take('TABLE')) return INVISIBLE
  words.take('IF', 'EXISTS')
  words.take('ONLY')
  const parent = words.takeName()
  words.take('*')
  if (!words.take('DETACH', 'PARTITION')) return INVISIBLE
  return effectOfDetach(parent, words.takeName())
}

/** `FINALIZE` ends what an interrupted DETACH CONCURRENTLY has begun. */
function effectOfDetach(parent: string, partition: string): Effect {
  return {
    kind: 'visible',
    what: `the partition ${partition} of ${parent}`,
    look: async (catalog) => {
      const [row] = await catalog.query(
        `SELECT CASE WHEN pg_catalog.to_jsonb(h) ->> 'inhdetachpending' = 'true' THEN 'half detached' ELSE 'attached' END AS state FROM pg_catalog.pg_inherits h WHERE h.inhparent = pg_catalog.to_regclass(${literal(parent)}) AND h.inhrelid = pg_catalog.to_regclass(${literal(partition)})`,
      )
      return stateIn(row)
    },
    judge: (_before, now) =>
      now === ABSENT
        ? DONE
        : now === 'attached'
          ? UNDONE
          : {
              kind: 'half',
              why: `${partition} is half detached`,
              mend: [`ALTER TABLE ${parent} DETACH PARTITION ${partition} FINALIZE`],
              leads: 'done',
            },
  }
}

function effectOfAddValue(words: StatementWords): Effect {
  const type = words.takeName()
  if (!words.take('ADD', 'VALUE')) return INVISIBLE
  words.take('IF', 'NOT', 'EXISTS')
  const label = words.takeName()
  return appears(`the value ${label} of ${type}`, async (catalog) => {
    const [row] = await catalog.query(
      `SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype(${literal(type)}) AND enumlabel = ${label}`,
    )
    return row === undefined ? ABSENT : 'present'
  })
}

/** An interrupted REINDEX CONCURRENTLY leaves invalid copies named `…_ccnew` (to drop) or `…_ccold` (to drop, too). */
function effectOfReindex(words: StatementWords): Effect {
  words.takeParens()
  const object = words.takeOneOf('INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM') ?? ''
  words.take('CONCURRENTLY')
  const name = words.takeName()
  const of = `pg_catalog.to_regclass(${literal(name)})`
  const whose: Readonly<Record<string, string>> = {
    INDEX: `i.indrelid = (SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = ${of}) AND starts_with(c.relname::text, (SELECT relname::text || '_cc' FROM pg_catalog.pg_class WHERE oid = ${of}))`,
    TABLE: `i.indrelid = ${of}`,
    SCHEMA: `n.nspname = (pg_catalog.parse_ident(${literal(name)}))[1]`,
  }
  return {
    kind: 'visible',
    what: `copies of indexes that an interrupted REINDEX leaves`,
    look: async (catalog) => {
      const rows = await catalog.query(
        `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND ${whose[object] ?? 'true'}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.relid = i.indrelid) ORDER BY 1`,
      )
      return rows.map((row) => String(row['name'])).join('\n') || ABSENT
    },
    judge: (_before, now) => {
      const left = now.split('\n').filter((one) => one !== ABSENT)
      return left.length === 0
        ? UNDONE
        : {
            kind: 'half',
            why: `${left.join(' and ')} is left over`,
            mend: left.map((one) => `DROP INDEX CONCURRENTLY IF EXISTS ${one}`),
            leads: 'undone',
          }
    },
  }
}

function literal(text: string): string {
  return quoteLiteral(text, 'postgres')
}

function stateIn(row: Row | undefined): string {
  return row === undefined ? ABSENT : String(row['state'])
}
