import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { shop } from '../library/shop.ts'
import { wants } from '../setup/selection.ts'

const PARTS = `SET search_path = app;
SET ROLE worker;
SET default_transaction_read_only = off;
CREATE TABLE a (id int);
VACUUM pg_class;
CREATE TABLE b (id int);
RESET ROLE;
SET default_transaction_read_only = on;
VACUUM pg_class;
SELECT 1;
`

test.skipIf(!wants('pglite')).for([
  ['auto', PARTS],
  ['none', `-- godwit:transaction none\n${PARTS}`],
])(
  'settings hold until the end of the file and do not reach the ledger: transaction %s',
  async ([, sql = '']) => {
    await using here = await shop({ '001_file.up.sql': sql })
    const database = await PGlite.create()
    await database.exec('CREATE ROLE worker; CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO worker')
    const migrator = here.migrator({ database })
    const result = await migrator.up()
    if (!result.ok) throw result.error
    const { rows } = await database.query(
      "SELECT schemaname, tableowner FROM pg_tables WHERE tablename IN ('a', 'b')",
    )
    expect(rows).toEqual([
      { schemaname: 'app', tableowner: 'worker' },
      { schemaname: 'app', tableowner: 'worker' },
    ])
    expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
    await migrator.close()
    await database.close()
  },
)
