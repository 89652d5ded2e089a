import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { Registry } from '#catalog'
import { createMigrator } from '#engine'
import { createTestDatabase, type MigrationSource } from '#testing'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import {
  createDatabase,
  postgresServers,
  readOnlyRole,
  type TestDatabase,
} from '../setup/postgres.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'

const JITI = new URL('../../node_modules/jiti/lib/jiti-register.mjs', import.meta.url).href

/** A folder of two migrations; each has a table of its own name, so that no two tests share a template. */
async function shop(): Promise<TempDir & { readonly table: string; readonly dir: string }> {
  const place = await tempDir('testing')
  const table = `t${place.path.slice(-6).toLowerCase().replaceAll(/\W/g, '_')}`
  const dir = place.join('migrations')
  await mkdir(dir)
  const files = {
    '001_users.up.sql': `CREATE TABLE ${table} (id integer PRIMARY KEY, age integer);`,
    '001_users.down.sql': `DROP TABLE ${table};`,
    '002_first.up.sql': `INSERT INTO ${table} VALUES (1, 30);`,
    '002_first.down.sql': `DELETE FROM ${table};`,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(`${dir}/${name}`, text)
  return { ...place, table, dir }
}

/** A role that may create databases; what it leaves is not seen by the other tests of this run. */
async function maker(db: TestDatabase): Promise<string> {
  const user = `${db.name}_reader`
  await db.query(`CREATE ROLE ${user} LOGIN CREATEDB PASSWORD 'p:w@/?'`)
  return `postgres://${user}:${encodeURIComponent('p:w@/?')}@127.0.0.1:${db.server.port}/${db.name}`
}

/** Removes what the role of {@link maker} has left. */
async function clear(db: TestDatabase): Promise<void> {
  for (const name of await databasesOf(db)) await db.query(`DROP DATABASE "${name}" WITH (FORCE)`)
}

async function databasesOf(db: TestDatabase): Promise<readonly string[]> {
  const rows = await db.query(
    `SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = '${db.name}_reader' ORDER BY 1`,
  )
  return rows.map(({ datname }) => String(datname))
}

type Other = { readonly name: string; kill(): Promise<void> }

async function otherProcess(url: string, dir: string): Promise<Other> {
  const child = spawn(
    process.execPath,
    ['--import', JITI, fileURLToPath(new URL('./made-by.ts', import.meta.url)), url, dir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [name] = await once(child.stdout, 'data')
  return {
    name: String(name).trim(),
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Whether all that the tests are written for works in a test database of its own. */
async function expectMigrated(url: string, dir: string): Promise<void> {
  await using migrator = createMigrator({ url, dir })
  const { version, pending, problems } = await migrator.status()
  expect({ version, pending, problems }).toEqual({ version: '002', pending: 0, problems: [] })
  expect((await migrator.down()).status).toBe('done')
  expect((await migrator.up()).status).toBe('done')
}

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  test('copies of one template; each is its own, and gone at the end', async () => {
    await using own = await createDatabase(server)
    const url = await maker(own)
    await using files = await shop()
    const source: MigrationSource = { url, dir: files.dir }
    try {
      const one = await createTestDatabase(source)
      const [template = ''] = (await databasesOf(own)).filter((name) => name.includes('template'))
      {
        await using two = await createTestDatabase(source)
        expect(await databasesOf(own)).toEqual([one.name, two.name, template].toSorted())
        expect(one).toMatchObject({ kind: 'server', notes: [] })
        await expectMigrated(one.url, files.dir)
        const client = new Client(two.url)
        await client.connect()
        await client.query(`DELETE FROM ${files.table}`)
        await client.end()
      }
      const client = new Client(one.url)
      await client.connect()
      expect((await client.query(`SELECT * FROM ${files.table}`)).rows).toEqual([
        { id: 1, age: 30 },
      ])
      await client.end()
      await one.remove()
      await one.remove()
      expect(await databasesOf(own)).toEqual([template])
      expect(await own.query(`SELECT 1 FROM pg_class WHERE relname = '${files.table}'`)).toEqual([])
      // Other files, another template.
      await writeFile(`${files.dir}/003_more.up.sql`, `DELETE FROM ${files.table};`)
      await using three = await createTestDatabase(source)
      await using migrator = createMigrator({ url: three.url, dir: files.dir })
      expect(await migrator.currentVersion()).toBe('003')
    } finally {
      await clear(own)
    }
  })

  test('eight processes at once make the template once; killed ones are swept, old templates too', async () => {
    await using own = await createDatabase(server)
    const url = await maker(own)
    await using files = await shop()
    const old = 'godwit_template_s00000_00000000_00000000000000000000'
    await own.query(`CREATE DATABASE ${old} OWNER ${own.name}_reader`)
    await own.query(`CREATE DATABASE godwit_template_mine OWNER ${own.name}_reader`)
    try {
      const all = await Promise.all(Array.from({ length: 8 }, () => otherProcess(url, files.dir)))
      const names = await databasesOf(own)
      expect(names.filter((name) => name.startsWith('godwit_template_'))).toEqual([
        'godwit_template_mine',
        expect.stringMatching(/^godwit_template_\w+_[0-9a-f]{20}$/),
      ])
      expect(names).toEqual(expect.arrayContaining(all.map(({ name }) => name)))
      for (const one of all) await one.kill()
      await expect
        .poll(async () =>
          own.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname LIKE 'godwit\\_scratch\\_%' AND usename = '${own.name}_reader'`,
          ),
        )
        .toEqual([])
      await using db = await createTestDatabase({ url, dir: files.dir })
      expect(db.notes).toHaveLength(8)
      expect(await databasesOf(own)).toEqual(
        [db.name, ...names.filter((name) => name.includes('template'))].toSorted(),
      )
    } finally {
      await clear(own)
    }
  })

  test('a role that may create no database is told what it needs', async () => {
    await using own = await createDatabase(server)
    const { url, user } = await readOnlyRole(own)
    await using files = await shop()
    const address = `postgres://${user}@127.0.0.1:${server.port}/${own.name}`
    await expect(createTestDatabase({ url, dir: files.dir })).rejects.toMatchObject({
      code: 'GODWIT_SCRATCH',
      message: `The role "${user}" cannot create a scratch database on ${address}: permission denied to create database.`,
      next: [
        `Let the role: ALTER ROLE "${user}" CREATEDB;`,
        'or name a server on which it may: in the option "url"',
      ],
    })
  })

  test('a migration that fails is told with its place, and leaves nothing', async () => {
    await using own = await createDatabase(server)
    const url = await maker(own)
    await using files = await shop()
    await writeFile(`${files.dir}/003_wrong.up.sql`, 'SELECT 1;\nSELECT nothing FROM nowhere;\n')
    await expect(createTestDatabase({ url, dir: files.dir })).rejects.toMatchObject({
      code: 'GODWIT_MIGRATION_FAILED',
      message: '003_wrong failed at statement 2 of 2: relation "nowhere" does not exist.',
      detail: expect.stringMatching(/003_wrong\.up\.sql:2:21\n2 \| SELECT nothing FROM nowhere;/),
      database: 'The test database is removed. Your own database is unchanged.',
      next: ['Mend the migration, and run the tests again.'],
    })
    await writeFile(`${files.dir}/003_wrong.up.sql`, 'CREATE ROLE of_the_server;\n')
    await expect(createTestDatabase({ url, dir: files.dir })).rejects.toMatchObject({
      code: 'GODWIT_SCRATCH',
      message: expect.stringContaining('is for the whole server: CREATE ROLE.'),
      next: [
        'Write it as a block that asks first: docs/guides/testing-migrations.md#what-is-not-tried',
      ],
    })
    expect(await databasesOf(own)).toEqual([])
  })
})

test.each(mysqlServers())('$product runs the migrations for each', async (server) => {
  await using own = await createMysqlDatabase(server)
  await using files = await shop()
  let name = ''
  {
    await using db = await createTestDatabase({ url: own.url, dir: files.dir })
    name = db.name
    expect(db.kind).toBe('server')
    await expectMigrated(db.url, files.dir)
  }
  const left = (await own.query('SHOW DATABASES')).map((row) => Object.values(row)[0])
  expect(left).not.toContain(name)
})

describe.each(['sqlite:app.db', 'pglite:memory'])('%s', (url) => {
  test('copies of one template in temporary folders', async () => {
    await using files = await shop()
    const one = await createTestDatabase({ url, dir: files.dir })
    const two = await createTestDatabase({ url, dir: files.dir })
    await expectMigrated(one.url, files.dir)
    await expectMigrated(two.url, files.dir)
    expect(one.name).not.toBe(two.name)
    await one.remove()
    await two.remove()
    expect([existsSync(dirname(one.name)), existsSync(dirname(two.name))]).toEqual([false, false])
  })
})

test('what a killed process left is removed by the next one', async () => {
  await using files = await shop()
  const other = await otherProcess('sqlite:app.db', files.dir)
  expect(existsSync(other.name)).toBe(true)
  await other.kill()
  await using db = await createTestDatabase({ url: 'sqlite:app.db', dir: files.dir })
  expect(existsSync(db.name)).toBe(true)
  expect(existsSync(other.name)).toBe(false)
})

test('code that imports other code runs each time', async () => {
  await using files = await shop()
  const module = (value: number): Promise<void> =>
    writeFile(files.join('value.json'), JSON.stringify(value))
  await writeFile(
    `${files.dir}/003_code.mjs`,
    `import { readFileSync } from 'node:fs'
    export const up = (db) => db.execute('UPDATE ${files.table} SET age = ' + readFileSync(${JSON.stringify(files.join('value.json'))}, 'utf8'))\n`,
  )
  for (const value of [1, 2]) {
    await module(value)
    await using db = await createTestDatabase({ url: 'sqlite:app.db', dir: files.dir })
    const { DatabaseSync } = await import('@photostructure/sqlite')
    const database = new DatabaseSync(db.name)
    expect(database.prepare(`SELECT age FROM ${files.table}`).get()).toEqual({ age: value })
    database.close()
  }
})

test('migrations registered in code', async () => {
  const registry = new Registry().add('001_t', {
    up: (db) => db.execute('CREATE TABLE t (id int)'),
  })
  await using db = await createTestDatabase({ url: 'sqlite:app.db', registry })
  await using migrator = createMigrator({ url: db.url, registry })
  expect(await migrator.currentVersion()).toBe('001')
})

test('a configuration says where migrations and database are', async () => {
  await using files = await shop()
  await writeFile(
    files.join('godwit.config.json'),
    '{ "url": "sqlite:app.db", "dir": "migrations" }',
  )
  await using db = await createTestDatabase({ cwd: files.path })
  await expectMigrated(db.url, files.dir)
  expect(existsSync(files.join('app.db'))).toBe(false)
})

test('wrong use', async () => {
  const wrong: object = { urll: 'x' }
  await expect(createTestDatabase(wrong)).rejects.toMatchObject({
    code: 'GODWIT_USAGE',
    message: 'createTestDatabase has no option "urll"; did you mean "url"?',
  })
})
