import { expect, test } from 'vitest'
import { mysqlServers } from '../setup/mariadb.ts'
import { mysqlPlace } from './places.ts'
import { applyChanges, build, schemaOf, toolsOf } from './try-change.ts'

const SCHEMA = [
  `CREATE TABLE p (id int PRIMARY KEY, t varchar(20) DEFAULT 'é😀''\\\\', g varchar(30) AS (concat(t, '😎')) STORED, x varbinary(3) DEFAULT x'ff003f', q varchar(9) DEFAULT 'why?', CHECK (t <> '💥'))`,
  "CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW SET NEW.t = concat(NEW.t, '😀?')",
  "CREATE VIEW v AS SELECT t, '😀' AS k FROM p WHERE t <> '💥'",
  "CREATE FUNCTION f() RETURNS varchar(9) CHARSET utf8mb4 DETERMINISTIC RETURN '😀'",
]

test.each(mysqlServers())('characters of four bytes stay: $product', async (server) => {
  await using place = await mysqlPlace(server)
  const connection = await place.empty()
  const tools = await toolsOf(connection)
  const look = async (): Promise<unknown> => {
    await connection.execute('INSERT INTO p (id) VALUES (1)')
    const rows = await connection.query('SELECT p.*, hex(x) AS h, v.k, f() AS f FROM p JOIN v')
    await connection.execute('DELETE FROM p')
    return rows
  }
  await build(connection, SCHEMA)
  const to = await schemaOf(connection, tools)
  const rows = await look()
  expect(JSON.stringify(rows)).toContain('😀?😎')
  await place.empty()
  const changes = tools.changes.between({ tables: [], objects: [] }, to)
  await applyChanges(connection, changes)
  expect(await look()).toEqual(rows)
  expect(await schemaOf(connection, tools)).toEqual(to)
})

test.runIf(mysqlServers().some(({ product }) => product === 'MariaDB'))(
  'words of an enum that the server does not tell',
  async () => {
    const server = mysqlServers().find(({ product }) => product === 'MariaDB')
    if (server === undefined) return
    await using place = await mysqlPlace(server)
    const connection = await place.empty()
    await build(connection, ["CREATE TABLE p (e enum('😀', 'b'))"])
    await expect(schemaOf(connection, await toolsOf(connection))).rejects.toMatchObject({
      code: 'GODWIT_UNSUPPORTED',
    })
  },
)
