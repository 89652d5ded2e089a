import { quoteIdentifier, quoteLiteral, type MysqlGrammar } from '#sql'
import type { Dialect } from '../contract.ts'
import { classify } from './classify.ts'
import { makeLedgerSql } from './ledger-sql.ts'
import type { Product } from './product.ts'

/** MySQL 8 and MariaDB 10.6, and newer. Two SQL modes decide how the server reads quotes. */
export function mysqlDialect(product: Product, sqlMode: string): Dialect {
  const modes = sqlMode.split(',')
  const grammar = grammarUnder(modes)
  return {
    name: 'mysql',
    product,
    grammar,
    capabilities: {
      statementTimeout: true,
      lockTimeout: true,
      unitsPerMessage: 1,
      serializable: 'settable',
    },
    ledgerSql: makeLedgerSql(product),
    classify,
    effectOf: async (text) => (await import('./effects.ts')).effectOf(text, grammar),
    creations: async () => (await import('./creations.ts')).creationsUnder(grammar),
    inspection: async () => (await import('./introspect.ts')).inspection,
    models: async () => (await import('./render.ts')).modelSql(product, grammar),
    changes: async () => (await import('./changes.ts')).mysqlChanges(product, modes, grammar),
    literal: (value) => quoteLiteral(value, 'mysql'),
    identifier: (name) => quoteIdentifier(name, 'mysql'),
  }
}

function grammarUnder(modes: readonly string[]): MysqlGrammar {
  const plainBackslash = modes.includes('NO_BACKSLASH_ESCAPES')
  if (modes.includes('ANSI_QUOTES'))
    return plainBackslash ? 'mysql, ANSI_QUOTES, NO_BACKSLASH_ESCAPES' : 'mysql, ANSI_QUOTES'
  return plainBackslash ? 'mysql, NO_BACKSLASH_ESCAPES' : 'mysql'
}
