import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Connection, SchemaChange } from '#dialect'
import { compareSchemas, type Column, type Schema, type Table } from '#schema'
import { sqlitePlace, sqliteVersion } from './places.ts'
import { randomPair, rowsFor, type RandomSchema, statementsOf } from './sqlite/random-schema.ts'
import { applyChanges, build, schemaOf, toolsOf, type Tools } from './try-change.ts'

test('any schema is made of any other and made back, and rows survive where nothing says otherwise', async () => {
  await using one = sqlitePlace()
  await using other = sqlitePlace()
  await using third = sqlitePlace()
  const known = await sqliteVersion()
  await fc.assert(
    fc.asyncProperty(randomPair, fc.constantFrom(undefined, known), async ([a, b], version) => {
      const [start, goal] = [await one.empty(), await other.empty()]
      const tools = await toolsOf(start)
      await build(goal, statementsOf(b))
      await build(start, statementsOf(a))
      const [from, to] = [await schemaOf(start, tools), await schemaOf(goal, tools)]
      await fill(start, a)
      await step(start, tools, { from, to, version })
      await step(start, tools, { from: to, to: from, version })
      await writeDown(await third.empty(), tools, to)
    }),
    { numRuns: 400, interruptAfterTimeLimit: 20_000 },
  )
})

/** A whole schema in the form that does not depend on how it came to be. */
async function writeDown(connection: Connection, tools: Tools, schema: Schema): Promise<void> {
  const changes = tools.changes.between({ tables: [], objects: [] }, schema, { isOnline: false })
  expect(await apply(connection, changes)).toBeUndefined()
  const found = await schemaOf(connection, tools)
  expect(compareSchemas(schema, found)).toEqual([])
  expect(tools.changes.between({ tables: [], objects: [] }, found, { isOnline: false })).toEqual(
    changes,
  )
}

async function fill(connection: Connection, schema: RandomSchema): Promise<void> {
  await connection.execute('PRAGMA foreign_keys = OFF')
  await build(connection, rowsFor(schema))
  await connection.execute('PRAGMA foreign_keys = ON')
  expect(await connection.query('PRAGMA foreign_key_check')).toEqual([])
}

type Way = { readonly from: Schema; readonly to: Schema; readonly version: number | undefined }

async function step(
  connection: Connection,
  tools: Tools,
  { from, to, version }: Way,
): Promise<void> {
  const options = version === undefined ? {} : { version }
  const changes = tools.changes.between(from, to, options)
  expect(changes.length === 0).toBe(compareSchemas(from, to).length === 0)
  const before = await contentOf(connection, from)
  const mayFail = changes.some(({ hazards }) => hazards.some(({ kind }) => kind === 'may-fail'))
  const failure = await apply(connection, changes)
  if (failure !== undefined) {
    expect(mayFail, `${failure}\n${changes.map(({ sql }) => sql).join(';\n')}`).toBe(true)
    expect(compareSchemas(from, await schemaOf(connection, tools))).toEqual([])
    expect(await contentOf(connection, from)).toEqual(before)
    await removeRows(connection, from)
    expect(await apply(connection, changes)).toBeUndefined()
  }
  const found = await schemaOf(connection, tools)
  expect(compareSchemas(to, found)).toEqual([])
  expect(tools.changes.between(found, to, options)).toEqual([])
  expect(await connection.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  if (failure !== undefined) return
  const orphans = await connection.query('PRAGMA foreign_key_check')
  expect(orphans.length > 0 && !mayFail, JSON.stringify(orphans)).toBe(false)
  expect(lost(before, await contentOf(connection, to), { from, to, changes })).toEqual([])
}

/** Runs them; what they leave without a parent counts as a failure, as it does for `up`. */
async function apply(
  connection: Connection,
  changes: readonly SchemaChange[],
): Promise<string | undefined> {
  try {
    const end = changes.findLastIndex(({ placement }) => placement !== 'session') + 1
    await applyChanges(connection, changes.slice(0, end))
    await applyChanges(connection, changes.slice(end))
  } catch (error) {
    await connection.execute('PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF')
    return String(error)
  }
  return undefined
}

async function removeRows(connection: Connection, { tables }: Schema): Promise<void> {
  await connection.execute('PRAGMA foreign_keys = OFF')
  for (const { name } of tables)
    await connection.execute(`DELETE FROM ${connection.dialect.identifier(name)}`)
  await connection.execute('PRAGMA foreign_keys = ON')
}

/** Rows by table, in order of their key, each with its stored columns as texts. */
type Content = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>

async function contentOf(connection: Connection, { tables }: Schema): Promise<Content> {
  const content = new Map<string, readonly Readonly<Record<string, unknown>>[]>()
  for (const table of tables) {
    const names = stored(table).map(({ name }) => connection.dialect.identifier(name))
    const list = [
      hasRowid(table) ? 'rowid AS number' : 'NULL AS number',
      ...names.map((name) => `CAST(${name} AS TEXT) AS ${name}`),
    ].join(', ')
    content.set(
      table.name,
      await connection.query(
        `SELECT ${list} FROM ${connection.dialect.identifier(table.name)} ORDER BY CAST(id AS INTEGER)`,
      ),
    )
  }
  return content
}

/** Whether its rows have a number that no column shows. */
function hasRowid({ definition, columns }: Table): boolean {
  return (
    !definition.includes('WITHOUT ROWID') && !columns.some(({ identity }) => identity !== undefined)
  )
}

function stored({ columns }: Table): readonly Column[] {
  return columns.filter(({ generated }) => generated === undefined)
}

/** What is no longer there or is otherwise, and no hazard names. */
function lost(
  before: Content,
  after: Content,
  {
    from,
    to,
    changes,
  }: { readonly from: Schema; readonly to: Schema; readonly changes: readonly SchemaChange[] },
): readonly string[] {
  const named = changes.flatMap(({ hazards }) =>
    hazards.flatMap(({ kind, text }) => (kind === 'data-loss' ? [text] : [])),
  )
  return from.tables.flatMap((table) => {
    if (named.includes(`the rows of ${table.name} are lost`)) return []
    const other = to.tables.find(({ name }) => name === table.name)
    if (other === undefined) return [`${table.name} is gone`]
    const [old, now] = [before.get(table.name) ?? [], after.get(table.name) ?? []]
    if (old.length !== now.length) return [`${table.name} has ${now.length} rows`]
    const isNumbered = hasRowid(table) && hasRowid(other)
    if (isNumbered && old.some(({ number }, at) => number !== now[at]?.['number']))
      return [`${table.name} has other rowids`]
    return stored(table).flatMap((column) => {
      const label = `${table.name}.${column.name}`
      if (named.some((text) => text.includes(label))) return []
      if (!stored(other).some(({ name }) => name === column.name)) return [`${label} is gone`]
      const differs = old.some((row, at) => !isAlike(row[column.name], now[at]?.[column.name]))
      return differs ? [`${label} is otherwise`] : []
    })
  })
}

function isAlike(one: unknown, other: unknown): boolean {
  return one === other || (one !== null && other !== null && Number(one) === Number(other))
}
