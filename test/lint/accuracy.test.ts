import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'
import { LIBRARY, LIBRARY_CASES, TYPES, TYPES_CASES } from './accuracy-cases.ts'
import { checkPage, type Measured } from './accuracy-page.ts'
import { lintSql } from './lint-sql.ts'
import { isCostly, parted, serverVerdict, staticVerdict } from './verdict.ts'

/** Rules that say that a table is read or written in full, or that an index is built, while others wait. */
const COSTLY = [
  'index-not-concurrent',
  'reindex-not-concurrent',
  'foreign-key-validates-in-place',
  'check-validates-in-place',
  'not-null-scan',
  'key-builds-index',
  'exclusion-constraint',
  'add-column-rewrites',
  'add-required-column',
  'column-type-rewrites',
  'column-type-rebuilds-index',
  'column-type-rechecks',
  'rewrites-table',
  'attach-scans-partition',
  'domain-scans-tables',
  'primary-key-nullable-index',
  'refresh-not-concurrent',
]

const SETS = [
  { before: LIBRARY, cases: LIBRARY_CASES, head: '' },
  { before: TYPES, cases: TYPES_CASES, head: 'ALTER TABLE t ' },
]

const STATEMENTS = SETS.flatMap(({ before, cases, head }) =>
  Object.entries(cases).flatMap(([kind, list]) =>
    list.map((sql) => ({ kind, before, sql: `${head}${sql}` })),
  ),
)

const measured: Measured[] = []

describe.each(postgresServers())(
  'the verdicts are those of PostgreSQL $major',
  ({ major, ...rest }) => {
    const databases = new Map<string, { readonly db: TestDatabase; readonly client: Client }>()

    beforeAll(async () => {
      for (const { before } of SETS) {
        const db = await createDatabase({ major, ...rest })
        const client = await db.connect()
        await client.query(before)
        // What depends on the time zone is no rewrite in UTC alone; godwit does not know the server's.
        await client.query("SET timezone = 'Europe/Vienna'")
        databases.set(before, { db, client })
      }
    })

    afterAll(async () => {
      for (const { db, client } of databases.values()) {
        await client.end()
        await db[Symbol.asyncDispose]()
      }
    })

    test.each(STATEMENTS)('$sql', async ({ kind, before, sql }) => {
      const client = databases.get(before)?.client
      if (client === undefined) throw new Error('no database')
      const said = await staticVerdict(before, sql, major)
      const done = await serverVerdict(client, sql)
      const [, last] = parted(sql)
      const found = await lintSql(before, `${sql};`)
      const rules = found
        .filter(
          ({ rule, start }) => COSTLY.includes(rule) && start.offset >= sql.length - last.length,
        )
        .map(({ rule }) => rule)
      const isSame = JSON.stringify(said) === JSON.stringify(done)
      measured.push({ major, kind, sql, said, done, isSame, rules, isCostly: isCostly(done) })
      // What a server refuses for its rows cannot be known from the schema.
      if (done.isRefused && !said.isRefused) return
      expect(said).toEqual(done)
    })

    test('the rules say so where others wait, and nowhere else', () => {
      const wrong = measured.filter(
        (each) =>
          each.major === major && !each.done.isRefused && each.isCostly !== each.rules.length > 0,
      )
      expect(wrong.map(({ sql, rules }) => ({ sql, rules }))).toEqual([])
    })

    test('docs/lint-accuracy.md says how often (UPDATE=1 writes what these servers say)', () => {
      checkPage(
        major,
        measured.filter((each) => each.major === major),
      )
    })
  },
)
