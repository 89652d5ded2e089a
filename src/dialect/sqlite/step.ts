import type { Hazard, HazardKind, SchemaChange } from '../change-contract.ts'

/** A statement in the transaction of those before it. */
export function step(
  sql: string,
  summary: string,
  hazards: readonly (Hazard | undefined)[] = [],
): SchemaChange {
  return {
    sql,
    summary,
    hazards: hazards.filter((one) => one !== undefined),
    placement: 'with',
  }
}

/** A setting that SQLite takes only outside of a transaction. */
export function setting(sql: string, summary: string): SchemaChange {
  return { sql, summary, hazards: [], placement: 'session' }
}

/** Something differs and stays so. */
export function leave(summary: string, text: string): SchemaChange {
  return step('', summary, [hazard('untouched', text)])
}

export function hazard(kind: HazardKind, text: string): Hazard {
  return { kind, text }
}

/** SQLite has one lock for writing. */
export const WRITERS_WAIT: Hazard = hazard(
  'blocks-writes',
  'nobody else writes to the database until it is done',
)

export function rowsLost(table: string): Hazard {
  return hazard('data-loss', `the rows of ${table} are lost`)
}

export function valuesLost(column: string): Hazard {
  return hazard('data-loss', `the values of ${column} are lost`)
}

export function oldCodeFails(name: string): Hazard {
  return hazard('old-clients', `code that uses ${name} fails`)
}

export function rowsRefused(which: string): Hazard {
  return hazard('may-fail', `${which} stand against it`)
}

export function nullsFilled(column: string, value: string): Hazard {
  return hazard(
    'data-loss',
    `rows with NULL in ${column} get ${value}, and the way back does not take it from them`,
  )
}

/** A new column takes no NULL and says no other value. */
export function emptyRefused(column: string): readonly Hazard[] {
  return [
    rowsRefused(`rows, which would have no value in ${column},`),
    hazard('old-clients', `code that gives no value for ${column} fails`),
  ]
}
