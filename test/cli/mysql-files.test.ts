import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { shop } from './command-line.ts'

describe.each(mysqlServers())('$product', (server) => {
  test('a schema file and a dump stay in the database of the address', async () => {
    await using db = await createMysqlDatabase(server)
    await using other = await createMysqlDatabase(server)
    await other.query('CREATE TABLE users (id int PRIMARY KEY)')
    await using here = await shop({
      'migrations/001_a.up.sql': 'CREATE TABLE mine (id int PRIMARY KEY);\n',
      'migrations/001_a.down.sql': 'DROP TABLE mine;\n',
    })
    const texts = [
      `USE ${other.name};\nDROP TABLE users;\n`,
      `DROP TABLE ${other.name}.users;\n`,
      `DROP SCHEMA IF EXISTS ${other.name};\n`,
      `/*!40000 DROP DATABASE IF EXISTS \`${other.name}\`*/;\n`,
    ]
    for (const text of texts) {
      await here.write({ 'schema.sql': `CREATE TABLE mine (id int PRIMARY KEY);\n${text}` })
      for (const words of [
        ['load', 'schema.sql', '--unproven'],
        ...(text === texts[0]
          ? [
              ['diff', 'wanted', '--to', 'schema.sql'],
              ['load', 'schema.sql'],
            ]
          : []),
      ]) {
        const { exit, stderr } = await here.godwit([...words, '--url', db.url])
        expect([text, words, exit, stderr]).toEqual([
          text,
          words,
          2,
          expect.stringContaining('GODWIT_SCHEMA_INVALID: schema.sql:2:'),
        ])
      }
    }
    expect(await other.query('SHOW TABLES')).toHaveLength(1)
    expect(await db.query("SHOW TABLES LIKE 'mine'")).toEqual([])
    await here.write({ 'schema.sql': `USE ${other.name};\n` })
    const { stderr } = await here.godwit(['load', 'schema.sql', '--unproven', '--url', db.url])
    expect(stderr.replaceAll(other.name, 'OTHER')).toMatchInlineSnapshot(`
      "error: GODWIT_SCHEMA_INVALID: schema.sql:1:1: this statement names the database OTHER. A dump makes the schema of the database that it is loaded into, and nothing beside it.
        1 | USE OTHER;
          | ^
      database: unchanged.
      next: Leave the name of the database out of schema.sql, then run the command again: what it makes lies in the database of the address.
      "
    `)
  })

  test('where a table begins to count', async () => {
    await using db = await createMysqlDatabase(server)
    await using empty = await createMysqlDatabase(server)
    const TABLE = (rest: string): string =>
      `CREATE TABLE orders (id int AUTO_INCREMENT PRIMARY KEY, note text)${rest};\n`
    await using here = await shop({
      'migrations/001_a.up.sql': 'CREATE TABLE mine (id int AUTO_INCREMENT PRIMARY KEY);\n',
      'migrations/001_a.down.sql': 'DROP TABLE mine;\n',
      'schema.sql': `CREATE TABLE mine (id int AUTO_INCREMENT PRIMARY KEY);\n${TABLE(' AUTO_INCREMENT=1000')}`,
    })
    const done = async (words: readonly string[], url = db.url): Promise<string> => {
      const { exit, stdout, stderr } = await here.godwit([...words, '--url', url])
      expect([words, exit, stderr]).toEqual([words, 0, expect.any(String)])
      return stdout
    }
    await done(['diff', 'orders', '--to', 'schema.sql'])
    expect(readFileSync(here.dir.join('migrations/002_orders.up.sql'), 'utf8')).toContain(
      ') AUTO_INCREMENT=1000;',
    )
    expect(await done(['diff', '--check', '--to', 'schema.sql'])).not.toContain('counter')
    await done(['up'])
    await db.query("INSERT INTO orders (note) VALUES ('a')")
    expect(await db.query('SELECT id FROM orders')).toEqual([{ id: 1000 }])
    // The dump has what the migrations say, and nothing of what is in use.
    await done(['dump', 'dump.sql'])
    expect(readFileSync(here.dir.join('dump.sql'), 'utf8')).toContain(') AUTO_INCREMENT=1000;')
    expect(await done(['dump', '--live'])).not.toContain('AUTO_INCREMENT=')
    await done(['load', 'dump.sql'], empty.url)
    await empty.query("INSERT INTO orders (note) VALUES ('a')")
    expect(await empty.query('SELECT id FROM orders')).toEqual([{ id: 1000 }])
    await here.write({
      'schema.sql': `CREATE TABLE mine (id int AUTO_INCREMENT PRIMARY KEY);\n${TABLE(' AUTO_INCREMENT=5000')}`,
    })
    expect(await done(['diff', '--check', '--to', 'schema.sql'])).toContain(
      'leaves the counter of orders as it is: only a counter that is new is told where to begin; to let this one go on at 5000, write a migration with ALTER TABLE orders AUTO_INCREMENT = 5000',
    )
  })
})
