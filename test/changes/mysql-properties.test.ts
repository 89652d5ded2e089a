import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Connection, HazardKind, SchemaChange } from '#dialect'
import { compareSchemas, type Schema } from '#schema'
import { mysqlServers } from '../setup/mariadb.ts'
import { lossesOf, lostRows, rowsOf } from './kept-rows.ts'
import { randomPair, rowsFor, statementsOf } from './mysql/random-schema.ts'
import { mysqlPlace } from './places.ts'
import { applyChanges, build, schemaOf, toolsOf, type Tools } from './try-change.ts'

/** The same pairs each time, as many as fit in; GODWIT_FUZZ_RUNS tries that many others, from a beginning that a failure prints. */
const FUZZ_RUNS = process.env['GODWIT_FUZZ_RUNS']
const RUNS =
  FUZZ_RUNS === undefined
    ? { seed: 27, numRuns: 400, interruptAfterTimeLimit: 9_000 }
    : { numRuns: Number(FUZZ_RUNS) }

describe.each(mysqlServers())('$product', (server) => {
  test('any schema is made of any other and made back, and rows survive where nothing says otherwise', async () => {
    await using one = await mysqlPlace(server)
    await using other = await mysqlPlace(server)
    await fc.assert(
      fc.asyncProperty(randomPair, fc.boolean(), async ([a, b], isOnline) => {
        const [start, goal] = [await one.empty(), await other.empty()]
        const tools = await toolsOf(start)
        await build(goal, statementsOf(b))
        await build(start, statementsOf(a))
        const [from, to] = [await schemaOf(start, tools), await schemaOf(goal, tools)]
        await start.execute('SET foreign_key_checks = 0')
        await build(start, rowsFor(a))
        await start.execute('SET foreign_key_checks = 1')
        await step(start, tools, { from, to, isOnline })
        await step(start, tools, { from: to, to: from, isOnline })
      }),
      RUNS,
    )
  }, 1_200_000)
})

type Way = { readonly from: Schema; readonly to: Schema; readonly isOnline: boolean }

async function step(
  connection: Connection,
  tools: Tools,
  { from, to, isOnline }: Way,
): Promise<void> {
  const changes = tools.changes.between(from, to, { isOnline })
  expect(changes.length === 0).toBe(compareSchemas(from, to).length === 0)
  const before = await rowsOf(connection, tools, from)
  const failure = await apply(connection, changes)
  if (failure !== undefined) await goOn(connection, tools, { failure, changes, to, isOnline })
  const found = await schemaOf(connection, tools)
  expect(compareSchemas(to, found), shown(changes)).toEqual([])
  expect(tools.changes.between(found, to, { isOnline })).toEqual([])
  if (failure !== undefined) return
  const after = await rowsOf(connection, tools, to)
  const { lost } = lostRows({ before, from, after, to, losses: lossesOf(changes) })
  expect(lost, shown(changes)).toEqual([])
}

type Failed = {
  readonly failure: string
  readonly changes: readonly SchemaChange[]
  readonly to: Schema
  readonly isOnline: boolean
}

/** Each statement commits by itself: where rows stood against one, what is left to do is found from where it stopped. */
async function goOn(
  connection: Connection,
  tools: Tools,
  { failure, changes, to, isOnline }: Failed,
): Promise<void> {
  expect(has(changes, 'may-fail'), `${failure}\n${shown(changes)}`).toBe(true)
  const half = await schemaOf(connection, tools)
  await connection.execute('SET foreign_key_checks = 0')
  for (const { name } of half.tables)
    await connection.execute(`DELETE FROM ${connection.dialect.identifier(name)}`)
  await connection.execute('SET foreign_key_checks = 1')
  const rest = tools.changes.between(half, to, { isOnline })
  expect(await apply(connection, rest), `${failure}\n${shown(changes)}\n\n${shown(rest)}`).toBe(
    undefined,
  )
}

function has(changes: readonly SchemaChange[], kind: HazardKind): boolean {
  return changes.some(({ hazards }) => hazards.some((one) => one.kind === kind))
}

function shown(changes: readonly SchemaChange[]): string {
  return changes.map(({ sql }) => sql).join(';\n')
}

async function apply(
  connection: Connection,
  changes: readonly SchemaChange[],
): Promise<string | undefined> {
  return applyChanges(connection, changes).then(
    () => undefined,
    (error: unknown) => String(error),
  )
}
