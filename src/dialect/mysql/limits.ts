import type { TransactionSettings } from '../contract.ts'
import type { Product } from './product.ts'

/** The limits of a transaction as statements for the session; the products count in seconds. */
export function limitStatements(settings: TransactionSettings, product: Product): string[] {
  const { lockTimeoutMs, statementTimeoutMs } = settings
  const limits: string[] = []
  if (lockTimeoutMs !== undefined) {
    const seconds = Math.max(1, Math.ceil(lockTimeoutMs / 1000))
    limits.push(`innodb_lock_wait_timeout = ${seconds}`, `lock_wait_timeout = ${seconds}`)
  }
  // MySQL can limit only SELECTs: there the session itself ends the statement.
  if (statementTimeoutMs !== undefined && product === 'MariaDB')
    limits.push(`max_statement_time = ${statementTimeoutMs / 1000}`)
  return limits.length === 0 ? [] : [`SET SESSION ${limits.join(', ')}`]
}

/** Opens a transaction with its limits. */
export function beginStatements(settings: TransactionSettings, product: Product): string[] {
  return [
    ...limitStatements(settings, product),
    ...(settings.isolation === undefined
      ? []
      : [`SET TRANSACTION ISOLATION LEVEL ${settings.isolation.toUpperCase()}`]),
    'START TRANSACTION',
  ]
}
