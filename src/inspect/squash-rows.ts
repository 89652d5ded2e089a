import type { Version } from '#core'
import { Stage, type StageMaker } from './stage.ts'
import type { WrittenRows } from './write-rows.ts'

const TABLE = /^\s*CREATE\s+(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED)\s+)*TABLE\b/i

/** What would act on rows or be made of them. */
const ACTING =
  /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:TRIGGER|RULE|MATERIALIZED\s+VIEW)\b|\bFOREIGN\s+KEY\b/i

/** A constraint that rows from before it may break. */
const LENIENT = /^\s*ALTER\s+TABLE\b[^']*\bADD\s+CONSTRAINT\b[\s\S]*\bNOT\s+VALID\s*;?\s*$/i

/** Rows come behind the last table, and before triggers, foreign keys, stored views and constraints that do not hold for them. */
export function withRows(
  all: readonly string[],
  { inserts, counters, script: { around, settled } }: WrittenRows,
): readonly string[] {
  const put = inserts.flatMap((one) => one.statements)
  const settings = around === undefined || put.length === 0 ? undefined : around
  const awaitsCheck = put.length > 0 && all.some((sql) => /\bINITIALLY\s+DEFERRED\b/i.test(sql))
  const rows = [
    ...(settings === undefined ? put : [settings.before, ...put, settings.after]),
    ...(awaitsCheck && settled !== undefined ? [settled] : []),
    ...counters,
  ]
  if (rows.length === 0) return all
  const lenient = all.filter((sql) => LENIENT.test(sql))
  const statements = all.filter((sql) => !lenient.includes(sql))
  const lastTable = statements.findLastIndex((sql) => TABLE.test(sql))
  const acting = statements.findIndex((sql, at) => at > lastTable && ACTING.test(sql))
  const at = acting === -1 ? statements.length : acting
  return [...statements.slice(0, at), ...rows, ...lenient, ...statements.slice(at)]
}

/** The tables whose rows differ, and counters. */
export function otherRows(expected: WrittenRows, found: WrittenRows): readonly string[] {
  return [
    ...otherTables(expected, found),
    ...(JSON.stringify(expected.counters) === JSON.stringify(found.counters) ? [] : ['counters']),
  ]
}

function otherTables(expected: WrittenRows, found: WrittenRows): readonly string[] {
  const rowsOf = ({ inserts }: WrittenRows): ReadonlyMap<string, string> =>
    new Map(inserts.map(({ table, rows }) => [table.label, JSON.stringify(rows.toSorted())]))
  const [before, after] = [rowsOf(expected), rowsOf(found)]
  const labels = new Set([...before.keys(), ...after.keys()])
  return [...labels].filter((label) => before.get(label) !== after.get(label))
}

/** The tables whose rows are others when the migrations run once more: random values, times, names of the database. */
export async function rowsThatChange(
  request: StageMaker & { readonly to: Version },
  written: WrittenRows,
): Promise<readonly string[]> {
  if (written.inserts.length === 0) return []
  await using stage = await Stage.open(request)
  const result = await stage.up(request.to)
  // That they ran before is known; what stops them now is no reason to throw the proof away.
  return result.ok ? otherTables(written, await stage.writeRows()) : []
}
