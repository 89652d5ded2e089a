import { type MysqlCost, MYSQL_COSTS, isCostlyOnMysql, type MysqlKind, type MysqlWay } from '#sql'
import type { WordedScene } from '../reading/worded-course.ts'
import type { Hit } from '../rule.ts'
import { type Change, changesOf } from './kinds.ts'

/** What a rule says about changes of these kinds, of tables that are in use, for which others have to wait. */
export function costlyChanges(
  scene: WordedScene,
  kinds: readonly MysqlKind[],
  safe: (change: Change) => string | undefined = () => undefined,
): readonly Hit[] {
  return changesOf(scene).flatMap((change) => {
    const { kind, table, at } = change
    if (kind === undefined || !kinds.includes(kind) || !isCostlyOnMysql(kind)) return []
    return [{ at, message: told(table.shown, MYSQL_COSTS[kind]), safe: safe(change) }]
  })
}

function told(table: string, { for: what = 'this', mysql, mariadb }: MysqlCost): string {
  const [one, other] = [doing(mysql, table), doing(mariadb, table)]
  return mysql === mariadb
    ? `For ${what} the server ${one}.`
    : `For ${what} MySQL ${one}; MariaDB ${other}.`
}

function doing(way: MysqlWay, table: string): string {
  switch (way) {
    case 'copy':
      return `copies all of ${table} while writes to it wait`
    case 'writes wait':
      return `works through ${table} while writes to it wait`
    case 'online':
      return 'does it while others read and write'
    case 'instant':
      return 'does it at once'
  }
}
