import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { parseAddress } from '#dialect'
import { openScratch, type Scratch } from '#inspect'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { hasPgbouncer, throughPgbouncer } from '../setup/pgbouncer.ts'
import {
  createDatabase,
  postgresServers,
  readOnlyRole,
  type TestDatabase,
} from '../setup/postgres.ts'

const JITI = new URL('../../node_modules/jiti/lib/jiti-register.mjs', import.meta.url).href

const LEFT = /^Removed godwit_scratch_\w+, which a run that was killed had left\.$/

/** A scratch database for an address. */
function scratchFor(url: string, kind?: Scratch['kind']): Promise<Scratch> {
  const address = parseAddress(url)
  return openScratch({ address, product: address.dialect, kind })
}

/** A role that may create databases; what it leaves is not seen by the other tests of this run. */
async function maker(db: TestDatabase): Promise<string> {
  const user = `${db.name}_reader`
  await db.query(`CREATE ROLE ${user} LOGIN CREATEDB PASSWORD 'pw'`)
  return `postgres://${user}:pw@127.0.0.1:${db.server.port}/${db.name}`
}

type Other = { readonly place: string; readonly pid: number; kill(): Promise<void> }

/** Starts a process that makes a scratch database and waits; gives the name that it prints, and the way to kill it. */
async function otherProcess(url: string): Promise<Other> {
  const child = spawn(
    process.execPath,
    ['--import', JITI, fileURLToPath(new URL('./scratch-child.ts', import.meta.url)), url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [place] = await once(child.stdout, 'data')
  return {
    place: String(place).trim(),
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  const scratchDatabases = async (db: TestDatabase): Promise<unknown[]> =>
    (
      await db.query(`SELECT datname FROM pg_database WHERE datname LIKE 'godwit\\_scratch\\_%'`)
    ).map(({ datname }) => datname)

  test('a temporary database with the encoding of the target, removed at the end', async () => {
    await using db = await createDatabase(server)
    const facts =
      'SELECT pg_encoding_to_char(encoding) AS encoding, datcollate FROM pg_database WHERE datname = current_database()'
    const before = await db.query(facts)
    let name = ''
    {
      await using scratch = await scratchFor(db.url)
      await using session = await scratch.open()
      name = session.server.database
      expect(scratch).toMatchObject({ kind: 'server', notes: [] })
      expect(scratch.place).toBe(
        `the temporary database ${name} on postgres://godwit_test@127.0.0.1:${server.port}`,
      )
      expect(await session.query(facts)).toEqual(before)
      expect(name).toMatch(/^godwit_scratch_/)
      await session.execute('CREATE TABLE t (id int)')
    }
    expect(await scratchDatabases(db)).not.toContain(name)
    expect(await db.query(`SELECT 1 FROM pg_class WHERE relname = 't'`)).toEqual([])
  })

  test('what a killed process left is removed by the next run; what a living one uses stays', async () => {
    await using db = await createDatabase(server)
    const url = await maker(db)
    const living = await otherProcess(url)
    const killed = await otherProcess(url)
    await killed.kill()
    const left = nameIn(killed.place)
    await expect.poll(async () => isUsed(db, left)).toBe(false)
    await db.query(`CREATE DATABASE godwit_scratch_mine OWNER ${db.name}_reader`)
    try {
      await using scratch = await scratchFor(url)
      expect(scratch.notes).toEqual([`Removed ${left}, which a run that was killed had left.`])
      const names = await scratchDatabases(db)
      expect(names).not.toContain(left)
      expect(names).toEqual(expect.arrayContaining([nameIn(living.place), 'godwit_scratch_mine']))
    } finally {
      await living.kill()
      await db.query('DROP DATABASE godwit_scratch_mine')
    }
    await expect.poll(async () => isUsed(db, nameIn(living.place))).toBe(false)
    await using next = await scratchFor(url)
    expect(next.notes).toEqual([expect.stringMatching(LEFT)])
  })

  test('a database in which somebody is stays, whatever its name says', async () => {
    await using db = await createDatabase(server)
    const makerUrl = await maker(db)
    const name = 'godwit_scratch_s00000_00000000_1_0_aaaa'
    await db.query(`CREATE DATABASE ${name} OWNER ${db.name}_reader`)
    const url = new URL(makerUrl)
    url.pathname = `/${name}`
    const client = new Client(url.href)
    await client.connect()
    {
      await using scratch = await scratchFor(makerUrl)
      expect(scratch.notes).toEqual([])
    }
    await client.end()
    await expect.poll(async () => isUsed(db, name)).toBe(false)
    await using scratch = await scratchFor(makerUrl)
    expect(scratch.notes).toEqual([`Removed ${name}, which a run that was killed had left.`])
  })

  test('a role that may create no database is told what it needs', async () => {
    await using db = await createDatabase(server)
    const { url, user } = await readOnlyRole(db)
    const address = `postgres://${user}@127.0.0.1:${server.port}/${db.name}`
    await expect(scratchFor(url, 'server')).rejects.toMatchObject({
      code: 'GODWIT_SCRATCH',
      message: `The role "${user}" cannot create a scratch database on ${address}: permission denied to create database.`,
      database: 'The database is unchanged.',
      next: [
        `Let the role: ALTER ROLE "${user}" CREATEDB;`,
        'or name a server on which it may: --scratch-url URL',
      ],
    })
  })

  test('or gets the next kind, and is told why', async () => {
    await using db = await createDatabase(server)
    const { url } = await readOnlyRole(db)
    await using scratch = await scratchFor(url)
    expect(scratch.kind).not.toBe('server')
    expect(scratch.notes[0]).toContain('No scratch database of the kind "server": The role "')
  })

  test('names that need quotes', async () => {
    await using db = await createDatabase(server)
    const odd = `Zoë's "шоп" ${db.name}`
    const quoted = `"${odd.replaceAll('"', '""')}"`
    await db.query(`CREATE DATABASE ${quoted} OWNER godwit_test`)
    try {
      const url = new URL(db.url)
      url.pathname = `/${encodeURIComponent(odd)}`
      await using scratch = await scratchFor(url.href)
      expect(scratch.kind).toBe('server')
    } finally {
      await db.query(`DROP DATABASE ${quoted}`)
    }
  })
})

test.skipIf(!hasPgbouncer())('through a pooler there is none on the server', async () => {
  await using db = await createDatabase()
  await expect(scratchFor(throughPgbouncer(db.url), 'server')).rejects.toMatchObject({
    code: 'GODWIT_SCRATCH',
    message: expect.stringMatching(
      /^Through the connection pooler at 127\.0\.0\.1:\d+ no scratch database can be made\.$/,
    ),
    next: [
      'Give the address of the server itself: directUrl in the configuration, or --scratch-url URL',
      'or choose another kind with --scratch.',
    ],
  })
})

describe.each(mysqlServers())('$product', (server) => {
  test('a temporary database, removed at the end; a killed one by the next run', async () => {
    await using db = await createMysqlDatabase(server)
    const living = await otherProcess(db.url)
    const killed = await otherProcess(db.url)
    await killed.kill()
    const left = nameIn(killed.place)
    await expect
      .poll(async () => (await db.query(`SELECT IS_USED_LOCK('${left}') AS id`))[0]?.['id'])
      .toBe(null)
    let name = ''
    {
      await using scratch = await scratchFor(db.url)
      await using session = await scratch.open()
      name = session.server.database
    }
    const names = (await db.query('SHOW DATABASES')).map((row) => Object.values(row)[0])
    expect(names).toContain(nameIn(living.place))
    expect(names).not.toContain(left)
    expect(names).not.toContain(name)
    await living.kill()
    await db.query(`DROP DATABASE ${nameIn(living.place)}`)
  })

  test('a user who may create no database is told the grant', async () => {
    await using db = await createMysqlDatabase(server)
    const user = `u${db.name.slice(5, 15)}`
    await db.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'pw'`)
    await db.query(`GRANT ALL ON ${db.name}.* TO ${user}@'%'`)
    const url = new URL(db.url)
    url.username = user
    url.password = 'pw'
    await expect(scratchFor(url.href)).rejects.toMatchObject({
      code: 'GODWIT_SCRATCH',
      next: [
        `Let the role: GRANT ALL ON \`godwit\\_scratch\\_%\`.* TO '${user}'@'%';`,
        'or name a server on which it may: --scratch-url URL',
      ],
    })
    await db.query(`GRANT ALL ON \`godwit\\_scratch\\_%\`.* TO ${user}@'%'`)
    {
      await using scratch = await scratchFor(url.href)
      expect(scratch.kind).toBe('server')
    }
    await db.query(`DROP USER ${user}@'%'`)
  })
})

