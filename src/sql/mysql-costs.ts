/**
 * How a server changes a table: at once, in its definition alone; while others read and write; while they only read; or by a copy of
 * the whole table, while they only read.
 */
export type MysqlWay = 'instant' | 'online' | 'writes wait' | 'copy'

/** What a kind of change costs, on MySQL 8.0.29 and newer and on MariaDB 10.6 and newer, in tables of InnoDB. */
export type MysqlCost = {
  readonly mysql: MysqlWay
  readonly mariadb: MysqlWay
  /** What others wait for, in words that go into a sentence. */
  readonly for?: string
}

/**
 * Every kind of change. The test `test/mysql/algorithms.test.ts` asks each server of the test run for every kind with
 * `ALGORITHM=INSTANT`, `ALGORITHM=INPLACE, LOCK=NONE` and so on; measured so on MariaDB 10.11 and on MySQL 9.7. The rows for
 * MySQL 8.0 and 8.4 are those of its manual, which says the same.
 */
export const MYSQL_COSTS = {
  'add column': { mysql: 'instant', mariadb: 'instant' },
  'add column in a place': { mysql: 'instant', mariadb: 'instant' },
  'add column in a place beside a virtual one': {
    mysql: 'instant',
    mariadb: 'copy',
    for: 'a column before a virtual one',
  },
  'add column with an expression': {
    mysql: 'copy',
    mariadb: 'instant',
    for: 'a default in brackets',
  },
  'add column with a function': {
    mysql: 'copy',
    mariadb: 'copy',
    for: 'a default that calls a function',
  },
  'add virtual column': { mysql: 'instant', mariadb: 'instant' },
  'add stored column': { mysql: 'copy', mariadb: 'copy', for: 'a stored generated column' },
  'add counting column': {
    mysql: 'writes wait',
    mariadb: 'writes wait',
    for: 'an AUTO_INCREMENT column',
  },
  'add unique column': { mysql: 'online', mariadb: 'online' },
  'add column with a check': { mysql: 'copy', mariadb: 'instant', for: 'a column with a CHECK' },
  'add column with a reference': {
    mysql: 'copy',
    mariadb: 'copy',
    for: 'a column with REFERENCES',
  },
  'drop column': { mysql: 'instant', mariadb: 'instant' },
  'rename column': { mysql: 'instant', mariadb: 'instant' },
  'rename table': { mysql: 'instant', mariadb: 'instant' },
  'set default': { mysql: 'instant', mariadb: 'instant' },
  'keep the type': { mysql: 'instant', mariadb: 'instant' },
  'move column': { mysql: 'online', mariadb: 'instant' },
  'change the type': { mysql: 'copy', mariadb: 'copy', for: 'another type of a column' },
  'grow varchar': { mysql: 'online', mariadb: 'instant' },
  'grow short varchar': {
    mysql: 'copy',
    mariadb: 'instant',
    for: 'a varchar that grows beyond 255 bytes',
  },
  'grow varchar beyond 255 bytes': {
    mysql: 'copy',
    mariadb: 'copy',
    for: 'a varchar that grows beyond 255 bytes',
  },
  'shrink varchar': { mysql: 'copy', mariadb: 'copy', for: 'a shorter varchar' },
  'set not null': { mysql: 'online', mariadb: 'online' },
  'drop not null': { mysql: 'online', mariadb: 'online' },
  'append values': { mysql: 'instant', mariadb: 'instant' },
  'move values': {
    mysql: 'copy',
    mariadb: 'copy',
    for: 'values in other places, or fewer of them,',
  },
  'change the charset': {
    mysql: 'copy',
    mariadb: 'copy',
    for: 'another character set of a column',
  },
  'add index': { mysql: 'online', mariadb: 'online' },
  'add fulltext index': { mysql: 'writes wait', mariadb: 'writes wait', for: 'a FULLTEXT index' },
  'add spatial index': { mysql: 'writes wait', mariadb: 'writes wait', for: 'a SPATIAL index' },
  'drop index': { mysql: 'online', mariadb: 'online' },
  'add key': { mysql: 'online', mariadb: 'online' },
  'replace key': { mysql: 'online', mariadb: 'online' },
  'drop key': { mysql: 'copy', mariadb: 'online', for: 'the loss of the primary key' },
  'add foreign key': { mysql: 'copy', mariadb: 'copy', for: 'a foreign key' },
  'add foreign key unchecked': { mysql: 'online', mariadb: 'online' },
  'drop foreign key': { mysql: 'online', mariadb: 'instant' },
  'add check': { mysql: 'copy', mariadb: 'copy', for: 'a CHECK' },
  'drop constraint': { mysql: 'instant', mariadb: 'instant' },
  rebuild: { mysql: 'online', mariadb: 'online' },
  convert: { mysql: 'copy', mariadb: 'copy', for: 'another character set of every column' },
  'convert to its own': { mysql: 'online', mariadb: 'instant' },
  'change the engine': { mysql: 'copy', mariadb: 'copy', for: 'another engine' },
  'sort rows': { mysql: 'copy', mariadb: 'copy', for: 'another order of the rows' },
  partition: { mysql: 'copy', mariadb: 'copy', for: 'other partitions' },
} as const satisfies Readonly<Record<string, MysqlCost>>

/** A kind of change. */
export type MysqlKind = keyof typeof MYSQL_COSTS

const ORDER: readonly MysqlWay[] = ['instant', 'online', 'writes wait', 'copy']

/** The way of a statement that does several things: that of the most expensive one. */
export function mysqlCostOf(kinds: readonly MysqlKind[]): Pick<MysqlCost, 'mysql' | 'mariadb'> {
  const worst = (ways: readonly MysqlWay[]): MysqlWay =>
    ORDER[Math.max(0, ...ways.map((way) => ORDER.indexOf(way)))] ?? 'instant'
  const costs: readonly MysqlCost[] = kinds.map((kind) => MYSQL_COSTS[kind])
  return {
    mysql: worst(costs.map(({ mysql }) => mysql)),
    mariadb: worst(costs.map(({ mariadb }) => mariadb)),
  }
}

/** Whether others have to wait for a change on one of the servers. */
export function isCostlyOnMysql(kind: MysqlKind): boolean {
  const { mysql, mariadb }: MysqlCost = MYSQL_COSTS[kind]
  return [mysql, mariadb].some((way) => way === 'copy' || way === 'writes wait')
}
