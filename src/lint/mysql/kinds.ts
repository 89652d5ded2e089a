import { mysqlTypeChange, type MysqlKind } from '#sql'
import type { Alteration } from '../reading/alteration.ts'
import { type ColumnText, isSame } from '../reading/column.ts'
import type { CreateIndex } from '../reading/deed.ts'
import type { Table } from '../reading/tables.ts'
import type { WordedScene } from '../reading/worded-course.ts'

/** A change of a table, and what it is of; undefined where that cannot be told. */
export type Change = {
  readonly table: CreateIndex['table']
  readonly kind: MysqlKind | undefined
  readonly alteration: Alteration | undefined
  readonly at: number
}

/** What has to be known around a statement. */
type Around = Pick<WordedScene, 'deed' | 'tables'> & {
  readonly earlier: readonly Pick<WordedScene, 'deed'>[]
}

/** What a statement changes of a table that was there before it; none for any other statement. */
export function changesOf(scene: Around): readonly Change[] {
  const known = READ.get(scene)
  if (known !== undefined) return known
  const changes = readChanges(scene)
  READ.set(scene, changes)
  return changes
}

/** Every rule asks for the changes of the same statement. */
const READ = new WeakMap<Around, readonly Change[]>()

function readChanges(scene: Around): readonly Change[] {
  const { deed, tables } = scene
  if (deed.kind === 'create index') {
    const { table, form, index } = deed
    if (tables.isNew(table)) return []
    return [{ table, kind: kindOfIndex(form), alteration: undefined, at: index.at }]
  }
  if (deed.kind !== 'alter table' || tables.isNew(deed.table)) return []
  const { table, alterations } = deed
  const known = tables.table(table)
  const isUnchecked = foreignKeysAreOff(scene)
  const replacesKey =
    alterations.some(({ kind }) => kind === 'drop key') && alterations.some(addsKey)
  return alterations.flatMap((alteration) => {
    if (alteration.kind === 'algorithm' || alteration.kind === 'lock') return []
    const kind = kindOf(alteration, known, isUnchecked)
    const isKey = kind === 'drop key' || kind === 'add key'
    return [
      {
        table,
        kind: replacesKey && isKey ? ('replace key' as const) : kind,
        alteration,
        at: alteration.at,
      },
    ]
  })
}

/** Whether the file has switched the checks of foreign keys off. */
function foreignKeysAreOff({ earlier }: Around): boolean {
  const values = earlier.flatMap(({ deed }) =>
    deed.kind === 'set'
      ? deed.settings.filter(({ name, isGlobal }) => name === 'foreign_key_checks' && !isGlobal)
      : [],
  )
  return ['0', 'off', 'false'].includes(values.at(-1)?.value ?? '')
}

function addsKey(alteration: Alteration): boolean {
  if (alteration.kind === 'add column') return alteration.column.isKey
  return alteration.kind === 'add constraint' && alteration.constraint.kind === 'key'
}

function kindOfIndex(form: CreateIndex['form']): MysqlKind {
  if (form === 'fulltext') return 'add fulltext index'
  return form === 'spatial' ? 'add spatial index' : 'add index'
}

function kindOf(
  alteration: Alteration,
  table: Table | undefined,
  isUnchecked: boolean,
): MysqlKind | undefined {
  switch (alteration.kind) {
    case 'add column':
      return kindOfColumn(alteration.column, table, isUnchecked)
    case 'add constraint':
      return kindOfConstraint(alteration.constraint.kind, isUnchecked)
    case 'modify column':
      return kindOfModification(alteration.from.key, alteration.column, table)
    case 'convert':
      return isOwnCharset(alteration, table) ? 'convert to its own' : 'convert'
    case 'engine':
      return alteration.value === 'innodb' ? 'rebuild' : 'change the engine'
    case 'drop column':
      // With a column of the primary key goes the key.
      return table === undefined || isInKey(table, alteration.name.key) ? undefined : 'drop column'
    case 'order':
      return 'sort rows'
    case 'rename column':
    case 'rename table':
    case 'drop index':
    case 'drop foreign key':
    case 'drop constraint':
    case 'drop key':
    case 'rebuild':
    case 'partition':
    case 'set default':
      return alteration.kind
    default:
      return undefined
  }
}

