import { quoteLiteral, StatementWords, type Grammar } from '#sql'
import type { Creation, Creations } from '../creation.ts'
import { bareName } from './name.ts'

/**
 * What makes a table of rows that are there already, which takes its time; and what ends a statement: of several in one text the
 * server takes only the first by itself, and each of them in a chain.
 */
const MORE = /;|\b(?:select|values)\b/i

/** Definitions of new tables and indexes, in the database of the session. */
export function creationsUnder(grammar: Grammar): Creations {
  return {
    of: (statement) => (MORE.test(statement) ? undefined : creationOf(statement, grammar)),
    existing: async (catalog, tables) => {
      const names = tables.map((table) => quoteLiteral(table, 'mysql')).join(', ')
      const rows = await catalog.query(
        `SELECT lower(table_name) AS name FROM information_schema.tables WHERE table_schema = database() AND table_name IN (${names})`,
      )
      return new Set(rows.map((row) => String(row['name'])))
    },
  }
}

function creationOf(statement: string, grammar: Grammar): Creation | undefined {
  const words = new StatementWords(statement, grammar)
  if (!words.take('CREATE')) return undefined
  if (words.take('TABLE')) {
    words.take('IF', 'NOT', 'EXISTS')
    const table = localName(words)
    return table === undefined || words.peek() !== '(' ? undefined : { kind: 'table', table }
  }
  words.takeOneOf('UNIQUE', 'FULLTEXT', 'SPATIAL')
  if (!words.take('INDEX')) return undefined
  words.take('IF', 'NOT', 'EXISTS')
  const index = localName(words)
  if (!words.take('ON')) return undefined
  const table = localName(words)
  return table === undefined || index === undefined ? undefined : { kind: 'index', table, index }
}

/** A name in the session's database; undefined when it names another one itself. */
function localName(words: StatementWords): string | undefined {
  if (words.peek(1) === '.') return undefined
  const name = bareName(words.takeName())
  return name === '' ? undefined : name
}
