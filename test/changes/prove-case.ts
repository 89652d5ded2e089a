import { expect } from 'vitest'
import type { Connection, HazardKind, SchemaChange } from '#dialect'
import type { Schema } from '#schema'
import type { ChangeCase } from './change-case.ts'
import { lossesOf, lostRows, removeRows, rowsOf } from './kept-rows.ts'
import type { Bench } from './places.ts'
import {
  applyChanges,
  applyRenames,
  build,
  hazardsOf,
  remainder,
  schemaOf,
  statementsOf,
  toolsOf,
  undone,
  type Tools,
} from './try-change.ts'

/** What came out, in the words of a {@link ChangeCase}. */
export type Outcome = Required<Pick<ChangeCase, 'statements' | 'hazards'>>

/** What else is known of a case that was proven. */
export type Proof = Outcome & {
  /** In how many tables rows had to survive the way up. */
  readonly tablesWithRows: number
}

/**
 * Makes both schemas of a case, and one of the other in both directions, for real. What has come out is equal to what should
 * have, a second comparison finds nothing to do, and rows are still there.
 */
export async function proveCase(one: ChangeCase, bench: Bench): Promise<Proof> {
  const { renames = [], options, leaves = [] } = one
  const to = await bench.schemaOf(one.after, async () => {
    const goal = await bench.place.empty()
    await build(goal, one.after)
    return schemaOf(goal, await toolsOf(goal))
  })
  const start = await bench.place.empty()
  const tools = await toolsOf(start)
  await build(start, one.before)
  const before = await bench.schemaOf(one.before, () => schemaOf(start, tools))
  if (one.rows !== undefined) await build(start, one.rows)

  const renamed = await applyRenames(start, tools, renames)
  const from = renames.length === 0 ? before : await schemaOf(start, tools)
  const up = tools.changes.between(from, to, options)
  wellWorded(up)
  if (one.mayFail === true && has(up, 'may-fail')) await removeRows(start, from, up)
  const rows = one.rows === undefined ? undefined : await rowsOf(start, tools, from)
  await applyChanges(start, up)
  expect(await remainder(start, tools, to, options), 'after the way up').toEqual(
    leaves.length === 0
      ? { differences: [], more: [] }
      : { differences: leaves.map((text): unknown => expect.stringContaining(text)), more: [] },
  )
  const kept =
    rows === undefined
      ? { lost: [], compared: 0 }
      : lostRows({
          before: rows,
          from,
          after: await rowsOf(start, tools, to),
          to,
          losses: lossesOf(up),
        })
  expect(kept.lost).toEqual([])

  if (leaves.length === 0 && one.isOneWay !== true)
    await proveWayBack(one, { connection: start, tools, before, to })
  return {
    statements: [...renamed, ...statementsOf(up)],
    hazards: hazardsOf(up),
    tablesWithRows: kept.compared,
  }
}

type WayBack = {
  readonly connection: Connection
  readonly tools: Tools
  readonly before: Schema
  readonly to: Schema
}

async function proveWayBack(
  { renames = [], options, rows }: ChangeCase,
  { connection, tools, before, to }: WayBack,
): Promise<void> {
  await applyRenames(connection, tools, undone(renames))
  const from = renames.length === 0 ? to : await schemaOf(connection, tools)
  const down = tools.changes.between(from, before, options)
  wellWorded(down)
  if (rows !== undefined && has(down, 'may-fail')) await removeRows(connection, from, down)
  const kept = rows === undefined ? undefined : await rowsOf(connection, tools, from)
  await applyChanges(connection, down)
  expect(await remainder(connection, tools, before, options), 'after the way down').toEqual({
    differences: [],
    more: [],
  })
  if (kept !== undefined) {
    const after = await rowsOf(connection, tools, before)
    const losses = lossesOf(down)
    expect(lostRows({ before: kept, from, after, to: before, losses }).lost).toEqual([])
  }
}

function has(changes: readonly SchemaChange[], kind: HazardKind): boolean {
  return changes.some(({ hazards }) => hazards.some((hazard) => hazard.kind === kind))
}

/** Sentences without a capital and without a full stop, and no semicolon behind a statement. */
function wellWorded(changes: readonly SchemaChange[]): void {
  for (const { sql, summary, hazards } of changes) {
    expect(sql).not.toMatch(/;\s*$/)
    for (const text of [summary, ...hazards.map((hazard) => hazard.text)])
      expect(text).toMatch(/^[^A-Z\s][^]*[^.\s]$/)
  }
}
