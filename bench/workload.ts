/** One migration of the workload: a table and an index on it. */
export type Step = {
  /** Digits, padded so that text order is number order. */
  readonly version: string
  readonly name: string
  readonly table: string
  readonly index: string
  /** Two statements, one to a line. */
  readonly up: string
  readonly down: string
}

/**
 * Makes the migrations that every contestant applies. The table has no primary key, so that each
 * migration makes exactly one table and one index.
 */
export function makeSteps(count: number): Step[] {
  const width = Math.max(4, String(count).length)
  return Array.from({ length: count }, (_, position) =>
    makeStep(String(position + 1).padStart(width, '0')),
  )
}

/** A regular expression of PostgreSQL for the names of the workload's tables. */
export const tablePattern = '^item_[0-9]+$'

/** A regular expression of PostgreSQL for the names of the workload's indexes. */
export const indexPattern = '^item_[0-9]+_name$'

function makeStep(version: string): Step {
  const table = `item_${version}`
  const index = `${table}_name`
  return {
    version,
    name: `create_${table}`,
    table,
    index,
    up: [
      `create table ${table} (id bigint not null, name text not null);`,
      `create index ${index} on ${table} (name);`,
      '',
    ].join('\n'),
    down: `drop table ${table};\n`,
  }
}
