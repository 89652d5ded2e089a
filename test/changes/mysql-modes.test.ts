import { expect, test } from 'vitest'
import { mysqlServers } from '../setup/mariadb.ts'
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
