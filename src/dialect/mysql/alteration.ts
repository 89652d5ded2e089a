import type { Table } from '#schema'
import { MYSQL_COSTS, type MysqlCost, type MysqlKind, type MysqlWay } from '#sql'
import type { Hazard } from '../change-contract.ts'
import { keysIn, optionsOf } from './change-text.ts'
import type { Product } from './product.ts'

/** One change of a table that is there, as it stands in ALTER TABLE, and what has to be known to put several into one statement. */
export type Alteration = {
  readonly sql: string
  /** `adds the column users.phone` */
  readonly summary: string
  readonly verb:
    | 'add column'
    | 'drop column'
    | 'modify column'
    | 'add key'
    | 'drop key'
    | 'add check'
    | 'drop check'
    | 'add foreign key'
    | 'other'
  /** Undefined where it is not known how the server does it. */
  readonly kind: AlterationKind | undefined
  /** Of the column, key or constraint that it is about. */
  readonly name: string
  /** What it is about or needs: the names of columns. */
  readonly columns: readonly string[]
  /** A column that counts has to be the first of a key at any time. */
  readonly isCounting?: boolean
  readonly hazards: readonly Hazard[]
}

/** Kinds that no statement of `docs/lint-accuracy-mysql.md` is about; measured in the same way, on MariaDB 10.11 and MySQL 9.7. */
const MORE_COSTS = {
  'rename index': { mysql: 'online', mariadb: 'instant' },
  'hide index': { mysql: 'online', mariadb: 'instant' },
  'add expression index': { mysql: 'writes wait', mariadb: 'writes wait' },
  'add virtual index': { mysql: 'online', mariadb: 'online' },
  'describe table': { mysql: 'online', mariadb: 'instant' },
  'change collation': { mysql: 'online', mariadb: 'instant' },
  'replace virtual column': { mysql: 'instant', mariadb: 'instant' },
  'start counting': { mysql: 'copy', mariadb: 'copy' },
  'stop counting': { mysql: 'copy', mariadb: 'instant' },
  'drop primary key': { mysql: 'copy', mariadb: 'copy' },
  'enforce check': { mysql: 'instant', mariadb: 'instant' },
} as const satisfies Readonly<Record<string, MysqlCost>>

export type AlterationKind = MysqlKind | keyof typeof MORE_COSTS

/** Done while others go on, but by writing the table anew. */
const REBUILDS: readonly (AlterationKind | undefined)[] = [
  'set not null',
  'drop not null',
  'move column',
  'add key',
  'replace key',
  'rebuild',
  'add unique column',
]

/** What there is in a table that makes alterations of it cost more. */
export type Traits = {
  readonly product: Product
  /** Another engine's ways are not known. */
  readonly isInnodb: boolean
  readonly hasFulltext: boolean
  readonly isCompressed: boolean
  readonly hasVirtual: boolean
  readonly hasVirtualIndex: boolean
}

/** Before and after count alike: in between the table is one or the other. */
export function traitsOf(from: Table, to: Table, product: Product): Traits {
  const tables = [from, to]
  const settings = tables.flatMap((table) => optionsOf(table).settings)
  const keys = tables.flatMap(keysIn)
  const virtual = tables.flatMap(({ columns }) =>
    columns.flatMap(({ name, generated }) => (generated?.isStored === false ? [name] : [])),
  )
  return {
    product,
    isInnodb: !settings.some((one) => one.startsWith('ENGINE=') && one !== 'ENGINE=InnoDB'),
    hasFulltext: keys.some(({ definition }) => definition.startsWith('FULLTEXT')),
    isCompressed: settings.some((one) => /^(?:KEY_BLOCK_SIZE|ROW_FORMAT=COMPRESSED)/.test(one)),
    hasVirtual: virtual.length > 0,
    hasVirtualIndex: keys.some(({ columns }) =>
      columns.some((column) => column !== undefined && virtual.includes(column)),
    ),
  }
}

/** How the server does it, and whether it writes the table anew. */
export type Doing = { readonly way: MysqlWay; readonly isRebuilt: boolean }

export function doingOf(kind: AlterationKind | undefined, traits: Traits): Doing {
  if (kind === undefined || !traits.isInnodb) return COPIED
  const costs: Readonly<Record<string, MysqlCost>> = { ...MYSQL_COSTS, ...MORE_COSTS }
  const isMysql = traits.product === 'MySQL'
  const cost = costs[kind]
  const way = cost?.[isMysql ? 'mysql' : 'mariadb'] ?? 'copy'
  const isRebuilt = way === 'copy' || (way !== 'instant' && REBUILDS.includes(kind))
  const changesRows = isRebuilt || INSTANT_COLUMNS.includes(kind)
  if (way === 'copy' || !changesRows) return { way, isRebuilt }
  if (traits.hasFulltext) return isMysql ? COPIED : { way: 'writes wait', isRebuilt: true }
  if (!isMysql && (isRebuilt ? traits.hasVirtual : traits.hasVirtualIndex)) return COPIED
  if (traits.isCompressed && way === 'instant') return { way: 'online', isRebuilt: true }
  return { way, isRebuilt }
}

const COPIED: Doing = { way: 'copy', isRebuilt: true }

/** At once only in tables that allow rows of different ages. */
const INSTANT_COLUMNS: readonly AlterationKind[] = [
  'add column',
  'add column in a place',
  'add column with an expression',
  'add column with a check',
  'drop column',
]
