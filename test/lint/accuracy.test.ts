import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'
import { rulesOf } from './lint-sql.ts'

const BEFORE = `
CREATE TABLE parent (id bigint PRIMARY KEY, k int);
CREATE TABLE t (id bigint PRIMARY KEY, a int, b varchar(10), c text, p bigint, ts timestamp, n numeric(10,2), nn int NOT NULL, dflt int DEFAULT 1, f4 float4, ip cidr, j json, ch char(4), iv interval(3), vb varbit(8));
ALTER TABLE t ADD CONSTRAINT a_known CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE t ADD CONSTRAINT c_known CHECK (c IS NOT NULL) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT c_known;
ALTER TABLE t ADD CONSTRAINT p_known FOREIGN KEY (p) REFERENCES parent (id) NOT VALID;
CREATE UNIQUE INDEX t_nn_id ON t (nn, id);
CREATE INDEX t_n ON t (n);
CREATE SEQUENCE sq;
CREATE FUNCTION fresh() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
`

/** Rules that say that a table is read or written in full, or that an index is built, while others wait. */
const COSTLY = [
  'index-not-concurrent',
  'foreign-key-validates-in-place',
  'check-validates-in-place',
  'not-null-scan',
  'key-builds-index',
  'exclusion-constraint',
  'add-column-rewrites',
  'column-type-rewrites',
  'rewrites-table',
]

