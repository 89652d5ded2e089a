import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { shop, type Shop } from './command-line.ts'

const SCHEMA = fileURLToPath(new URL('../../dist/schema.js', import.meta.url))

const FIRST = {
  'migrations/001_a.up.sql': 'CREATE TABLE mine (id integer PRIMARY KEY);\n',
  'migrations/001_a.down.sql': 'DROP TABLE mine;\n',
}

/** Runs commands that all end with this error. */
async function refused(here: Shop, commands: readonly string[], error: string): Promise<void> {
  for (const words of commands) {
    const { exit, stderr } = await here.godwit(words)
    expect([words, exit, stderr]).toEqual([words, 2, expect.stringContaining(error)])
  }
}

describe('SQLite: what opens another file is not tried out', () => {
  const REACH = `ATTACH 'real.db' AS r;\nDROP TABLE r.precious;\n`

  async function withReal(files: Readonly<Record<string, string>>): Promise<Shop> {
    const here = await shop({ ...FIRST, ...files, 'godwit.config.json': '{"url":"sqlite:app.db"}' })
    const real = new DatabaseSync(here.dir.join('real.db'))
    real.exec('CREATE TABLE precious (a)')
    real.close()
    return here
  }

  function isWhole(here: Shop): boolean {
    const real = new DatabaseSync(here.dir.join('real.db'))
    const [table] = real.prepare('SELECT name FROM sqlite_schema').all()
    real.close()
    return table !== undefined
  }

  test('in a migration', async () => {
    await using here = await withReal({
      'migrations/002_b.up.sql': REACH,
      'migrations/002_b.down.sql': 'SELECT 1;\n',
      'schema.sql': FIRST['migrations/001_a.up.sql'],
    })
    expect(await here.godwit('up --to 001')).toMatchObject({ exit: 0 })
    const commands = [
      'diff --check --to schema.sql',
      'drift',
      'dump d.sql',
      'test',
      'squash all --yes',
    ]
    await refused(here, commands, 'GODWIT_SCRATCH: migrations/002_b.up.sql:1:1: this statement')
    expect(isWhole(here)).toBe(true)
    expect((await here.godwit('test')).stderr).toMatchInlineSnapshot(`
      "error: GODWIT_SCRATCH: migrations/002_b.up.sql:1:1: this statement opens another file. Nothing is tried out: a scratch database would not keep it from changing that file.
      1 | ATTACH 'real.db' AS r;
        | ^
      database: No migration was run. Your databases are unchanged.
      next: Take the statement out, then run the command again: a migration changes the database that it is run on, and can attach ':memory:' besides.
      "
    `)
    await here.write({
      'migrations/002_b.up.sql': `ATTACH ':memory:' AS m;\nCREATE TABLE m.t (a);\n`,
    })
    expect(await here.godwit('diff --check --to schema.sql')).toMatchObject({ exit: 0 })
  })

  test('in a schema file, a dump and a model', async () => {
    await using here = await withReal({
      'schema.sql': `${FIRST['migrations/001_a.up.sql']}${REACH}`,
      'model.ts': `import { object, sql } from ${JSON.stringify(SCHEMA)}
export const reach = object('reach', sql\`ATTACH 'real.db' AS r; DROP TABLE r.precious\`)
`,
    })
    const error = 'GODWIT_SCHEMA_INVALID: schema.sql:2:1: this statement opens another file.'
    const commands = [
      'diff --check --to schema.sql',
      'load schema.sql',
      'load schema.sql --unproven',
    ]
    await refused(here, commands, error)
    const model = 'GODWIT_SCHEMA_INVALID: The model "reach" opens another file.'
    await refused(here, ['diff --check --to model.ts'], model)
    expect(isWhole(here)).toBe(true)
  })
})

describe.skipIf(!hasPostgres())('PostgreSQL: what is for the whole server is not tried out', () => {
  test('in a migration, a schema file; a block that asks first is', async () => {
    await using db = await createDatabase()
    const role = `${db.name}_reader`
    const roles = (): Promise<readonly unknown[]> =>
      db.query(`SELECT 1 FROM pg_roles WHERE rolname = '${role}'`)
    await using here = await shop({
      ...FIRST,
      'migrations/002_b.up.sql': `CREATE ROLE ${role};\n`,
      'migrations/002_b.down.sql': `DROP ROLE ${role};\n`,
      'schema.sql': `${FIRST['migrations/001_a.up.sql']}CREATE ROLE ${role};\n`,
      'wanted.sql': FIRST['migrations/001_a.up.sql'],
      'godwit.config.json': JSON.stringify({ url: db.url }),
    })
    await refused(
      here,
      ['diff --check --to wanted.sql'],
      'GODWIT_SCRATCH: migrations/002_b.up.sql:1:1: this statement is for the whole server: CREATE ROLE.',
    )
    const told = (await here.godwit('test')).stderr.replaceAll(db.name, 'DB')
    expect(told).toMatchInlineSnapshot(`
      "error: GODWIT_SCRATCH: migrations/002_b.up.sql:1:1: this statement is for the whole server: CREATE ROLE. Nothing is tried out: a scratch database would not keep it from changing the server.
      1 | CREATE ROLE DB_reader;
        | ^
      database: No migration was run. Your databases are unchanged.
      next:
        - Write it as a block that asks first: docs/guides/testing-migrations.md#what-is-not-tried
        - or try it on a server that is thrown away afterwards, with --scratch embedded or --scratch pglite
      "
    `)
    expect(await roles()).toEqual([])
    await here.write({
      'migrations/002_b.up.sql': `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF;
END $$;\nGRANT SELECT ON mine TO ${role};\n`,
      'migrations/002_b.down.sql': `REVOKE SELECT ON mine FROM ${role};\n`,
    })
    await refused(
      here,
      ['diff --check --to schema.sql', 'load schema.sql --unproven'],
      'GODWIT_SCHEMA_INVALID: schema.sql:2:1: this statement is for the whole server: CREATE ROLE.',
    )
    try {
      for (const words of ['test', 'up', 'drift'])
        expect([words, await here.godwit(words)]).toEqual([
          words,
          expect.objectContaining({ exit: 0 }),
        ])
      expect(await roles()).toHaveLength(1)
    } finally {
      await db.query(`DROP OWNED BY ${role}; DROP ROLE IF EXISTS ${role}`)
    }
  })
})
