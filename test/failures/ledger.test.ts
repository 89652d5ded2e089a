import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createMigrator } from '../../src/index.ts'
import { faultProxy } from '../setup/fault-proxy.ts'
import { hasPostgres, readOnlyRole } from '../setup/postgres.ts'
import {
  databaseOf,
  PRODUCTS,
  type Product,
  type Scene,
  scene,
  seen,
  tableOf,
  TWO,
  until,
} from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

/** Every command that reads or writes the history. */
const ALL = [
  'status',
  'up',
  'down --yes',
  'history',
  'history --verify',
  'verify',
  'force 1 --yes',
  'repair --forget 1',
] as const

/** What each command says, told once when all say the same. */
async function saying(here: Scene, commands: readonly string[] = ALL): Promise<string[]> {
  const said = new Set<string>()
  for (const command of commands) said.add(seen(await here.refused(command)))
  return [...said]
}

test.each(PRODUCTS)('%s: a table of the ledger is missing', async (product) => {
  await using here = await scene(product, TWO)
  await here.godwit('up 1')
  await here.query(`DROP TABLE ${tableOf(product, 'events')}`)
  const said = await saying(here, ['up', 'history', 'history --verify', 'force 0 --yes'])
  const events = product === 'SQLite' ? '"godwit_events"' : '"godwit"."events"'
  expect(said).toEqual([
    `exit 5
error: GODWIT_LEDGER_UNKNOWN: The ledger is damaged: its table ${events} is missing.
database: unchanged.
next:
  - Restore what is missing from a backup of the database
  - or drop the rest of godwit's tables and write the history anew: godwit baseline VERSION
`,
  ])
  // A lock that was taken for nothing is given back.
  expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
  expect(await here.query(`SELECT expires FROM ${tableOf(product, 'lease')}`)).toEqual([
    { expires: product === 'SQLite' ? 0 : '0' },
  ])
  await here.query(`DROP TABLE ${tableOf(product, 'migrations')}`)
  expect((await saying(here)).join('')).toContain('its tables ')
})

test.each(PRODUCTS)('%s: without the table meta there is no ledger', async (product) => {
  await using here = await scene(product, TWO)
  await here.godwit('up')
  await here.query(`DROP TABLE ${tableOf(product, 'meta')}`)
  expect(JSON.parse((await here.godwit('status --json')).stdout)).toMatchObject({
    initialized: false,
    applied: 0,
  })
})

/** A table of the user's own that is called `meta`. */
async function withForeignMeta(product: Product, columns: string): Promise<Scene> {
  const here = await scene(product, TWO)
  if (product === 'PostgreSQL') await here.query('CREATE SCHEMA godwit AUTHORIZATION godwit_test')
  await here.query(`CREATE TABLE ${tableOf(product, 'meta')} (${columns})`)
  if (product === 'PostgreSQL') await here.query('ALTER TABLE godwit.meta OWNER TO godwit_test')
  return here
}

test.each(PRODUCTS)('%s: godwit keeps off tables that are not its own', async (product) => {
  await using here = await withForeignMeta(product, 'id integer')
  const [first = '', ...others] = await saying(here)
  const [place, key] =
    product === 'SQLite'
      ? ['tables godwit_*', 'ledger.prefix']
      : ['tables in the schema "godwit"', 'ledger.schema']
  const told = (why: string): string => `exit 5
error: GODWIT_LEDGER_UNKNOWN: The ${place} are not godwit's: ${why}.
database: unchanged.
next: Give godwit's tables another place: ${key} in the configuration.
`
  const unrecorded = told('their format is not recorded')
  // What is met first: PostgreSQL looks at the columns of one table before it looks for the next.
  expect([first, ...others]).toEqual(
    product === 'SQLite' ? [unrecorded] : [told('column "value" does not exist'), unrecorded],
  )
})

