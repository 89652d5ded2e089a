import { expect, test } from 'vitest'
import { openConnection, type Connection } from '#dialect'
import { compareSchemas } from '#schema'
import { createMysqlDatabase, mysqlServers, type TestMysqlDatabase } from '../setup/mariadb.ts'
import { mysqlPlace } from './places.ts'
import { applyChanges, build, schemaOf, toolsOf } from './try-change.ts'

test.each(mysqlServers())(
  'a server that is not strict cuts no values: $product',
  async (server) => {
    await using place = await mysqlPlace(server)
    const connection = await place.empty()
    const tools = await toolsOf(connection)
    const table = (columns: string): string =>
      `CREATE TABLE things (id int PRIMARY KEY, ${columns})`
    const wanted = [
      ["v varchar(20) DEFAULT 'abcdefgh'", 'v varchar(3)'],
      ["v enum('a', 'b') DEFAULT 'b'", "v enum('a')"],
      ['v bigint DEFAULT 5000000000', 'v int'],
      ['v int', 'v int NOT NULL'],
    ] as const
    for (const [before, after] of wanted) {
      await place.empty()
      await build(connection, [table(after)])
      const to = await schemaOf(connection, tools)
      await place.empty()
      await build(connection, [table(before), 'INSERT INTO things (id) VALUES (1)'])
      const from = await schemaOf(connection, tools)
      const rows = await connection.query('SELECT * FROM things')
      await connection.execute("SET SESSION sql_mode = ''")
      await expect(
        applyChanges(connection, tools.changes.between(from, to)),
        after,
      ).rejects.toThrow()
      expect(await connection.query('SELECT * FROM things')).toEqual(rows)
      await connection.execute('SET SESSION sql_mode = DEFAULT')
    }
  },
)

/** A session in which a mode is on besides the usual ones. */
async function sessionIn(database: TestMysqlDatabase, mode: string): Promise<Connection> {
  const client = await database.connect({ charset: 'utf8mb4' })
  await client.query(`SET SESSION sql_mode = CONCAT(@@sql_mode, ',${mode}')`)
  const connection = await openConnection(client, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  return Object.assign(connection, { close: () => client.end() })
}

const PLAIN_BACKSLASHES = [
  String.raw`CREATE TABLE things (
    id int PRIMARY KEY COMMENT 'c\d''e',
    d varchar(20) DEFAULT 'x\n''y',
    e enum('a\b', 'q''r', '\') DEFAULT 'a\b',
    g varchar(30) AS (concat(d, '\t')) STORED,
    x varchar(20) DEFAULT (concat('z\n', 'w')),
    KEY by_d (d) COMMENT 'k\i',
    CONSTRAINT sane CHECK (d <> 'k\z')
  ) COMMENT 'tab\le'`,
  String.raw`CREATE VIEW seen AS SELECT id, 'v\n''w' AS v FROM things WHERE d <> 'p\q'`,
  String.raw`CREATE TRIGGER filled BEFORE INSERT ON things FOR EACH ROW SET NEW.d = 'tr\u'`,
  String.raw`CREATE FUNCTION told() RETURNS varchar(9) DETERMINISTIC COMMENT 'f\c' RETURN 'f\n'`,
]

test.each(mysqlServers())('backslashes that escape nothing: $product', async (server) => {
  await using one = await createMysqlDatabase(server)
  await using other = await createMysqlDatabase(server)
  await using start = await sessionIn(one, 'NO_BACKSLASH_ESCAPES')
  await using goal = await sessionIn(other, 'NO_BACKSLASH_ESCAPES')
  const tools = await toolsOf(start)
  const look = async (connection: Connection): Promise<unknown> => {
    await connection.execute('INSERT INTO things (id) VALUES (1)')
    return await connection.query('SELECT t.*, v, told() AS told FROM things t JOIN seen s')
  }
  await build(goal, PLAIN_BACKSLASHES)
  const to = await schemaOf(goal, tools)
  const rows = await look(goal)
  expect(rows).toEqual([expect.objectContaining({ d: String.raw`tr\u`, told: String.raw`f\n` })])
  await build(start, ['CREATE TABLE things (id int PRIMARY KEY, d varchar(30), e varchar(9))'])
  const from = await schemaOf(start, tools)
  await applyChanges(start, tools.changes.between(from, to))
  expect(await schemaOf(start, tools)).toEqual(to)
  expect(await look(start)).toEqual(rows)
  // The same schema, whoever looks.
  await using client = await sessionIn(other, 'ANSI_QUOTES')
  const others = compareSchemas(to, await schemaOf(client, tools))
  // What keeps the mode that it was made in means something else in another session.
  expect(others.map(({ kind }) => kind).toSorted()).toEqual(['function', 'trigger'])
  await applyChanges(goal, tools.changes.between(to, { tables: [], objects: [] }))
  await applyChanges(goal, tools.changes.between({ tables: [], objects: [] }, to))
  expect(await schemaOf(goal, tools)).toEqual(to)
  expect(await look(goal)).toEqual(rows)
})
