import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Dialect } from '../contract.ts'
import { classify } from './classify.ts'
import { ledgerSql } from './ledger-sql.ts'

/** PostgreSQL 13 and newer. */
export const postgres: Dialect = {
  name: 'postgres',
  product: 'PostgreSQL',
  grammar: 'postgres',
  capabilities: {
    statementTimeout: true,
    lockTimeout: true,
    unitsPerMessage: 50,
    serializable: 'settable',
  },
  ledgerSql,
  classify,
  effectOf: async (text) => (await import('./effects.ts')).effectOf(text),
  inspection: async () => (await import('./introspect.ts')).inspection,
  models: async () => (await import('./render.ts')).modelSql,
  changes: async () => (await import('./changes.ts')).changes,
  literal: (value) => quoteLiteral(value, 'postgres'),
  identifier: (name) => quoteIdentifier(name, 'postgres'),
}
