import type { StatementForecast } from './forecast.ts'

/** The tables that a statement works on, each once. */
export function tablesOf({ tables, locks, rewrites, scans }: StatementForecast): readonly string[] {
  const locked = locks.map(({ relation, indexOf }) => indexOf ?? relation)
  return [...new Set([...tables, ...locked, ...rewrites, ...scans])]
}