function kindOfColumn(
  column: ColumnText,
  table: Table | undefined,
  isUnchecked: boolean,
): MysqlKind {
  if (column.countsUp || column.type.startsWith('serial')) return 'add counting column'
  if (column.generated === 'stored') return 'add stored column'
  if (column.generated === 'virtual') return 'add virtual column'
  if (column.default?.kind === 'expression') return kindOfDefault(column.default.words)
  if (column.reference !== undefined)
    return isUnchecked ? 'add foreign key unchecked' : 'add column with a reference'
  if (column.isChecked) return 'add column with a check'
  if (column.isUnique || column.isKey) return 'add unique column'
  if (!column.isPlaced) return 'add column'
  const hasVirtual = [...(table?.columns.values() ?? [])].some(
    ({ generated }) => generated === 'virtual',
  )
  return hasVirtual ? 'add column in a place beside a virtual one' : 'add column in a place'
}

/** A default that calls a function may be another one for each row. */
function kindOfDefault(words: NonNullable<ColumnText['default']>['words']): MysqlKind {
  const calls = words.some(
    ({ word }, index) => /^[A-Z_]\w*$/.test(word) && words[index + 1]?.word === '(',
  )
  // A call without brackets around it is one word here: its arguments are not kept.
  const isBareCall = words.length === 1 && /^[A-Z_]\w*$/.test(words[0]?.word ?? '')
  return calls || isBareCall ? 'add column with a function' : 'add column with an expression'
}

function kindOfConstraint(
  kind: Extract<Alteration, { kind: 'add constraint' }>['constraint']['kind'],
  isUnchecked: boolean,
): MysqlKind {
  switch (kind) {
    case 'foreign key':
      return isUnchecked ? 'add foreign key unchecked' : 'add foreign key'
    case 'check':
      return 'add check'
    case 'key':
      return 'add key'
    case 'fulltext':
      return 'add fulltext index'
    case 'spatial':
      return 'add spatial index'
    default:
      return 'add index'
  }
}

function kindOfModification(
  from: string,
  column: ColumnText,
  table: Table | undefined,
): MysqlKind | undefined {
  const old = table?.columns.get(from)
  if (table === undefined || old === undefined) return undefined
  // What a generated column becomes depends on what it was made of.
  if (old.generated !== undefined || column.generated !== undefined) return undefined
  if (column.countsUp !== old.countsUp || column.reference !== undefined) return undefined
  const change = mysqlTypeChange(old, column, table)
  if (change !== 'keep the type') return change
  const isRequired = column.isNotNull || column.isKey
  const wasRequired =
    old.isNotNull || old.isKey || table.constraints.some((each) => isKeyOf(each, from))
  if (isRequired !== wasRequired) return isRequired ? 'set not null' : 'drop not null'
  if (column.isChecked || column.isUnique || column.isKey) return undefined
  if (column.isPlaced) return 'move column'
  return isSame(old.default?.words ?? [], column.default?.words ?? [])
    ? 'keep the type'
    : 'set default'
}

function isKeyOf({ kind, columns }: Table['constraints'][number], column: string): boolean {
  return kind === 'key' && columns.includes(column)
}

function isInKey({ columns, constraints }: Table, column: string): boolean {
  return columns.get(column)?.isKey === true || constraints.some((each) => isKeyOf(each, column))
}

function isOwnCharset(
  { charset, collation }: Extract<Alteration, { kind: 'convert' }>,
  table: Table | undefined,
): boolean {
  if (collation !== undefined || table?.charset !== charset) return false
  return [...table.columns.values()].every(
    (column) => column.charset === undefined && column.collation === undefined,
  )
}
