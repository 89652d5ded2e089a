import { labelOf, type Column, type Table } from '#schema'
import { mysqlTypeChange } from '#sql'
import { doingOf, type Alteration, type AlterationKind, type Traits } from './alteration.ts'
import { checkOfColumn, columnText, keysIn } from './change-text.ts'
import {
  changeHazards,
  checkHazard,
  isRequiredDate,
  madeAnewHazards,
  requiredHazards,
} from './column-hazards.ts'
import { typed } from './conversion.ts'
import { namesIn } from './introspect-text.ts'
import { writtenName } from './written-name.ts'

/** What has to be done to the columns of a table. */
export function columnAlterations(from: Table, to: Table, traits: Traits): readonly Alteration[] {
  const before = new Map(from.columns.map((column) => [column.name, column]))
  const after = new Set(to.columns.map(({ name }) => name))
  return [
    ...to.columns.flatMap((column, at) => {
      const old = before.get(column.name)
      if (old === undefined) return [added(from, to, at, traits)]
      return columnText(from, old, true) === columnText(to, column, true) || isRowTime(column, old)
        ? []
        : changed(from, to, old, column)
    }),
    ...from.columns.flatMap((column) => (after.has(column.name) ? [] : [dropped(from, column)])),
  ]
}

function added(from: Table, to: Table, at: number, traits: Traits): Alteration {
  const column = to.columns[at]
  if (column === undefined) throw new RangeError(`no column ${at}`)
  const label = `${labelOf(to)}.${column.name}`
  const place = placeOf(from, to, at, traits)
  const isCounting = column.identity !== undefined
  const isRequired = !column.isNullable && column.default === undefined && !isCounting
  const isChecked =
    checkOfColumn(to, column.name) !== undefined &&
    column.generated === undefined &&
    (column.default !== undefined || !column.isNullable)
  return {
    sql: `ADD COLUMN ${columnText(to, column, from.collation !== to.collation)}${place.text}`,
    summary: `adds the column ${label}`,
    verb: 'add column',
    kind: isChecked ? undefined : kindOfNew(to, column, place.text !== ''),
    name: column.name,
    columns: [column.name, ...place.behind, ...usedBy(to, column)],
    isCounting,
    looksAtRows: isChecked,
    hazards: [
      ...(isRequired && column.generated === undefined ? requiredHazards(to, column) : []),
      ...(isChecked ? [checkHazard(to, column)] : []),
    ],
  }
}

/** A new column stands where it should as far as that costs nothing; how columns are sorted makes no difference between schemas. */
function placeOf(
  from: Table,
  to: Table,
  at: number,
  traits: Traits,
): { readonly text: string; readonly behind: readonly string[] } {
  const nowhere = { text: '', behind: [] }
  const old = new Set(from.columns.map(({ name }) => name))
  if (!to.columns.slice(at + 1).some(({ name }) => old.has(name))) return nowhere
  // MariaDB would copy the table; and what is computed stands behind what it is computed from.
  const isComputed = to.columns[at]?.generated !== undefined
  if (isComputed || (traits.product === 'MariaDB' && traits.hasVirtual)) return nowhere
  const rank = (column: Column | undefined): number => {
    if (column === undefined || old.has(column.name)) return 0
    if (column.generated?.isStored === false) return 2
    return doingOf(kindOfNew(to, column, true), traits).way === 'instant' ? 1 : 3
  }
  const own = rank(to.columns[at])
  const previous = to.columns.slice(0, at).findLast((column) => rank(column) <= own)
  if (previous === undefined) return { text: ' FIRST', behind: [] }
  return {
    text: ` AFTER ${writtenName(previous.name)}`,
    behind: old.has(previous.name) ? [] : [previous.name],
  }
}

