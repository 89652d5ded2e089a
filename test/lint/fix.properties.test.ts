import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDatabase, postgresServers, type PostgresInfo } from '../setup/postgres.ts'
import { FIX_CASES, SHOP } from './fix-cases.ts'
import { fixSql } from './fix-sql.ts'
import { runBehind } from './run-behind.ts'

const [server] = postgresServers()

/** What may stand beside statements that can be mended. */
const OTHERS = [
  "INSERT INTO counts VALUES (1000, 'x');\n",
  "UPDATE users SET note = 'y' WHERE id < 10;\n",
  'CREATE TABLE fresh (id bigint PRIMARY KEY, user_id bigint REFERENCES users);\n',
  'ALTER TABLE users ADD COLUMN z int DEFAULT 1;\n',
  "COMMENT ON TABLE users IS 'those who buy';\n",
  'ALTER TABLE orders DROP CONSTRAINT orders_pkey;\n',
  "  SET lock_timeout = '50s'; -- patience\n",
  'DO $$ BEGIN PERFORM 1; END $$;\n',
  'ALTER TABLE users RENAME note TO remark;\n',
  'CREATE INDEX sums_n ON sums (n);\n',
  'CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT 1 AS n;\nINSERT INTO counts SELECT n, $$$$ FROM kept;\n',
]

const files = fc
  .tuple(
    fc.constantFrom('', '-- é\n', '-- godwit:transaction none\n', '-- godwit:transaction single\n'),
    fc.shuffledSubarray(
      [
        ...FIX_CASES.filter(({ since = 0 }) => (server?.major ?? 0) >= since).map(({ sql }) => sql),
        ...OTHERS,
      ],
      { minLength: 2, maxLength: 6 },
    ),
  )
  .map(([head, statements]) => head + statements.join(''))

const RUNS = Number(process.env['GODWIT_FIX_RUNS'] ?? 25)

test.skipIf(server === undefined)(
  'any file that runs comes to the same when it is mended, and is mended at once',
  async () => {
    const counted = { refused: 0, mended: 0, kept: 0 }
    await fc.assert(
      fc.asyncProperty(files, async (sql) => {
        const { text } = await fixSql(SHOP, sql)
        expect(await fixSql(SHOP, text)).toMatchObject({ text, fixed: [] })
        if (text === sql) return void (counted.kept += 1)
        const before = await ran(server, sql)
        if (before === undefined) return void (counted.refused += 1)
        counted.mended += 1
        expect(await ran(server, text)).toEqual(before)
      }),
      { numRuns: RUNS },
    )
    if (process.env['GODWIT_FIX_RUNS'] !== undefined)
      process.stderr.write(`${JSON.stringify(counted)}\n`)
    expect(counted.mended).toBeGreaterThan(0)
  },
  600_000,
)

/** What the database holds behind a file; undefined when it does not run. */
async function ran(
  on: PostgresInfo | undefined,
  sql: string,
): Promise<readonly unknown[] | undefined> {
  await using db = await createDatabase(on)
  return await runBehind(db, sql)
}
