import { quoteIdentifier, quoteLiteral, type Grammar } from '#sql'
import type { Dialect } from '../contract.ts'
import { classify } from './classify.ts'
import { ledgerSql } from './ledger-sql.ts'
import type { Product } from './product.ts'

/** MySQL 8 and MariaDB 10.6, and newer. Two SQL modes decide how the server reads quotes. */
export function mysqlDialect(product: Product, sqlMode: string): Dialect {
  const modes = ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES'].filter((mode) =>
    sqlMode.split(',').includes(mode),
  )
  return {
    name: 'mysql',
    product,
    grammar: ['mysql', ...modes].join(', ') as Grammar,
    capabilities: {
      sessionLock: true,
      statementTimeout: true,
      lockTimeout: true,
      unitsPerMessage: 1,
      serializable: 'settable',
    },
    ledgerSql,
    classify,
    literal: (value) => quoteLiteral(value, 'mysql'),
    identifier: (name) => quoteIdentifier(name, 'mysql'),
  }
}