describe('without a server', () => {
  test('a SQLite file in a temporary folder, and the leftovers of a killed process', async () => {
    const folders = (): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('godwit_scratch_'))
    const before = folders()
    const killed = await otherProcess('sqlite:app.db')
    const left = folders().filter((name) => !before.includes(name))
    expect(left.length).toBeGreaterThan(0)
    await killed.kill()
    const scratch = await scratchFor('sqlite:app.db')
    expect(scratch).toMatchObject({ kind: 'file', place: 'a SQLite file in a temporary folder' })
    const pid = `_${killed.pid.toString(36)}_`
    expect(left.some((name) => name.includes(pid))).toBe(true)
    expect(folders().some((name) => name.includes(pid))).toBe(false)
    const session = await scratch.open()
    const { database } = session.server
    expect(existsSync(database)).toBe(true)
    await session.close()
    await scratch[Symbol.asyncDispose]()
    expect(existsSync(database)).toBe(false)
    expect(existsSync('app.db')).toBe(false)
  })

  test('PGlite, which several sessions share', async () => {
    await using scratch = await scratchFor('pglite:data')
    expect(scratch).toMatchObject({ kind: 'pglite', place: 'PGlite in memory' })
    const one = await scratch.open()
    await one.execute('CREATE TABLE t (id int)')
    await one.close()
    await using two = await scratch.open()
    expect(await two.query('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 0 }])
    expect(existsSync('data')).toBe(false)
  })

  test('a temporary folder that is none', async () => {
    vi.stubEnv('TMPDIR', '/nowhere/at/all')
    onTestFinished(() => void vi.unstubAllEnvs())
    await expect(scratchFor('sqlite:app.db')).rejects.toMatchObject({
      code: 'GODWIT_SCRATCH',
      message:
        'A scratch database needs a temporary folder, and none can be made in /nowhere/at/all: there is no such file or folder.',
      database: 'The database is unchanged.',
      next: ['Name a folder that can be written to in the environment: TMPDIR=DIR'],
    })
  })

  test('a kind that speaks another SQL', async () => {
    await expect(scratchFor('sqlite:app.db', 'pglite')).rejects.toMatchObject({
      code: 'GODWIT_USAGE',
      message:
        'A scratch database of the kind "pglite" does not speak the SQL of these migrations.',
      next: ['Use --scratch file, or leave --scratch out.'],
    })
  })
})

function nameIn(place: string): string {
  return /godwit_scratch_\w+/.exec(place)?.[0] ?? ''
}

async function isUsed(db: TestDatabase, name: string): Promise<boolean> {
  return (await db.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name])).length > 0
}
