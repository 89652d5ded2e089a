import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Dialect } from '../contract.ts'
import { classify } from './classify.ts'
import { ledgerSql } from './ledger-sql.ts'

/** SQLite 3.42 and newer. A statement runs inside this process, so the server cannot end it after a time. */
export const sqlite: Dialect = {
  name: 'sqlite',
  product: 'SQLite',
  grammar: 'sqlite',
  capabilities: {
    statementTimeout: false,
    lockTimeout: true,
    unitsPerMessage: 1,
    serializable: 'always',
  },
  ledgerSql,
  classify,
  effectOf: async (text) => (await import('./effects.ts')).effectOf(text),
  inspection: async () => (await import('./introspect.ts')).inspection,
  changes: async () => (await import('./changes.ts')).changes,
  models: async () => (await import('./render.ts')).modelSql,
  literal: (value) => quoteLiteral(value, 'sqlite'),
  identifier: (name) => quoteIdentifier(name, 'sqlite'),
}
