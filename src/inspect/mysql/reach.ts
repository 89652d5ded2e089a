import type { Connection } from '#dialect'
import { spelledWords, type Grammar } from '#sql'
import type { Reach, ReachOf } from '../reach.ts'
import { otherDatabaseIn, otherDatabases } from './other-databases.ts'

/** What a statement of MySQL or MariaDB does to other databases and to the server. */
export async function mysqlReach(connection: Connection): Promise<ReachOf> {
  const { grammar } = connection.dialect
  const databases = await otherDatabases(connection)
  return (text) => {
    const name = otherDatabaseIn(text, grammar, databases)
    if (name !== undefined) return ofDatabase(name)
    const what = ofServerIn(text, grammar)
    return what === undefined ? undefined : ofServer(what)
  }
}

function ofDatabase(name: string): Reach {
  return {
    does: `names the database ${name}`,
    changes: name,
    inMigration: [
      `Leave the name of the database out, then run the command again: a migration changes the database that it is run on.`,
    ],
    inSchema: (shown) =>
      `Leave the name of the database out of ${shown}, then run the command again: what it makes lies in the database of the address.`,
  }
}

function ofServer(what: string): Reach {
  return {
    does: `is for the whole server: ${what}`,
    changes: 'the server',
    inMigration: [
      'Take it out of the migrations, or see docs/guides/testing-migrations.md#what-is-not-tried',
    ],
    inSchema: (shown) => `Take the statement out of ${shown}, then run the command again.`,
  }
}

/** Statements that are about the server whatever follows. */
const WHOLE = /^(?:INSTALL|UNINSTALL|KILL|SHUTDOWN|RESTART|RESET|PURGE|CHANGE|CLONE|BINLOG)$/

const DEFINITION =
  /^(?:CREATE|ALTER|DROP|RENAME)(?: OR REPLACE)?(?: UNDO)? (USER|ROLE|TABLESPACE|LOGFILE|SERVER|INSTANCE)\b/

/** What of the server a statement changes, as its first words. What a database's own tables grant is not among it. */
function ofServerIn(text: string, grammar: Grammar): string | undefined {
  const words = spelledWords(text, grammar, Number.POSITIVE_INFINITY).map(({ word }) => word)
  const [verb = '', second = ''] = words
  const start = words.slice(0, 5).join(' ')
  if (WHOLE.test(verb)) return `${verb} ${second}`.trim()
  const [definition] = DEFINITION.exec(start) ?? []
  if (definition !== undefined) return definition
  switch (verb) {
    case 'START':
    case 'STOP':
      return /^(?:ALL|REPLICA|SLAVE|GROUP_REPLICATION)$/.test(second)
        ? `${verb} ${second}`
        : undefined
    case 'SET':
      return ofServerInSet(words)
    case 'GRANT':
    case 'REVOKE':
      return ofServerInRight(verb, words)
    case 'CREATE':
      return words.includes('SONAME') ? 'CREATE FUNCTION SONAME' : undefined
    case 'SELECT':
    case 'WITH':
      return /\bINTO (?:OUTFILE|DUMPFILE)\b/.exec(words.join(' '))?.[0]
    default:
      return undefined
  }
}

function ofServerInSet(words: readonly string[]): string | undefined {
  const text = words.join(' ')
  return (
    /^SET (?:PASSWORD|DEFAULT ROLE)\b/.exec(text)?.[0] ??
    /(?:^SET|,) ?(?:@ ?@ ?)?(GLOBAL|PERSIST|PERSIST_ONLY)\b/
      .exec(text)
      ?.slice(1)
      .map((word) => `SET ${word}`)[0]
  )
}

function ofServerInRight(verb: string, words: readonly string[]): string | undefined {
  const end = words.findIndex((word) => word === 'TO' || word === 'FROM')
  const on = words.indexOf('ON')
  if (on === -1 || on > end) return `${verb} of a role`
  return words.slice(on, end).join(' ').includes('* . *') ? `${verb} ON *.*` : undefined
}
