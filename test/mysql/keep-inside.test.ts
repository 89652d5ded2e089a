import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openConnection, parseAddress } from '#dialect'
import { createMigrator } from '#engine'
import { openScratch, rehearse } from '#inspect'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { tempDir } from '../setup/temp.ts'

describe.each(mysqlServers())('$product', (server) => {
  test.each([
    ['up', (name: string) => `ALTER TABLE ${name}.users ADD COLUMN age int;`, 'SELECT 1;'],
    ['down', () => 'SELECT 1;', (name: string) => `DROP TABLE \`${name}\`.users;`],
  ])('what names another database on the way %s is not tried out', async (way, up, down) => {
    await using other = await createMysqlDatabase(server)
    await using dir = await tempDir('inside')
    const client = await other.connect()
    await client.query('CREATE TABLE users (id int PRIMARY KEY)')
    const text = (sql: string | ((name: string) => string)): string =>
      typeof sql === 'string' ? sql : sql(other.name)
    await writeFile(dir.join('001_a.up.sql'), 'CREATE TABLE mine (id int PRIMARY KEY);')
    await writeFile(dir.join('001_a.down.sql'), 'DROP TABLE mine;')
    await writeFile(dir.join('002_b.up.sql'), `\n${text(up)}`)
    await writeFile(dir.join('002_b.down.sql'), `\n${text(down)}`)
    const address = parseAddress(other.url)
    const error = await rehearse({
      openScratch: () => openScratch({ address, product: address.dialect }),
      makeMigrator: (database) => createMigrator({ database, dir: dir.path }),
      ledger: {},
    }).catch((cause: unknown) => cause)
    expect(error).toMatchObject({
      code: 'GODWIT_SCRATCH',
      database: 'No migration was run. Your databases are unchanged.',
    })
    expect(String(error).replaceAll('`', '')).toContain(
      `002_b.${way}.sql:2:1: this statement names the database ${other.name}.`,
    )
    const [rows] = await client.query('SHOW COLUMNS FROM users')
    expect(rows).toHaveLength(1)
    await client.end()
    await using connection = await openConnection(other.url, {
      access: 'read',
      connectTimeoutMs: 10_000,
      applicationName: 'test',
      occupiedWaitMs: 0,
      onOccupied: () => {},
    })
    const left = await connection.query(
      `SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'godwit\\_scratch%\\_${process.pid.toString(36)}\\_%'`,
    )
    expect(left).toEqual([])
  })
})
