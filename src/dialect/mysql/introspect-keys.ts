import type { Constraint, Index, Reference } from '#schema'
import type { Catalog, CatalogRow } from './catalog.ts'
import { grouped } from './grouped.ts'
import { expressionText, namesIn } from './introspect-text.ts'
import { quoted, quotedList } from './name.ts'

/** What a table's keys and constraints are. */
export type Keys = {
  readonly constraints: readonly Constraint[]
  readonly indexes: readonly Index[]
}

/** The rows of one table. */
export type KeyRows = {
  readonly statistics: readonly CatalogRow[]
  readonly references: readonly CatalogRow[]
  readonly referenceColumns: readonly CatalogRow[]
  readonly checks: readonly CatalogRow[]
  readonly columns: readonly string[]
  readonly engine: string | undefined
}

/**
 * The keys of a table. A unique key over whole columns is a constraint, any other an index; the index that the server made for
 * a foreign key is no part of its own.
 */
export function keysOf(rows: KeyRows, catalog: Catalog): Keys {
  const keys = [...grouped(rows.statistics, ({ name = '' }) => name).values()].map((parts) =>
    indexOf(parts, rows.engine, catalog),
  )
  const foreignKeys = rows.references.map((row) => {
    const own = rows.referenceColumns.filter(({ name }) => name === row['name'])
    return withIndex(foreignKeyOf(row, own, catalog), keys)
  })
  const made = new Set(foreignKeys.map(({ index }) => index))
  const plain = keys.filter(({ name }) => !made.has(name))
  return {
    constraints: [
      ...plain
        .filter(isConstraint)
        .map(constraintOf)
        .toSorted((a, b) => Number(a.hasName) - Number(b.hasName) || byName(a, b)),
      ...foreignKeys.toSorted(byName),
      ...rows.checks.map((row) => checkOf(row, rows.columns, catalog)).toSorted(byName),
    ],
    indexes: plain.filter((key) => !isConstraint(key)),
  }
}

function byName(a: Constraint, b: Constraint): number {
  return a.name < b.name ? -1 : 1
}

function indexOf(
  parts: readonly CatalogRow[],
  engine: string | undefined,
  catalog: Catalog,
): Index {
  const [first = {}] = parts
  const { name = '', type = '', comment = '' } = first
  const isUnique = Number(first['plain']) === 0
  const form = type === 'FULLTEXT' || type === 'SPATIAL' ? type : isUnique ? 'UNIQUE' : ''
  const definition = [
    form,
    `KEY (${parts.map((part) => partText(part, catalog)).join(', ')})`,
    usingText(type, engine),
    first['hidden'] === 'YES' ? (catalog.product === 'MariaDB' ? 'IGNORED' : 'INVISIBLE') : '',
  ]
  return {
    name,
    definition: definition.filter((part) => part !== '').join(' '),
    isUnique,
    columns: parts.map(({ col }) => col),
    where: undefined,
    isValid: true,
    comment: comment === '' ? undefined : comment,
  }
}

/** Each engine has a usual kind of index. */
function usingText(type: string, engine: string | undefined): string {
  const usual = engine === 'MEMORY' ? 'HASH' : 'BTREE'
  return type !== usual && (type === 'HASH' || type === 'BTREE') ? `USING ${type}` : ''
}

function partText(part: CatalogRow, catalog: Catalog): string {
  const { col, expression } = part
  const length = part['part'] === undefined || part['type'] === 'SPATIAL' ? '' : `(${part['part']})`
  const order = part['ordered'] === 'D' ? ' DESC' : ''
  if (col === undefined) return `(${expressionText(expression ?? '', catalog)})${order}`
  return `${quoted(col)}${length}${order}`
}

/** Whether a key says nothing but that values are unique. */
function isConstraint({ name, definition, columns }: Index): boolean {
  if (name === 'PRIMARY') return true
  const whole = columns.filter((column) => column !== undefined)
  return definition === `UNIQUE KEY ${quotedList(whole)}`
}

function constraintOf({ name, definition, columns, comment }: Index): Constraint {
  const isPrimary = name === 'PRIMARY'
  return {
    name,
    hasName: !isPrimary,
    definition: isPrimary ? definition.replace(/^UNIQUE KEY/, 'PRIMARY KEY') : definition,
    kind: isPrimary ? 'primary key' : 'unique',
    columns: columns.flatMap((column) => column ?? []),
    references: undefined,
    isValid: true,
    comment,
  }
}

function foreignKeyOf(
  row: CatalogRow,
  columns: readonly CatalogRow[],
  { database }: Catalog,
): Constraint {
  const { far_schema: schema, far_tab: table = '' } = columns[0] ?? {}
  const references: Reference = {
    table: { schema: schema === database ? undefined : schema, name: table },
    columns: columns.flatMap((column) => column['far_col'] ?? []),
    onUpdate: actionOf(row['updating']),
    onDelete: actionOf(row['deleting']),
  }
  const own = columns.flatMap(({ col }) => col ?? [])
  const { name = '' } = row
  return {
    name,
    hasName: true,
    definition: `FOREIGN KEY ${quotedList(own)} ${referencesText(references)}`,
    kind: 'foreign key',
    columns: own,
    references,
    isValid: true,
    comment: undefined,
  }
}

/** RESTRICT is what the servers of this family do for NO ACTION as well, and which of them they say differs. */
function actionOf(rule: string | undefined): string {
  return rule === undefined || rule === 'RESTRICT' ? 'NO ACTION' : rule
}

function referencesText({ table, columns, onDelete, onUpdate }: Reference): string {
  const place = table.schema === undefined ? '' : `${quoted(table.schema)}.`
  const actions = [
    onDelete === 'NO ACTION' ? '' : ` ON DELETE ${onDelete}`,
    onUpdate === 'NO ACTION' ? '' : ` ON UPDATE ${onUpdate}`,
  ]
  return `REFERENCES ${place}${quoted(table.name)} ${quotedList(columns)}${actions.join('')}`
}

/** The server names it as the foreign key, or, where nobody named that, as its first column. */
function withIndex(foreignKey: Constraint, keys: readonly Index[]): Constraint {
  const { name, columns } = foreignKey
  const isNamed = !/_ibfk_\d+$/.test(name)
  const [first = ''] = columns
  const made = keys.find(
    (key) =>
      key.definition === `KEY ${quotedList(columns)}` &&
      key.comment === undefined &&
      (key.name === name || (!isNamed && key.name.replace(/_\d+$/, '') === first)),
  )
  return made === undefined ? foreignKey : { ...foreignKey, index: made.name }
}

function checkOf(row: CatalogRow, columns: readonly string[], catalog: Catalog): Constraint {
  const { name = '', clause = '', level } = row
  const expression = expressionText(clause, catalog)
  const named = namesIn(expression)
  const used = columns.filter((column) => named.has(column))
  const isOfColumn = level === 'Column'
  return {
    name: isOfColumn ? `(${name})` : name,
    hasName: !isOfColumn,
    definition: `CHECK (${expression})${row['enforced'] === 'NO' ? ' NOT ENFORCED' : ''}`,
    kind: 'check',
    columns: isOfColumn ? [name] : used.length === 1 ? used : [],
    references: undefined,
    isValid: row['enforced'] !== 'NO',
    comment: undefined,
  }
}

/** Whether a check of MariaDB is what makes `json` of a text. */
export function isJsonCheck({ name = '', level, clause }: CatalogRow): boolean {
  return level === 'Column' && clause === `json_valid(${quoted(name)})`
}