test.each(PRODUCTS)('%s: nor is a table with the same columns its own', async (product) => {
  await using here = await withForeignMeta(product, 'key text PRIMARY KEY, value text NOT NULL')
  const [first = '', ...others] = await saying(here)
  expect(others).toEqual([])
  expect(first).toContain("are not godwit's: their format is not recorded.\n")
})

onPostgres('PostgreSQL: a role that may not read the ledger', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up 1')
  const role = await readOnlyRole(databaseOf(here))
  await here.query(`REVOKE ALL ON ALL TABLES IN SCHEMA godwit FROM ${role.user}`)
  const asReader = (words: string): string => `${words} --url ${role.url}`
  const show = (text: string): string => text.replaceAll(role.user, 'READER')
  const said = []
  for (const words of ['status', 'history', 'history --verify', 'unlock'])
    said.push(show(seen(await here.refused(asReader(words)))))
  expect(said.slice(0, 2)).toMatchInlineSnapshot(`
    [
      "exit 2
    error: GODWIT_LEDGER_UNREADABLE: The role "DATABASE_reader" may not read godwit's tables: permission denied for table meta.
    database: unchanged.
    next: Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
    ",
      "exit 2
    error: GODWIT_LEDGER_UNREADABLE: The role "DATABASE_reader" may not read godwit's tables: permission denied for table events.
    database: unchanged.
    next: Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
    ",
    ]
  `)
  expect(said[2]).toBe(said[1])
})

onPostgres('PostgreSQL: a role that may not write the ledger, in every command', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up 1')
  const role = await readOnlyRole(databaseOf(here))
  const said = await saying(
    here,
    ['up', 'down --yes', 'force 2 --yes', 'repair --forget 1'].map(
      (words) => `${words} --url ${role.url}`,
    ),
  )
  expect(said).toHaveLength(1)
  await here.query(`GRANT UPDATE, INSERT ON godwit.lease TO ${role.user}`)
  const later = await saying(
    here,
    ['force 2 --yes', 'repair --forget 1'].map((words) => `${words} --url ${role.url}`),
  )
  expect(later.join('').replaceAll(role.user, 'READER')).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_PERMISSION: The role "DATABASE_reader" may not write godwit's tables: permission denied for table migrations.
    database: unchanged.
    next:
      - Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
      - or use the role that created them.
    "
  `)
})

onPostgres('PostgreSQL: the connection breaks while the ledger is created', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const database = databaseOf(here)
  await using proxy = await faultProxy(database.server, {
    judge: (data) => (data.includes('CREATE TABLE IF NOT EXISTS') ? 'cut-before' : 'pass'),
  })
  const outcome = await here.refused(`up --url ${proxy.through(database.url)}`)
  expect(seen(outcome).replaceAll(String(proxy.port), 'PORT')).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_CONNECTION_LOST: The connection to postgres://godwit_test@127.0.0.1:PORT/DATABASE broke: read ECONNRESET.
    database: No migration ran.
    next: See where the database stands: godwit --url 'postgres://godwit_test:•••@127.0.0.1:PORT/DATABASE' status
    "
  `)
})

test('SQLite: another program locks the file that is open', async () => {
  await using here = await scene('SQLite', TWO)
  await here.godwit('up 1')
  const before = await here.history()
  const file = here.shop.dir.join('app.db')
  const dir = here.shop.dir.join('migrations')
  const make = () => createMigrator({ url: `sqlite:${file}`, dir, lock: { ifLocked: 'fail' } })
  const migrators = [make(), make(), make(), make(), make()] as const
  const [status, history, unlock, force, down] = migrators
  for (const migrator of migrators) await migrator.currentVersion()
  // These two write: they open the file anew for that.
  for (const migrator of [force, down]) await migrator.up({ kind: 'count', count: 0 })
  const other = new DatabaseSync(file)
  other.exec('BEGIN EXCLUSIVE')
  const refused = await Promise.allSettled([
    status.status(),
    history.history(),
    unlock.unlock(),
    force.force('0'),
    down.down(),
  ])
  other.close()
  for (const migrator of migrators) await migrator.close()
  const locked = {
    code: 'GODWIT_LOCKED',
    message: `Another process keeps the database "${file}" locked: database is locked.`,
    database: 'The database is unchanged.',
    next: ['Run the command again when the other process is done.'],
  }
  expect(refused).toMatchObject([
    ...[1, 2, 3, 4].map(() => ({ status: 'rejected', reason: locked })),
    {
      status: 'fulfilled',
      value: {
        status: 'locked',
        holder: undefined,
        error: {
          code: 'GODWIT_LOCKED',
          message: 'Another process keeps the database locked.',
          database: 'This process changed nothing.',
        },
      },
    },
  ])
  expect(await here.history()).toEqual(before)
})

