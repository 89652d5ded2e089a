import { labelOf, type Column, type Constraint, type Table } from '#schema'
import type { Alteration, AlterationKind } from './alteration.ts'
import { isMadeAnew } from './change-columns.ts'
import {
  checksIn,
  constraintText,
  foreignKeysIn,
  indexOfForeignKey,
  keysIn,
  keyText,
  serves,
  type Key,
} from './change-text.ts'
import { namesIn } from './introspect-text.ts'
import type { Product } from './product.ts'
import { writtenName } from './written-name.ts'

/** What has to be done to the keys and checks of a table; `goes` are the foreign keys that are dropped beforehand. */
export function keyAlterations(
  from: Table,
  to: Table,
  goes: readonly Constraint[],
  product: Product,
): readonly Alteration[] {
  const before = [...keysIn(from), ...heldIndexes(from, to, goes)]
  const after = [...keysIn(to), ...supports(from, to, before, goes)]
  const same = (a: Key, b: Key): boolean => textOf(a) === textOf(b)
  const remade = remadeColumns(from, to)
  const isRemade = (key: Key): boolean =>
    key.columns.some((column) => column !== undefined && remade.has(column))
  const stays = (key: Key, others: readonly Key[]): boolean =>
    others.some((other) => other.name === key.name && same(key, other)) && !isRemade(key)
  const gone = before.filter((key) => !stays(key, after))
  const made = after.filter((key) => !stays(key, before))
  const taken = new Set<Key>()
  const renamed = gone.flatMap((key) => {
    const isTaken = after.some(({ name }) => name === key.name)
    if (key.name === 'PRIMARY' || isTaken || isRemade(key)) return []
    const other = made.find(
      (one) => same(key, one) && !taken.has(one) && !before.some(({ name }) => name === one.name),
    )
    if (other === undefined) return []
    taken.add(other)
    return [{ key, other }]
  })
  const isRenamed = (key: Key): boolean =>
    renamed.some((pair) => pair.key === key || pair.other === key)
  const hidden = gone.flatMap((key) => {
    const other = made.find(({ name }) => name === key.name)
    return other !== undefined && !same(key, other) && bare(key) === bare(other)
      ? [{ key, other }]
      : []
  })
  const isHidden = (key: Key): boolean =>
    hidden.some((pair) => pair.key === key || pair.other === key)
  const plain = (key: Key): boolean => !isRenamed(key) && !isHidden(key)
  const dropped = gone.filter(plain).filter((key) => !isKeptFor(key, to))
  return [
    ...renamed.map(({ key, other }) => renaming(to, key, other)),
    ...hidden.map(({ other }) => hiding(to, other, product)),
    ...dropped.map((key) => drop(from, to, key)),
    ...made.filter(plain).map((key) => add(from, to, key)),
    ...checkAlterations(from, to),
  ]
}

/** Columns of another type that are dropped and added: a key cannot be kept over one. */
function remadeColumns(from: Table, to: Table): ReadonlySet<string> {
  const isRemade = (old: Column): boolean =>
    to.columns.some(
      (column) => column.name === old.name && column.type !== old.type && isMadeAnew(old, column),
    )
  return new Set(from.columns.filter(isRemade).map(({ name }) => name))
}

function textOf({ definition, comment }: Key): string {
  return `${definition}\n${comment ?? ''}`
}

/** Without whether queries may use it. */
function bare(key: Key): string {
  return textOf(key).replace(HIDDEN, '')
}

const HIDDEN = / (?:INVISIBLE|IGNORED)(?=\n)/

/** What the other table has as the index of a foreign key need not go. */
function isKeptFor({ name, definition }: Key, to: Table): boolean {
  return foreignKeysIn(to).some((one) => {
    const key = indexOfForeignKey(one)
    return key?.name === name && key.definition === definition
  })
}

/** Indexes of foreign keys that go, and that another one needs that stays. */
export function heldIndexes(from: Table, to: Table, goes: readonly Constraint[]): readonly Key[] {
  const stays = foreignKeysIn(from).filter((one) => !goes.includes(one))
  const keys = keysIn(to)
  return goes.flatMap((one) => {
    const key = indexOfForeignKey(one)
    return key !== undefined &&
      !keys.some(({ name }) => name === key.name) &&
      !isKeptFor(key, to) &&
      stays.some(({ columns }) => serves(key, columns))
      ? [key]
      : []
  })
}

/** The server lets no index go that a foreign key needs: where none of its indexes stays, its own has to come. */
function supports(
  from: Table,
  to: Table,
  before: readonly Key[],
  goes: readonly Constraint[],
): readonly Key[] {
  return foreignKeysIn(from).flatMap((one) => {
    if (one.index !== undefined || goes.includes(one)) return []
    const other = foreignKeysIn(to).find(({ name }) => name === one.name)
    const key = other === undefined ? undefined : indexOfForeignKey(other)
    const isServed = keysIn(to).some(
      (each) =>
        serves(each, one.columns) &&
        before.some(({ name, definition }) => name === each.name && definition === each.definition),
    )
    return key === undefined || isServed ? [] : [key]
  })
}

function wholeColumns({ columns, definition }: Key): readonly string[] {
  const named = namesIn(definition)
  return [...new Set([...columns.flatMap((column) => column ?? []), ...named])]
}

function described(table: Table, key: Key): string {
  return key.name === 'PRIMARY'
    ? `the primary key of ${labelOf(table)}`
    : `the index ${labelOf(table)}.${key.name}`
}

function counts({ columns }: Table, key: Key): boolean {
  return columns.some(({ name, identity }) => identity !== undefined && key.columns.includes(name))
}