function kindOfNew(table: Table, column: Column, isPlaced: boolean): AlterationKind {
  if (column.identity !== undefined) return 'add counting column'
  if (column.generated !== undefined)
    return column.generated.isStored ? 'add stored column' : 'add virtual column'
  const { default: value = '' } = column
  if (/\w\s*\(/.test(value.replaceAll(/'(?:[^']|'')*'/g, '')) && !/^current_timestamp/i.test(value))
    return 'add column with a function'
  if (isRequiredDate(column)) return 'add required date'
  if (value.startsWith('(')) return 'add column with an expression'
  if (checkOfColumn(table, column.name) !== undefined) return 'add column with a check'
  return isPlaced ? 'add column in a place' : 'add column'
}

/** The other columns that a generated column is made of. */
function usedBy({ columns }: Table, { name, generated }: Column): readonly string[] {
  if (generated === undefined) return []
  const named = namesIn(generated.expression)
  return columns.flatMap((column) =>
    column.name !== name && named.has(column.name) ? [column.name] : [],
  )
}

function dropped(from: Table, column: Column): Alteration {
  const label = `${labelOf(from)}.${column.name}`
  const isVirtual = column.generated?.isStored === false
  return {
    sql: `DROP COLUMN ${writtenName(column.name)}`,
    summary: `drops the column ${label}`,
    verb: 'drop column',
    kind: isVirtual
      ? isInKey(from, column.name)
        ? undefined
        : 'drop virtual column'
      : 'drop column',
    name: column.name,
    columns: [column.name, ...usedBy(from, column)],
    users: usersOf(from, column),
    isCounting: column.identity !== undefined,
    hazards: [
      ...(column.generated === undefined
        ? [{ kind: 'data-loss', text: `the values of ${label} are lost` } as const]
        : []),
      { kind: 'old-clients', text: `code that uses ${label} fails` },
    ],
  }
}

function usersOf(table: Table, { name }: Column): readonly string[] {
  return table.columns.flatMap((one) => (usedBy(table, one).includes(name) ? [one.name] : []))
}

function isInKey(table: Table, column: string): boolean {
  return keysIn(table).some(({ columns }) => columns.includes(column))
}

function changed(from: Table, to: Table, old: Column, column: Column): readonly Alteration[] {
  const label = `${labelOf(to)}.${column.name}`
  const common = {
    name: column.name,
    columns: [column.name, ...usedBy(from, old), ...usedBy(to, column)],
    isCounting: old.identity !== undefined || column.identity !== undefined,
  }
  const text = columnText(to, column, from.collation !== to.collation)
  if (isMadeAnew(old, column))
    return [
      {
        ...common,
        sql: `DROP COLUMN ${writtenName(column.name)}, ADD COLUMN ${text}`,
        summary: `makes the column ${label} anew`,
        verb: 'modify column',
        kind:
          isVirtual(old) &&
          isVirtual(column) &&
          ![from, to].some((one) => isInKey(one, column.name))
            ? 'replace virtual column'
            : undefined,
        users: usersOf(from, old),
        hazards: madeAnewHazards(label, old, column),
      },
    ]
  return [
    {
      ...common,
      sql: `MODIFY COLUMN ${text}`,
      summary: `changes the column ${label}`,
      verb: 'modify column',
      kind: kindOfChange(from, to, old, column),
      looksAtRows: isCheckedAnew(from, to, column),
      hazards: [
        ...changeHazards(from, to, old, column),
        ...(isCheckedAnew(from, to, column) ? [checkHazard(to, column)] : []),
      ],
    },
  ]
}

function isCheckedAnew(from: Table, to: Table, { name }: Column): boolean {
  const check = checkOfColumn(to, name)
  return check !== undefined && check.definition !== checkOfColumn(from, name)?.definition
}

/** MariaDB changes no column that holds since when, or until when, a row was true. */
export function isRowTime(...columns: readonly Column[]): boolean {
  return columns.every(({ generated }) => /^ROW (?:START|END)$/.test(generated?.expression ?? ''))
}

/** What is not stored cannot be modified. */
export function isMadeAnew(old: Column, column: Column): boolean {
  return (
    (isVirtual(old) || isVirtual(column)) &&
    (old.generated?.expression !== column.generated?.expression ||
      isVirtual(old) !== isVirtual(column))
  )
}

function isVirtual({ generated }: Column): boolean {
  return generated?.isStored === false
}

/** Several of these at once cost what nobody has measured. */
function kindOfChange(
  from: Table,
  to: Table,
  old: Column,
  column: Column,
): AlterationKind | undefined {
  if (old.generated?.expression !== column.generated?.expression) return undefined
  if (old.generated?.isStored === true) return undefined
  const [check, other] = [checkOfColumn(from, old.name), checkOfColumn(to, column.name)]
  if (check?.definition !== other?.definition) return undefined
  const kinds: readonly AlterationKind[] = [
    ...kindsOfType(from, to, old, column),
    ...(old.identity === column.identity
      ? []
      : [column.identity === undefined ? ('stop counting' as const) : ('start counting' as const)]),
    ...(old.isNullable === column.isNullable
      ? []
      : [old.isNullable ? notNullKind(column) : ('drop not null' as const)]),
  ]
  if (kinds.length > 1) return undefined
  return kinds[0] ?? (old.default === column.default ? 'keep the type' : 'set default')
}

function notNullKind({ type }: Column): AlterationKind {
  return type.startsWith('timestamp') ? 'set not null of a timestamp' : 'set not null'
}

function kindsOfType(
  from: Table,
  to: Table,
  old: Column,
  column: Column,
): readonly AlterationKind[] {
  const change = mysqlTypeChange(typed(old), typed(column), {})
  const sorts = old.collation !== column.collation
  if (change === undefined || (change !== 'keep the type' && sorts)) return ['change the type']
  if (change !== 'keep the type') return [change]
  if (!sorts) return []
  const isPlain = /char\(|text$/.test(column.type) && column.generated === undefined
  const isIndexed = isInKey(from, column.name) || isInKey(to, column.name)
  return [isPlain && !isIndexed ? 'change collation' : 'change the type']
}
