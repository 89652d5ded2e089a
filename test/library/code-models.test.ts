import { describe, expect, test } from 'vitest'
import {
  createMigrator,
  explainPlan,
  Registry,
  type CodeMigration,
  type GodwitError,
  type MigrationContext,
} from '../../src/index.ts'
import {
  enumType,
  index,
  integer,
  now,
  schema,
  sql,
  table,
  text,
  timestamp,
  varchar,
  view,
} from '../../src/models.ts'
import { type Place, PLACES } from '../models/places.ts'
import { tempDir } from '../setup/temp.ts'

const mood = enumType('mood', ['sad', 'ok'])
const teams = table('teams', { id: integer().primaryKey(), name: varchar(50).notNull() })
const users = table(
  'users',
  {
    id: integer().identity().primaryKey(),
    email: varchar(100).notNull(),
    mood: mood().notNull().default('ok'),
    team: integer().references(() => teams.id, { onDelete: 'set null' }),
  },
  (t) => [index(t.email)],
)
const emails = view('emails', sql`SELECT ${users.email} FROM ${users}`)

/** A place that outlives one connection. */
async function made(place: Place): Promise<AsyncDisposable & { readonly url: string }> {
  if (place.dialect !== 'sqlite') return place.make()
  const dir = await tempDir('code-models')
  return { url: `sqlite:${dir.join('a.db')}`, [Symbol.asyncDispose]: dir[Symbol.asyncDispose] }
}

function told({ code, message, database, next }: GodwitError): object {
  return { code, message, database, next }
}

function migrator(url: string, migrations: Readonly<Record<string, CodeMigration>>) {
  const registry = new Registry()
  for (const [name, migration] of Object.entries(migrations)) registry.add(name, migration)
  return createMigrator({ url, registry })
}