test.each(PRODUCTS)('%s: unlock --force is told in the history', async (product) => {
  await using here = await scene(product, {
    ...TWO,
    '003_wait.mjs':
      "export const transaction = 'none'\nexport const up = () => new Promise((resolve) => setTimeout(resolve, 60_000))\n",
  })
  await here.godwit('up 2')
  const holder = here.start('up')
  await until(async () => (await here.godwit('unlock')).stdout.includes('godwit up'))
  expect((await here.godwit('unlock --force --yes')).exit).toBe(0)
  holder.child.kill('SIGKILL')
  await holder.done
  const { events } = JSON.parse((await here.godwit('history --json')).stdout)
  expect(events.at(-1)).toMatchObject({
    action: 'unlock',
    outcome: 'done',
    version: null,
    detail: { holder: { pid: holder.child.pid, doing: 'godwit up' } },
  })
  expect((await here.godwit('history --verify')).exit).toBe(0)
})

onPostgres('PostgreSQL: a role that may not end the session of the holder', async () => {
  await using here = await scene('PostgreSQL', {
    '001_wait.up.sql': 'SELECT pg_sleep(60);\n',
  })
  await here.godwit('force 0 --yes')
  const role = await readOnlyRole(databaseOf(here))
  await here.query(
    `GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA godwit TO ${role.user} /* of others */`,
  )
  const holder = here.start('up')
  await until(async () => (await here.godwit('unlock')).stdout.includes('godwit up'))
  const outcome = await here.refused(`unlock --force --yes --url ${role.url}`)
  const text = seen(outcome).replaceAll(role.user, 'READER')
  // The server's own words differ between its versions.
  expect(text).toMatch(
    /^exit 3\nerror: GODWIT_PERMISSION: The role "\w+_reader" may not end the session that holds the lock: /,
  )
  expect(text.slice(text.indexOf('database:')).replace(/process \d+/, 'process N')).toBe(
    `database: The holder can write nothing into the history any more; its session still has the lock.
next:
  - Run godwit unlock --force as a role that may
  - or end the process itself: USER (process N, godwit up) since TIME
`,
  )
  holder.child.kill('SIGKILL')
  await holder.done
})

test.each(PRODUCTS)('%s: force is one change: all of it, or nothing', async (product) => {
  await using here = await scene(product, TWO)
  await here.godwit('up 1')
  await here.query(
    product === 'SQLite'
      ? `CREATE TRIGGER refuse BEFORE INSERT ON godwit_events WHEN NEW.version = '002' BEGIN SELECT RAISE(ABORT, 'no'); END`
      : `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE insufficient_privilege USING MESSAGE = 'no'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON godwit.events FOR EACH ROW WHEN (NEW.version = '002') EXECUTE FUNCTION refuse()`,
  )
  await here.write({ '003_more.up.sql': 'SELECT 1;\n' })
  const outcome = await here.refused('force 3 --yes')
  expect(outcome.exit).toBe(3)
  expect((await here.godwit('history --verify')).stdout).toContain('whole: 1 event,')
})
