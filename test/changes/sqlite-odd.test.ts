import { afterAll, expect, test } from 'vitest'
import type { Connection, SchemaChange } from '#dialect'
import { compareSchemas, type Schema } from '#schema'
import { sqlitePlace } from './places.ts'
import { ODD_TABLES } from './sqlite/odd-tables.ts'
import { applyChanges, build, schemaOf, toolsOf } from './try-change.ts'

const NOTHING: Schema = { tables: [], objects: [] }
const places = [sqlitePlace(), sqlitePlace(), sqlitePlace()] as const

afterAll(async () => {
  for (const place of places) await place[Symbol.asyncDispose]()
})

test.each(ODD_TABLES)('%s', async (...statements) => {
  const [one, copy, goal] = await Promise.all(places.map((place) => place.empty()))
  if (one === undefined || copy === undefined || goal === undefined) return
  const tools = await toolsOf(one)
  await build(one, statements)
  await build(
    goal,
    statements
      .filter((sql) => !sql.startsWith('INSERT'))
      .map((sql) => sql.replace('/*+*/', ', CONSTRAINT seven CHECK (7 = 7)')),
  )
  const [from, to] = [await schemaOf(one, tools), await schemaOf(goal, tools)]
  const become = async (
    connection: Connection,
    schema: Schema,
    changes: readonly SchemaChange[],
  ): Promise<void> => {
    for (const { sql } of changes) expect(sql).toMatch(/[^;]$/)
    await applyChanges(
      connection,
      changes.map((change) => ({ ...change, sql: `${change.sql};` })),
    )
    const found = await schemaOf(connection, tools)
    expect(compareSchemas(schema, found)).toEqual([])
    expect(tools.changes.between(found, schema)).toEqual([])
  }
  const rows = await countRows(one, from)
  await become(copy, from, tools.changes.between(NOTHING, from, { isOnline: false }))
  await become(one, to, tools.changes.between(from, to))
  await become(one, from, tools.changes.between(to, from))
  expect(await countRows(one, from)).toEqual(rows)
})

async function countRows(connection: Connection, { tables }: Schema): Promise<readonly unknown[]> {
  const counts = tables.map(({ name }) =>
    connection.query(`SELECT count(*) FROM ${connection.dialect.identifier(name)}`),
  )
  return await Promise.all(counts)
}

test('children that no schema knows of keep their rows', async () => {
  await using place = sqlitePlace()
  const connection = await place.empty()
  const tools = await toolsOf(connection)
  await build(connection, ['CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER UNIQUE)'])
  const to = await schemaOf(connection, tools)
  const own = await place.empty()
  await build(own, ['CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)'])
  const from = await schemaOf(own, tools)
  await build(own, [
    "INSERT INTO t VALUES (1, '7')",
    'CREATE TABLE reports (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE)',
    'INSERT INTO reports VALUES (1, 1)',
  ])
  await applyChanges(own, tools.changes.between(from, to))
  expect(await own.query('SELECT id, t FROM reports')).toEqual([{ id: 1, t: 1 }])
})
