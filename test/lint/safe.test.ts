import { describe, expect, test } from 'vitest'
import { splitStatements } from '#sql'
import { createDatabase, hasPostgres, postgresServers } from '../setup/postgres.ts'
import { BEFORE, CASES } from './cases.ts'
import { lintSql } from './lint-sql.ts'

const STATEMENTS = CASES.flatMap(([rule, breaks]) => breaks.map((sql) => [rule, sql] as const))

describe.skipIf(!hasPostgres())('what a finding says to write instead', () => {
  test.each(STATEMENTS)('%s: %s', async (rule, sql) => {
    const finding = (await lintSql(BEFORE, `${sql};`)).find((found) => found.rule === rule)
    const { safe } = finding ?? {}
    // Names that the schema does not have are of no use here.
    if (safe === undefined || /unknown|SET LOCAL/.test(safe)) return
    await using db = await createDatabase(postgresServers().at(-1))
    const client = await db.connect()
    try {
      await client.query(BEFORE)
      await client.query(
        'CREATE UNIQUE INDEX totals_n ON totals (n); CREATE TABLE e0 PARTITION OF events DEFAULT',
      )
      if (/DETACH/.test(safe))
        await client.query(
          "DROP TABLE e0; CREATE TABLE e0 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        )
      if (/PRIMARY KEY/.test(safe))
        await client.query('ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE')
      // What a publication sends is said by the statements above.
      const above = /PUBLICATION/.test(safe) ? sql.slice(0, finding?.start.offset) : ''
      for (const { text } of splitStatements(above + safe, 'postgres', 'safe'))
        await client.query(text)
      expect((await lintSql(BEFORE, above + safe)).map((found) => found.rule)).not.toContain(rule)
    } finally {
      await client.end()
    }
  })
})
