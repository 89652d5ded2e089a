import { expect, test } from 'vitest'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { shop } from './command-line.ts'

/** Sends signals as soon as a query has rows. */
function signalOnce(
  hasRows: () => Promise<unknown[]>,
  times: number,
): { readonly interrupt: (send: () => void) => void } {
  return {
    interrupt: (send) => {
      const look = async (): Promise<void> => {
        while ((await hasRows()).length === 0)
          await new Promise((resolve) => setTimeout(resolve, 10))
        for (let at = 0; at < times; at += 1) send()
      }
      void look()
    },
  }
}

const DUMP = (sleep: string): string =>
  `CREATE TABLE a (id integer PRIMARY KEY);\n${sleep};\nCREATE TABLE b (id integer PRIMARY KEY);\n`

test.skipIf(mariadbServer() === null)(
  'MariaDB: a load that is stopped, and the next one',
  async () => {
    await using db = await createMysqlDatabase()
    await using here = await shop({
      'godwit.config.json': JSON.stringify({ url: db.url }),
      'migrations/001_t.up.sql': 'CREATE TABLE a (id integer PRIMARY KEY);\n',
      's.sql': DUMP('DO SLEEP(1)'),
    })
    const made = (): Promise<unknown[]> => db.query("SHOW TABLES LIKE 'a'")
    expect(await here.godwit('load s.sql --unproven', signalOnce(made, 1))).toMatchInlineSnapshot(`
      {
        "exit": 130,
        "stderr": "stopping after the current step; press again to cancel it
      error: GODWIT_INTERRUPTED: Stopped as asked while s.sql was loaded.
      database: A part of the schema was made, and no migration is recorded as applied: the product cannot take it back.
      next: Make the database empty, then run the command again.
      ",
        "stdout": "",
      }
    `)
    expect(await here.godwit('load s.sql --unproven')).toMatchInlineSnapshot(`
      {
        "exit": 2,
        "stderr": "error: GODWIT_USAGE: A dump is loaded into an empty database; this one has the table a.
      database: unchanged.
      next:
        - If this is left of a load that was cut off: make the database empty, then run the command again
        - If it is to stay: godwit baseline VERSION, then godwit up
      ",
        "stdout": "",
      }
    `)
    expect(await db.query("SHOW TABLES LIKE 'b'")).toEqual([])
  },
)

test.skipIf(!hasPostgres())(
  'PostgreSQL: a load that is stopped at its statement leaves nothing',
  async () => {
    await using db = await createDatabase()
    await using here = await shop({
      'godwit.config.json': JSON.stringify({ url: db.url }),
      'migrations/001_t.up.sql': 'CREATE TABLE a (id integer PRIMARY KEY);\n',
      's.sql': DUMP('SELECT pg_sleep(50)'),
    })
    const sleeping = (): Promise<unknown[]> =>
      db.query(
        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep' AND datname = current_database()",
      )
    expect(await here.godwit('load s.sql --unproven', signalOnce(sleeping, 2)))
      .toMatchInlineSnapshot(`
      {
        "exit": 130,
        "stderr": "stopping after the current step; press again to cancel it
      cancelling the current step
      error: GODWIT_INTERRUPTED: Stopped as asked while s.sql was loaded.
      database: unchanged.
      next: Run the command again.
      ",
        "stdout": "",
      }
    `)
    expect(await db.query("SELECT 1 FROM pg_class WHERE relname IN ('a', 'b')")).toEqual([])
  },
)
