import {
  isCostlyOnMysql,
  MYSQL_COSTS,
  mysqlCostOf,
  spelledWords,
  splitStatements,
  type MysqlCost,
  type MysqlKind,
} from '#sql'
import { changesOf } from '../../src/lint/mysql/kinds.ts'
import { type Deed, readDeed } from '../../src/lint/reading/deed.ts'
import { Tables } from '../../src/lint/reading/tables.ts'
import { BEFORE } from '../lint/mysql-cases.ts'
import { ALTERATIONS } from './alterations.ts'

function deedsIn(sql: string): readonly Deed[] {
  return splitStatements(sql, 'mysql', 'statements').map(({ text }) =>
    readDeed(spelledWords(text, 'mysql', 10_000)),
  )
}

/** What lint takes a statement for; undefined where it is silent about it. */
export function kindsOf(sql: string): readonly MysqlKind[] | undefined {
  const tables = new Tables()
  tables.beginUnit('before')
  for (const deed of deedsIn(BEFORE)) tables.apply(deed)
  tables.beginUnit('now')
  const deeds = deedsIn(sql)
  const deed = deeds.at(-1)
  if (deed === undefined) return undefined
  const earlier = deeds.slice(0, -1).map((each) => ({ deed: each }))
  const changes = changesOf({ deed, tables, earlier })
  const kinds = changes.flatMap(({ kind }) => kind ?? [])
  return kinds.length === 0 || kinds.length < changes.length ? undefined : kinds
}

/** The text of docs/lint-accuracy-mysql.md. */
export function accuracyPage(): string {
  const rows = Object.entries<MysqlCost>(MYSQL_COSTS)
  const costly = ALTERATIONS.filter((sql) => kindsOf(sql)?.some(isCostlyOnMysql) === true)
  return [
    '# How lint judges ALTER TABLE on MySQL and MariaDB',
    '',
    'This page is generated from `src/sql/mysql-costs.ts` (`UPDATE=1 npx vitest run test/mysql/algorithms.test.ts`).',
    '',
    `The same test asks each server of the test run, on empty tables, for ${ALTERATIONS.length} statements, first with \`ALGORITHM=INSTANT\`, then with \`ALGORITHM=INPLACE, LOCK=NONE\`, with \`LOCK=SHARED\`, and with \`ALGORITHM=COPY\`, and compares the first answer that is no refusal with what lint says. It agrees for all of them on MariaDB 10.11 and on MySQL 9.7; of these ${ALTERATIONS.length}, lint warns of ${costly.length}. MariaDB takes any ALGORITHM for another engine, another order of the rows and partitions, and copies the table all the same: there the number of the table tells. MySQL 8.0.29 and newer, and 8.4, were not asked: their manual says the same as 9.7 does. MySQL before 8.0.29 and MariaDB before 10.4 do less at once.`,
    '',
    '`instant` is done at once, `online` while others read and write, `writes wait` and `copy` while they only read; `copy` writes the whole table anew, on every replica once more. Where the kind cannot be told, since the migrations do not tell what the column was, lint is silent.',
    '',
    '## By kind',
    '',
    '| kind | MySQL | MariaDB |',
    '|---|---|---|',
    ...rows.map(([kind, { mysql, mariadb }]) => `| ${kind} | ${mysql} | ${mariadb} |`),
    '',
    '## By statement',
    '',
    'The tables are those of `test/lint/mysql-cases.ts`.',
    '',
    '| statement | MySQL | MariaDB |',
    '|---|---|---|',
    ...ALTERATIONS.map((sql) => {
      const { mysql, mariadb } = mysqlCostOf(kindsOf(sql) ?? [])
      return `| \`${sql}\` | ${mysql} | ${mariadb} |`
    }),
    '',
  ].join('\n')
}
