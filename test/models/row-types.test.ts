import pg from 'pg'
import { expect, test } from 'vitest'
import { rowTypesOfDatabase } from '#inspect'
import { createDatabase, postgresServers } from '../setup/postgres.ts'
import { wants } from '../setup/selection.ts'
import { open } from './places.ts'

/** Columns with a value, and the type that the driver gives. */
const COLUMNS = {
  over_int: ['di', '1', 'number'],
  over_domain: ['dd', '1', 'number'],
  over_enum: ['de', "'a'", 'St'],
  over_ints: ['dna', "'{1,2}'", 'number[]'],
  over_big: ['db', '1', 'string'],
  domains: ['di[]', "'{1,2}'", 'string'],
  enums: ['st[]', "'{a,b}'", 'string'],
  composites: ['co[]', `'{"(1)"}'`, 'string'],
  composite: ['co', "'(1)'", 'string'],
  numerics: ['numeric(5,2)[]', "'{1.5}'", 'number[]'],
  bigs: ['bigint[]', "'{1}'", 'string[]'],
  texts: ['text[]', "'{a}'", 'string[]'],
  words: ['varchar(3)[]', "'{a}'", 'string[]'],
  times: ['timestamptz[]', "'{2025-01-01}'", 'Date[]'],
  spans: ['int4range[]', `'{"[1,2)"}'`, 'string'],
  bits: ['bit(2)[]', "'{01}'", 'string'],
  enum: ['st', "'a'", 'St'],
} as const

test('the types of rows are those of the values that pg gives', async () => {
  const [server] = postgresServers()
  if (server === undefined) throw new Error('There is no server.')
  await using database = await createDatabase(server)
  await using connection = await open(database.url)
  const entries = Object.entries(COLUMNS)
  for (const statement of [
    'CREATE DOMAIN di AS int',
    'CREATE DOMAIN dd AS di CHECK (VALUE > 0)',
    "CREATE TYPE st AS ENUM ('a', 'b')",
    'CREATE DOMAIN de AS st',
    'CREATE DOMAIN dna AS int[]',
    'CREATE DOMAIN db AS bigint',
    'CREATE TYPE co AS (a int)',
    `CREATE TABLE t (${entries.map(([name, [type]]) => `"${name}" ${type} NOT NULL`).join(', ')})`,
    `INSERT INTO t VALUES (${entries.map(([, [, value]]) => value).join(', ')})`,
  ])
    await connection.execute(statement)
  const text = await rowTypesOfDatabase(connection, 'plain', { ledger: {} })
  const [, rows = '', given = ''] =
    /export type T = \{\n(.*?)\}\n.*export type NewT = \{\n(.*?)\}\n/s.exec(text) ?? []
  expect(Object.fromEntries(entries.map(([name, [, , type]]) => [name, type]))).toEqual(typed(rows))
  expect(typed(given)).toMatchObject({
    domains: 'string | number[]',
    enums: 'string | St[]',
    numerics: '(string | number | bigint)[]',
    times: '(Date | string)[]',
  })
  const client = new pg.Client(database.url)
  await client.connect()
  const [row] = (await client.query('SELECT * FROM t')).rows
  await client.end()
  expect(Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, nameOf(row[name])]))).toEqual(
    Object.fromEntries(entries.map(([name, [, , type]]) => [name, type.replace('St', 'string')])),
  )
})

test.skipIf(!wants('pglite'))('tables of other servers are told of', async () => {
  await using connection = await open('pglite:memory')
  for (const statement of [
    'CREATE FOREIGN DATA WRAPPER far',
    'CREATE SERVER there FOREIGN DATA WRAPPER far',
    'CREATE FOREIGN TABLE ft (a int) SERVER there',
  ])
    await connection.execute(statement)
  expect(await rowTypesOfDatabase(connection, 'plain', { ledger: {} })).toContain(
    '\n// Not here: foreign table ft.\n',
  )
})

function typed(lines: string): Record<string, string> {
  return Object.fromEntries([...lines.matchAll(/^ {2}(\w+): (.*)$/gm)].map(([, a, b]) => [a, b]))
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return `${nameOf(value[0])}[]`
  return value instanceof Date ? 'Date' : typeof value
}