function renaming(table: Table, key: Key, other: Key): Alteration {
  return {
    sql: `RENAME INDEX ${writtenName(key.name)} TO ${writtenName(other.name)}`,
    summary: `renames ${described(table, key)} to ${other.name}`,
    verb: 'other',
    kind: 'rename index',
    name: other.name,
    columns: [],
    hazards: [],
  }
}

function hiding(table: Table, key: Key, product: Product): Alteration {
  const [word] = HIDDEN.exec(textOf(key)) ?? []
  return {
    sql: `ALTER INDEX ${writtenName(key.name)} ${word?.trim() ?? (product === 'MariaDB' ? 'NOT IGNORED' : 'VISIBLE')}`,
    summary: `${word === undefined ? 'shows' : 'hides'} ${described(table, key)}`,
    verb: 'other',
    kind: 'hide index',
    name: key.name,
    columns: [],
    hazards: [],
  }
}

function drop(from: Table, to: Table, key: Key): Alteration {
  const isPrimary = key.name === 'PRIMARY'
  const isReplaced = isPrimary && keysIn(to).some(({ name }) => name === 'PRIMARY')
  return {
    sql: isPrimary ? 'DROP PRIMARY KEY' : `DROP INDEX ${writtenName(key.name)}`,
    summary: `drops ${described(from, key)}`,
    verb: 'drop key',
    kind: isReplaced ? 'replace key' : isPrimary ? 'drop primary key' : kindOfDrop(key),
    name: key.name,
    columns: wholeColumns(key),
    isCounting: counts(from, key),
    hazards: [],
  }
}

function add(from: Table, to: Table, key: Key): Alteration {
  const isPrimary = key.name === 'PRIMARY'
  const isReplaced = isPrimary && keysIn(from).some(({ name }) => name === 'PRIMARY')
  const shown = wholeColumns(key)
  return {
    sql: `ADD ${keyText(key)}`,
    summary: `adds ${described(to, key)}`,
    verb: 'add key',
    kind: isReplaced ? 'replace key' : isPrimary ? 'add key' : kindOf(to, key),
    name: key.name,
    columns: shown,
    isCounting: counts(to, key),
    hazards:
      key.isUnique && !isOfNewColumn(from, to, key)
        ? [
            {
              kind: 'may-fail',
              text: `rows of ${labelOf(to)} that are alike in ${shown.join(', ')} stand against it`,
            },
          ]
        : [],
  }
}

/** A new column without values: what is empty is never alike. */
function isOfNewColumn(from: Table, to: Table, { columns }: Key): boolean {
  return to.columns.some(
    (column) =>
      columns.includes(column.name) &&
      column.isNullable &&
      column.default === undefined &&
      column.generated === undefined &&
      !from.columns.some(({ name }) => name === column.name),
  )
}

/** With a hidden column that has to be unique, MySQL copies the table. */
function kindOfDrop({ columns, isUnique }: Key): AlterationKind | undefined {
  if (!columns.includes(undefined)) return 'drop index'
  return isUnique ? undefined : 'drop expression index'
}

function kindOf(table: Table, { definition, columns, isUnique }: Key): AlterationKind | undefined {
  if (definition.startsWith('FULLTEXT')) return 'add fulltext index'
  if (definition.startsWith('SPATIAL')) return 'add spatial index'
  if (columns.includes(undefined)) return isUnique ? undefined : 'add expression index'
  const isVirtual = table.columns.some(
    ({ name, generated }) => generated?.isStored === false && columns.includes(name),
  )
  return isVirtual ? 'add virtual index' : 'add index'
}

function checkAlterations(from: Table, to: Table): readonly Alteration[] {
  const [before, after] = [checksIn(from), checksIn(to)]
  const other = (list: readonly Constraint[], one: Constraint): Constraint | undefined =>
    list.find(({ name }) => name === one.name)
  const isSwitched = (one: Constraint, two: Constraint | undefined): boolean =>
    two !== undefined && one.definition !== two.definition && clause(one) === clause(two)
  const about = (table: Table, check: Constraint): Pick<Alteration, 'name' | 'columns'> => {
    const named = namesIn(check.definition)
    const columns = table.columns.flatMap(({ name }) => (named.has(name) ? [name] : []))
    return { name: check.name, columns }
  }
  return [
    ...before
      .filter((one) => other(after, one)?.definition !== one.definition)
      .filter((one) => !isSwitched(one, other(after, one)))
      .map((check): Alteration => ({
        ...about(from, check),
        sql: `DROP CONSTRAINT ${writtenName(check.name)}`,
        summary: `drops the check ${labelOf(from)}.${check.name}`,
        verb: 'drop check',
        kind: 'drop constraint',
        hazards: [],
      })),
    ...after
      .filter((one) => other(before, one)?.definition !== one.definition)
      .map((check): Alteration => {
        const isAltered = isSwitched(check, other(before, check))
        return {
          ...about(to, check),
          sql: isAltered
            ? `ALTER CHECK ${writtenName(check.name)} ${check.isValid ? 'ENFORCED' : 'NOT ENFORCED'}`
            : `ADD ${constraintText(check)}`,
          summary: `${isAltered ? 'changes' : 'adds'} the check ${labelOf(to)}.${check.name}`,
          verb: 'add check',
          kind: isAltered && !check.isValid ? 'enforce check' : 'add check',
          hazards: check.isValid
            ? [
                {
                  kind: 'may-fail',
                  text: `rows of ${labelOf(to)} that ${check.name} forbids stand against it`,
                },
              ]
            : [],
        }
      }),
  ]
}

function clause({ definition }: Constraint): string {
  return definition.replace(/ NOT ENFORCED$/, '')
}
