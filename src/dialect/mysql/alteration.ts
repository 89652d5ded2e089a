import type { Table } from '#schema'
import { MYSQL_COSTS, type MysqlCost, type MysqlKind, type MysqlWay } from '#sql'
import type { Hazard } from '../change-contract.ts'
import { checksIn, keysIn, optionsOf } from './change-text.ts'
import { namesIn } from './introspect-text.ts'
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
  /** Columns that are made of the one that goes: they may not be left behind. */
  readonly users?: readonly string[]
  /** A column that counts has to be the first of a key at any time. */
  readonly isCounting?: boolean
  /** MariaDB looks at no row for the check of a column, unless it copies them. */
  readonly looksAtRows?: boolean
  readonly hazards: readonly Hazard[]
}

/** Kinds that no statement of `docs/lint-accuracy-mysql.md` is about; measured in the same way, on MariaDB 10.11 and MySQL 9.7. */
const MORE_COSTS = {
  'rename index': { mysql: 'online', mariadb: 'instant' },
  'hide index': { mysql: 'online', mariadb: 'instant' },
  'add expression index': { mysql: 'writes wait', mariadb: 'writes wait' },
  'drop expression index': { mysql: 'online', mariadb: 'online' },
  'add virtual index': { mysql: 'online', mariadb: 'online' },
  'describe table': { mysql: 'online', mariadb: 'instant' },
  'set default collation': { mysql: 'online', mariadb: 'online' },
  'change collation': { mysql: 'online', mariadb: 'online' },
  'add required date': { mysql: 'online', mariadb: 'instant' },
  'set not null of a timestamp': { mysql: 'online', mariadb: 'copy' },
  'drop virtual column': { mysql: 'instant', mariadb: 'instant' },
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
  'add required date',
  'set not null of a timestamp',
]

/** What there is in a table that makes alterations of it cost more. */
export type Traits = {
  readonly product: Product
  /** The ways of other engines are not known; and MariaDB copies whatever has a hidden column, for a unique key of long texts. */
  readonly isInnodb: boolean
  readonly hasFulltext: boolean
  readonly isCompressed: boolean
  readonly hasVirtual: boolean
  readonly hasGenerated: boolean
  readonly hasSeveralVirtual: boolean
  /** MySQL copies a table for any change of a column where one of these is checked. */
  readonly checksDates: boolean
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
    isInnodb:
      !settings.some((one) => one.startsWith('ENGINE=') && one !== 'ENGINE=InnoDB') &&
      !keys.some(({ definition }) => definition.endsWith(' USING HASH')),
    hasFulltext: keys.some(({ definition }) => definition.startsWith('FULLTEXT')),
    isCompressed: settings.some((one) => /^(?:KEY_BLOCK_SIZE|ROW_FORMAT=COMPRESSED)/.test(one)),
    hasVirtual: virtual.length > 0,
    hasGenerated: tables.some(({ columns }) =>
      columns.some(({ generated }) => generated !== undefined),
    ),
    hasSeveralVirtual: new Set(virtual).size > 1,
    checksDates: tables.some(checksDates),
    hasVirtualIndex: keys.some(({ columns }) =>
      columns.some((column) => column !== undefined && virtual.includes(column)),
    ),
  }
}

function checksDates(table: Table): boolean {
  const named = checksIn(table).map(({ definition }) => namesIn(definition))
  return table.columns.some(
    ({ name, type }) =>
      /^(?:date|time|enum|set)/.test(type) && named.some((names) => names.has(name)),
  )
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
  if (isMysql && traits.checksDates && MODIFICATIONS.includes(kind)) return COPIED
  const changesRows = isRebuilt || INSTANT_COLUMNS.includes(kind)
  // One that others stand behind.
  if (isMysql && traits.hasSeveralVirtual && /^(?:drop|replace) virtual column$/.test(kind))
    return { way: 'online', isRebuilt: false }
  if (way === 'copy' || !changesRows) return { way, isRebuilt }
  if (traits.hasFulltext) return isMysql ? COPIED : { way: 'writes wait', isRebuilt: true }
  const shiftsAll = isRebuilt || traits.isCompressed
  if (!isMysql && (shiftsAll ? traits.hasGenerated : traits.hasVirtualIndex)) return COPIED
  if (traits.isCompressed && way === 'instant') return { way: 'online', isRebuilt: true }
  return { way, isRebuilt }
}

const COPIED: Doing = { way: 'copy', isRebuilt: true }

const MODIFICATIONS: readonly AlterationKind[] = [
  'keep the type',
  'set default',
  'grow varchar',
  'grow short varchar',
  'append values',
  'set not null',
  'set not null of a timestamp',
  'drop not null',
  'change collation',
  'stop counting',
]

/** At once only in tables that allow rows of different ages. */
const INSTANT_COLUMNS: readonly AlterationKind[] = [
  'add column',
  'add column in a place',
  'add column with an expression',
  'add column with a check',
  'add required date',
  'drop column',
]
