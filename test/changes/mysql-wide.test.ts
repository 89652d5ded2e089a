import { expect, test } from 'vitest'
import { mysqlServers } from '../setup/mariadb.ts'
import { mysqlPlace } from './places.ts'
import { applyChanges, build, schemaOf, toolsOf } from './try-change.ts'

const SCHEMA = [
  `CREATE TABLE p (id int PRIMARY KEY, t varchar(20) DEFAULT 'é😀''\\\\', g varchar(30) AS (concat(t, '😎é€')) STORED, x varbinary(3) DEFAULT x'ff003f', q varchar(9) NOT NULL DEFAULT 'why😀?', y binary(3) NOT NULL DEFAULT x'003f00', \`é\` varchar(9) DEFAULT (concat('ÿ', '😀?')), CHECK (\`é\` <> 'é💥'))`,
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

const WORDS = `CREATE TABLE p (id int PRIMARY KEY, e enum('😀', 'b?', '', 'x\\\\''?') NOT NULL DEFAULT 'b?', s set('a', '💥', '?') CHARACTER SET utf8mb4 DEFAULT '💥,?', l enum('é', '?') CHARACTER SET latin1)`

test.each(mysqlServers())(
  'words of enums and sets are read as they are: $product',
  async (server) => {
    await using place = await mysqlPlace(server)
    const connection = await place.empty()
    const tools = await toolsOf(connection)
    await build(connection, [WORDS])
    const to = await schemaOf(connection, tools)
    const types = to.tables[0]?.columns.map(({ type }) => type)
    expect(types).toEqual([
      'int',
      "enum('😀','b?','','x\\\\''?')",
      "set('a','💥','?')",
      "enum('é','?')",
    ])
    await place.empty()
    await applyChanges(connection, tools.changes.between({ tables: [], objects: [] }, to))
    expect(await schemaOf(connection, tools)).toEqual(to)
    await connection.execute('INSERT INTO p (id) VALUES (1)')
    expect(await connection.query('SELECT e, s FROM p')).toEqual([{ e: 'b?', s: '💥,?' }])
  },
)
