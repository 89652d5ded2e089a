import type { TransactionSettings } from '../contract.ts'

/** Opens a transaction with its limits, as statements. */
export function beginStatements(settings: TransactionSettings): string[] {
  return [
    settings.isolation === undefined
      ? 'BEGIN'
      : `BEGIN ISOLATION LEVEL ${settings.isolation.toUpperCase()}`,
    ...limitStatements(settings, 'SET LOCAL'),
  ]
}

/** The limits alone, for a transaction or, with `SET`, for the session. */
export function limitStatements(settings: TransactionSettings, set: 'SET' | 'SET LOCAL'): string[] {
  return [
    ...(settings.lockTimeoutMs === undefined
      ? []
      : [`${set} lock_timeout = ${settings.lockTimeoutMs}`]),
    ...(settings.statementTimeoutMs === undefined
      ? []
      : [`${set} statement_timeout = ${settings.statementTimeoutMs}`]),
  ]
}
