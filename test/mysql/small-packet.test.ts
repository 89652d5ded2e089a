import mysql from 'mysql2/promise'
import { expect, test } from 'vitest'
import { failure, shop } from '../library/shop.ts'
import { startMariadb } from '../setup/mariadb-server.ts'
import { mariadbServer } from '../setup/mariadb.ts'

test.skipIf(mariadbServer() === null)(
  'a history that is longer than the server may send is no empty one',
  async () => {
    await using server = await startMariadb()
    const admin = await mysql.createConnection({ uri: server.info.url })
    await using here = await shop({ '001_a.up.sql': 'CREATE TABLE a (id int);\n' }, server.info.url)
    await here.migrator().up()
    await admin.query(
      `INSERT INTO godwit_migrations (service, version, name, state, origin, applied_at, duration_ms, run_id, applied_by, tool_version)
       SELECT 'default', seq, repeat('n', 60), 'applied', 'run', utc_timestamp(3), 1, uuid(), 'me', '1' FROM seq_2_to_300`,
    )
    const root = await mysql.createConnection({ socketPath: server.info.socket, user: 'root' })
    await root.query('SET GLOBAL max_allowed_packet = 16384')
    for (const call of [() => here.migrator().status(), () => here.migrator().up()])
      expect(await failure(call())).toEqual({
        code: 'GODWIT_LEDGER_UNKNOWN',
        message:
          "The server gave godwit's tables godwit_* incompletely: the history is longer than its limit for one message.",
        database: 'The database is unchanged.',
        next: [
          'Raise max_allowed_packet on the server, for instance to 16M, then run the command again.',
        ],
      })
    await admin.end()
    await root.end()
  },
)
