import type { Connection } from '#dialect'
import { calls, spelledWords, StatementWords, type Grammar } from '#sql'
import type { Ground, Reach, ReachOf } from '../reach.ts'

/** What a statement of PostgreSQL does outside of the database. A server that is thrown away may be changed. */
export function postgresReach({ dialect }: Connection, ground: Ground): Promise<ReachOf> {
  return Promise.resolve((text) => {
    const found = outsideIn(text, dialect.grammar)
    if (found === undefined || (found.where === 'server' && ground === 'thrown away'))
      return undefined
    return reach(found)
  })
}

/** `what` is the statement, or the function that it calls. */
type Outside = { readonly where: 'server' | 'machine' | 'elsewhere'; readonly what: string }

function outsideIn(text: string, grammar: Grammar): Outside | undefined {
  const words = new StatementWords(text, grammar)
  const verb = words.peek()
  words.take(verb)
  switch (verb) {
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
      return (
        outsideOfDefinition(verb, words) ?? (isQuery(words) ? farCall(text, grammar) : undefined)
      )
    case 'REASSIGN':
      return { where: 'server', what: 'REASSIGN OWNED' }
    case 'COMMENT':
      return outsideOfLabel('COMMENT', words)
    case 'SECURITY':
      words.take('LABEL')
      if (words.take('FOR')) words.skipName()
      return outsideOfLabel('SECURITY LABEL', words)
    case 'GRANT':
    case 'REVOKE':
      return outsideOfRight(verb, text, grammar)
    case 'COPY':
      return outsideOfCopy(text, grammar) ?? farCall(text, grammar)
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
      return outsideOfRows(verb, words) ?? farCall(text, grammar)
    default:
      return farCall(text, grammar)
  }
}

/** What belongs to the server; `TABLESPACE` and `SUBSCRIPTION` stand below. */
const OF_THE_SERVER = ['DATABASE', 'ROLE', 'USER', 'GROUP', 'SYSTEM', 'TABLESPACE']

function outsideOfDefinition(verb: string, words: StatementWords): Outside | undefined {
  if (verb === 'DROP' && words.take('OWNED')) return { where: 'server', what: 'DROP OWNED' }
  if (words.take('SUBSCRIPTION')) return { where: 'elsewhere', what: `${verb} SUBSCRIPTION` }
  const kind = words.takeOneOf(...OF_THE_SERVER)
  if (kind === undefined || (kind === 'USER' && words.take('MAPPING'))) return undefined
  const where = verb === 'CREATE' && kind === 'TABLESPACE' ? 'machine' : 'server'
  return { where, what: `${verb} ${kind}` }
}

/** Whether what is made is filled by a query at once: `CREATE TABLE … AS`. What functions and views do comes later. */
function isQuery(words: StatementWords): boolean {
  words.takeOneOf('GLOBAL', 'LOCAL')
  words.takeOneOf('TEMP', 'TEMPORARY', 'UNLOGGED', 'MATERIALIZED')
  return words.takeOneOf('TABLE', 'VIEW') !== undefined
}

const SHARED = ['DATABASE', 'ROLE', 'TABLESPACE', 'PARAMETER']

function outsideOfLabel(what: string, words: StatementWords): Outside | undefined {
  if (!words.take('ON')) return undefined
  const kind = words.takeOneOf(...SHARED)
  return kind === undefined ? undefined : { where: 'server', what: `${what} ON ${kind}` }
}

/** Rights of what lies in the database are kept in it; that one role is a member of another one is not. */
function outsideOfRight(verb: string, text: string, grammar: Grammar): Outside | undefined {
  const words = spelledWords(text, grammar, Number.POSITIVE_INFINITY).map(({ word }) => word)
  const end = words.findIndex((word) => word === 'TO' || word === 'FROM')
  const on = words.indexOf('ON')
  if (on === -1 || on > end) return { where: 'server', what: `${verb} of a role` }
  const kind = words[on + 1] ?? ''
  return SHARED.includes(kind) ? { where: 'server', what: `${verb} ON ${kind}` } : undefined
}

/** Reading a file of the server changes nothing. */
function outsideOfCopy(text: string, grammar: Grammar): Outside | undefined {
  const words = spelledWords(text, grammar, Number.POSITIVE_INFINITY).map(({ word }) => word)
  if (words.some((word, at) => word === 'PROGRAM' && words[at + 1] === "'"))
    return { where: 'machine', what: 'COPY PROGRAM' }
  const isWritten = words.some((word, at) => word === 'TO' && words[at + 1] === "'")
  return isWritten ? { where: 'machine', what: 'COPY TO a file' } : undefined
}

/** Catalogs that all databases of a server share. */
const SHARED_CATALOG = /^"?pg_(?:database|authid|auth_members|tablespace|db_role_setting)$/i

function outsideOfRows(verb: string, words: StatementWords): Outside | undefined {
  words.takeOneOf('INTO', 'FROM')
  words.take('ONLY')
  words.take('PG_CATALOG', '.')
  const table = words.peek()
  return SHARED_CATALOG.test(table)
    ? { where: 'server', what: `${verb} of ${table.replace('"', '').toLowerCase()}` }
    : undefined
}

const FAR_CALLS: readonly (readonly [Outside['where'], RegExp])[] = [
  [
    'server',
    /\b(?:pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_promote|pg_create_restore_point|pg_wal_replay_(?:pause|resume)|pg_(?:create|copy|drop)_\w*replication_slot|pg_replication_origin_(?:create|drop)|pg_stat_reset_shared)\b/i,
  ],
  ['machine', /\b(?:lo_export|pg_file_\w+|pg_write\w*)\b/i],
  ['elsewhere', /\bdblink(?:_exec|_connect|_connect_u|_send_query|_open)?\b/i],
]

function farCall(text: string, grammar: Grammar): Outside | undefined {
  for (const [where, names] of FAR_CALLS) {
    const name = calls(text, grammar, names)
    if (name !== undefined) return { where, what: `${name}()` }
  }
  return undefined
}

const WORDS = {
  server: { does: 'is for the whole server', changes: 'the server' },
  machine: { does: 'reaches the machine of the server', changes: 'that machine' },
  elsewhere: { does: 'talks to another server', changes: 'that server' },
} as const

const GUIDE = 'docs/guides/testing-migrations.md#what-is-not-tried'

function reach({ where, what }: Outside): Reach {
  const { does, changes } = WORDS[where]
  return {
    does: `${does}: ${what}`,
    changes,
    inMigration:
      where === 'server'
        ? [
            `Write it as a block that asks first: ${GUIDE}`,
            'or try it on a server that is thrown away afterwards, with --scratch embedded or --scratch pglite',
          ]
        : [`Take it out of the migrations, or write it as a block that asks first: ${GUIDE}`],
    inSchema: (shown) => `Take the statement out of ${shown}, then run the command again.`,
  }
}