const STATEMENTS = [
  'CREATE TABLE x (a int PRIMARY KEY)',
  'CREATE TABLE x (id bigint REFERENCES parent (id))',
  'CREATE TABLE x (LIKE t INCLUDING ALL)',
  'CREATE INDEX ON t (c)',
  'CREATE UNIQUE INDEX x ON t (c, id)',
  'DROP INDEX t_n',
  'ALTER INDEX t_n RENAME TO x',
  'ALTER TABLE t ADD z int',
  'ALTER TABLE t ADD z int DEFAULT 5',
  "ALTER TABLE t ADD z text DEFAULT 'x'::text",
  'ALTER TABLE t ADD z timestamptz DEFAULT now()',
  'ALTER TABLE t ADD z timestamptz DEFAULT CURRENT_TIMESTAMP',
  'ALTER TABLE t ADD z date DEFAULT CURRENT_DATE',
  'ALTER TABLE t ADD z timestamptz DEFAULT clock_timestamp()',
  'ALTER TABLE t ADD z uuid DEFAULT gen_random_uuid()',
  'ALTER TABLE t ADD z float8 DEFAULT random()',
  "ALTER TABLE t ADD z bigint DEFAULT nextval('sq')",
  'ALTER TABLE t ADD z int DEFAULT fresh()',
  "ALTER TABLE t ADD z text DEFAULT concat('a', 'b')",
  'ALTER TABLE t ADD z int NOT NULL DEFAULT 1',
  'ALTER TABLE t ADD z serial',
  'ALTER TABLE t ADD z int GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE t ADD z int GENERATED ALWAYS AS (a * 2) STORED',
  'ALTER TABLE t ADD z bigint REFERENCES parent (id)',
  'ALTER TABLE t ADD z bigint DEFAULT 1 REFERENCES parent (id)',
  'ALTER TABLE t ADD z int UNIQUE',
  'ALTER TABLE t ALTER b TYPE varchar(20) USING b::varchar(20)',
  'ALTER TABLE t ADD CHECK (a > 0), ADD z int',
  'ALTER TABLE t ADD z tstzrange DEFAULT tstzrange(now(), NULL)',
  'ALTER TABLE t ADD z int CHECK (z > 0)',
  'ALTER TABLE t DROP c',
  'ALTER TABLE t RENAME c TO c9',
  'ALTER TABLE t RENAME TO t9',
  'ALTER TABLE t ALTER a SET DEFAULT 5',
  'ALTER TABLE t ALTER dflt DROP DEFAULT',
  'ALTER TABLE t ALTER a SET NOT NULL',
  'ALTER TABLE t ALTER c SET NOT NULL',
  'ALTER TABLE t ALTER nn SET NOT NULL',
  'ALTER TABLE t ALTER nn DROP NOT NULL',
  'ALTER TABLE t ALTER a TYPE bigint',
  'ALTER TABLE t ALTER a TYPE int',
  'ALTER TABLE t ALTER a TYPE text',
  'ALTER TABLE t ALTER b TYPE varchar(20)',
  'ALTER TABLE t ALTER b TYPE varchar',
  'ALTER TABLE t ALTER b TYPE text',
  'ALTER TABLE t ALTER b TYPE varchar(5)',
  'ALTER TABLE t ALTER ts TYPE timestamp',
  'ALTER TABLE t ALTER ts TYPE timestamp(3)',
  'ALTER TABLE t ALTER n TYPE numeric(12,2)',
  'ALTER TABLE t ALTER n TYPE numeric(12,4)',
  'ALTER TABLE t ALTER n TYPE numeric(8,2)',
  'ALTER TABLE t ALTER n TYPE numeric',
  'ALTER TABLE t ALTER f4 TYPE float8',
  'ALTER TABLE t ALTER ip TYPE inet',
  'ALTER TABLE t ALTER j TYPE jsonb',
  'ALTER TABLE t ALTER j TYPE text',
  'ALTER TABLE t ALTER ch TYPE char(8)',
  'ALTER TABLE t ALTER ch TYPE text',
  'ALTER TABLE t ALTER iv TYPE interval',
  'ALTER TABLE t ALTER vb TYPE varbit(16)',
  'ALTER TABLE t ALTER vb TYPE varbit(4)',
  'ALTER TABLE t ADD CHECK (a > 0)',
  'ALTER TABLE t ADD CHECK (a > 0) NOT VALID',
  'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES parent (id)',
  'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES parent (id) NOT VALID',
  'ALTER TABLE t ADD UNIQUE (a)',
  'ALTER TABLE t ADD UNIQUE USING INDEX t_nn_id',
  'ALTER TABLE t ADD EXCLUDE USING btree (a WITH =)',
  'ALTER TABLE t DROP CONSTRAINT a_known',
  'ALTER TABLE t SET UNLOGGED',
  'ALTER TABLE t SET (fillfactor = 80)',
  'ALTER TABLE t ALTER a SET STATISTICS 100',
  'ALTER TABLE t CLUSTER ON t_n',
  'ALTER TABLE t REPLICA IDENTITY FULL',
  'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE t ALTER c SET STORAGE EXTERNAL',
  'CLUSTER t USING t_n',
  'CREATE VIEW x AS SELECT * FROM t',
  "COMMENT ON TABLE t IS 'x'",
  'CREATE STATISTICS x ON a, c FROM t',
]

/** What the server itself says about a statement: whether it reads or writes a table in full, or builds an index, of what was there before. */
async function costs(client: Client, sql: string): Promise<boolean> {
  const told: string[] = []
  const listen = ({ message = '' }: { message?: string | undefined }): void =>
    void told.push(message)
  client.on('notice', listen)
  try {
    await client.query(`BEGIN; SET LOCAL client_min_messages = debug1; ${sql}`)
  } finally {
    client.off('notice', listen)
    await client.query('ROLLBACK')
  }
  return told.some((line) =>
    /rewriting table "t"|verifying table "t"|validating foreign key|building index .* on table "t"/.test(
      line,
    ),
  )
}

describe.each(postgresServers())('the verdicts are those of PostgreSQL $major', (server) => {
  let db: TestDatabase
  let client: Client

  beforeAll(async () => {
    db = await createDatabase(server)
    client = await db.connect()
    await client.query(BEFORE)
  })

  afterAll(async () => {
    await client.end()
    await db[Symbol.asyncDispose]()
  })

  test.each(STATEMENTS)('%s', async (sql) => {
    const found = await rulesOf(BEFORE, `${sql};`)
    const isAlarmed = found.some((rule) => COSTLY.includes(rule))
    expect({ isAlarmed, found }).toEqual({ isAlarmed: await costs(client, sql), found })
  })
})