describe.each(PLACES)('$name', (place) => {
  // Where a transaction holds no tables.
  const transaction = place.dialect === 'mysql' ? 'none' : 'auto'

  test('tables, columns and indexes come and go by their models', async () => {
    await using here = await made(place)
    const seen: unknown[] = []
    await using all = migrator(here.url, {
      '001_make': {
        transaction,
        up: async (db) => {
          await db.create(mood)
          seen.push(await db.hasTable(users), await db.hasTable('users'))
          await db.createTable(teams)
          await db.createTable(users)
          await db.create(emails)
          seen.push(
            await db.hasTable(users),
            await db.hasTable({ schema: undefined, name: 'users' }),
          )
          seen.push(await db.hasTable(emails as never), await db.hasTable('nothing'))
          seen.push(await db.hasColumn(users, 'email'), await db.hasColumn('users', 'phone'))
          await db.execute("INSERT INTO users (email) VALUES ('a@example.com')")
        },
        down: async (db) => {
          await db.execute('DROP VIEW emails')
          await db.dropTable(users)
          await db.dropTable('teams')
          seen.push(await db.hasTable(users))
        },
      },
      '002_change': {
        transaction,
        up: async (db) => {
          await db.dropIndex(users, 'users_email_idx')
          await db.createIndex(users, 'users_email_idx')
          const wider = table('users', {
            phone: text(),
            boss: integer().references(() => users.id),
          })
          await db.addColumn(wider, 'phone')
          await db.addColumn(wider, 'boss')
          seen.push(await db.hasColumn(users, 'phone'), await db.hasColumn(users, 'boss'))
          await db.dropColumn(users, 'phone')
          seen.push(await db.hasColumn(users, 'phone'))
        },
        down: () => undefined,
      },
    })
    const up = await all.up()
    expect(up.ok ? '' : `${up.error.message}\n${up.error.detail}`).toBe('')
    expect(seen).toEqual([false, false, true, true, false, false, true, false, true, true, false])
    const down = await all.down({ kind: 'all' })
    expect(down.ok ? '' : down.error.message).toBe('')
    expect(seen.at(-1)).toBe(false)
  })

  test('a plan shows the SQL of a function that says it may be asked for it', async () => {
    await using here = await made(place)
    let calls = 0
    await using all = migrator(here.url, {
      '001_make': {
        transaction,
        preview: true,
        up: async (db) => {
          calls += 1
          if (!(await db.hasTable(teams))) await db.createTable(teams)
          await db.execute('INSERT INTO teams VALUES (?, ?)', [1, 'secret'])
          if (await db.hasTable(users)) await db.dropTable(users)
        },
        down: (db) => db.dropTable(teams),
      },
      '002_silent': { up: () => void (calls += 1) },
      '003_ask': {
        transaction,
        preview: true,
        up: async (db) => {
          await db.dropColumn(teams, 'name')
          await db.query('SELECT 1')
          await db.dropTable(teams)
        },
      },
    })
    const result = await all.plan()
    if (!result.ok) throw result.error
    await expect(`\n${explainPlan(result.plan)}\n`).toMatchFileSnapshot(
      `code-models-${place.dialect}.sql`,
    )
    expect(calls).toBe(1)
    expect((await all.status()).entries.map(({ state }) => state)).toEqual([
      'pending',
      'pending',
      'pending',
    ])
  })

  test('a column with its foreign key comes and goes, and a plan refuses what a run refuses', async () => {
    await using here = await made(place)
    const withTeam = table('users', { team: integer().references(() => teams.id) })
    const plain = table('users', { id: integer().primaryKey() })
    const change: CodeMigration = {
      preview: true,
      up: async (db) => {
        await db.createTable(teams)
        await db.addColumn(withTeam, 'team')
      },
      down: async (db) => {
        await db.dropColumn(withTeam, 'team')
        await db.dropTable(teams)
      },
    }
    const byName = (db: MigrationContext): Promise<void> => db.dropColumn('users', 'team')
    await using first = migrator(here.url, {
      '001_users': { transaction, up: (db) => db.createTable(plain) },
      '002_teams': change,
    })
    expect(await first.up({ kind: 'count', count: 1 })).toMatchObject({ ok: true })
    const plan = await first.plan()
    const up = await first.up()
    expect(!plan.ok && told(plan.error)).toEqual(
      !up.ok && { ...told(up.error), database: 'The database is unchanged.' },
    )
    expect(up.ok ? 'ok' : up.error.message).toBe(
      transaction === 'auto'
        ? 'ok'
        : '002_teams runs in a transaction with its record, which "CREATE TABLE" would break.',
    )
    await using second = migrator(here.url, {
      '001_users': { up: () => undefined },
      '002_teams': { ...change, transaction },
      '003_by_name': { transaction, preview: true, up: byName },
    })
    expect(await second.up()).toMatchObject({ ok: true })
    await using third = migrator(here.url, {
      '001_users': { up: () => undefined },
      '002_teams': { ...change, transaction },
      '003_by_name': { up: () => undefined, down: (db) => db.addColumn(withTeam, 'team') },
    })
    if (transaction === 'auto') {
      const down = await third.down({ kind: 'count', count: 2 })
      expect(down.ok ? '' : down.error.message).toBe('')
    }
  })

  test('calls that do not wait for each other come one by one', async () => {
    await using here = await made(place)
    const warnings: string[] = []
    const hear = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', hear)
    await using all = migrator(here.url, {
      '001_make': {
        transaction,
        up: (db) =>
          Promise.all([
            db.execute('CREATE TABLE teams (id integer, name varchar(50))'),
            db.hasTable(teams),
            db.execute("INSERT INTO teams VALUES (1, 'a')"),
            db.execute("UPDATE teams SET name = 'b'"),
            db.query('SELECT name FROM teams').then(([row]) => {
              if (row?.name !== 'b') throw new Error('too early')
            }),
          ]),
      },
    })
    const up = await all.up()
    process.off('warning', hear)
    expect(up.ok ? '' : up.error.message).toBe('')
    expect(warnings).toEqual([])
  })

  test('what cannot be is told, and leaves no trace', async () => {
    await using here = await made(place)
    const failing = async (up: CodeMigration['up']): Promise<string> => {
      await using one = migrator(here.url, { '001_make': { transaction, up } })
      const result = await one.up()
      if (result.ok) return 'ok'
      if (transaction === 'none') await one.repair({ redo: [] }).catch(() => undefined)
      return result.error.message.replaceAll(/\S+\.test\.ts:\d+/g, 'FILE:N')
    }
    expect(await failing((db) => db.createTable('users' as never))).toBe(
      '001_make: createTable takes the model of a table, as table(\'users\', { … }) of godwit/schema makes it, but got the text "users".',
    )
    expect(await failing((db) => db.createTable(emails as never))).toBe(
      '001_make: createTable takes the model of a table, as table(\'users\', { … }) of godwit/schema makes it, but got the model of something else, "emails"; use create.',
    )
    expect(await failing((db) => db.hasTable(undefined as never))).toBe(
      "001_make: A table is named by its model, as table('users', { … }) of godwit/schema makes it, or by its name, but got undefined.",
    )
    expect(await failing((db) => db.addColumn(users, 'emial' as never))).toBe(
      '001_make: The model of users has no column "emial"; did you mean "email"?',
    )
    expect(await failing((db) => db.createIndex(users, 'users_mail_idx'))).toBe(
      '001_make: The model of users has no index "users_mail_idx"; did you mean "users_email_idx"?',
    )
    if (place.dialect === 'sqlite') {
      const wide = table('users', {
        mail: text().unique(),
        at: timestamp().default(now()),
        size: integer().generated(sql`1 + 1`),
      })
      expect(await failing((db) => db.addColumn(wide, 'mail'))).toContain(
        '"users.mail" is unique, and SQLite adds no such column to a table that is there.',
      )
      expect(await failing((db) => db.addColumn(wide, 'at'))).toContain(
        '"users.at" has a default that is computed, and SQLite adds',
      )
      expect(await failing((db) => db.addColumn(wide, 'size'))).toContain('"users.size" is stored')
    }
    if (place.dialect !== 'postgres') {
      const billing = schema('billing').table('a', { id: integer() })
      expect(await failing((db) => db.createTable(billing))).toContain(
        '"billing.a" lies in the schema "billing"',
      )
    }
  })
})

test('a preview ends where the function does not', async () => {
  await using all = migrator('sqlite::memory:', {
    '001_throws': {
      preview: true,
      up: async (db) => {
        await db.createTable(teams)
        throw new Error('no luck')
      },
    },
  })
  const result = await all.plan()
  expect(result.ok && result.plan.steps[0]?.preview).toEqual({
    statements: [
      'CREATE TABLE teams (\n  id integer PRIMARY KEY NOT NULL,\n  name varchar(50) NOT NULL\n)',
    ],
    ends: 'the function threw an error: no luck',
    fails: true,
  })
  expect(result.ok && explainPlan(result.plan)).toMatch(
    /-- the function threw an error: no luck\nROLLBACK;$/,
  )
})
