import type { Column, Constraint, Table } from '#schema'
import type { Row } from '../contract.ts'
import type { ColumnText } from './column-text.ts'
import type { ConstraintText } from './constraint-text.ts'
import { readIndex } from './index-text.ts'
import { triggerOf } from './introspect-objects.ts'
import { folded, written, writtenList } from './name.ts'
import { spellExpression, spellStatement } from './spelling.ts'
import { readTable, type TableText } from './table-text.ts'
import { nameOf, read } from './token.ts'

/** What is known beside the row of a table. */
type Beside = {
  /** The columns of each table, by its folded name. */
  readonly columns: ReadonlyMap<string, readonly Row[]>
  /** Its indexes and triggers. */
  readonly attached: readonly Row[]
}

const PLAIN = {
  schema: undefined,
  attachments: [],
  comment: undefined,
  parents: [],
  isPartition: false,
} as const

/** A table of `sqlite_schema`. */
export function tableOf(row: Row, { columns, attached }: Beside): Table {
  const [name, sql] = [String(row['name']), String(row['sql'])]
  const text = readTable(sql)
  const rows = columns.get(folded(name)) ?? []
  const names = new Map(rows.map((one) => [folded(String(one['name'])), String(one['name'])]))
  const texts = new Map(text.columns.map((one) => [folded(one.name), one]))
  return {
    ...PLAIN,
    name,
    definition: text.options.join(', '),
    columns: rows.map((one) => columnOf(one, texts.get(folded(String(one['name']))), text)),
    constraints: numbered(text.constraints.map((one) => constraintOf(one, columns))),
    indexes: attached
      .filter(({ type }) => type === 'index')
      .map((one) => readIndex(String(one['name']), String(one['sql']), names)),
    triggers: attached.filter(({ type }) => type === 'trigger').map(triggerOf),
    sql,
  }
}

/** A virtual table: its module keeps the rows, and godwit leaves it as it is. */
export function virtualTableOf(row: Row, columns: readonly Column[]): Table {
  const sql = String(row['sql'])
  return {
    ...PLAIN,
    name: String(row['name']),
    definition: `VIRTUAL ${spellStatement(read(sql).slice(4))}`,
    columns,
    constraints: [],
    indexes: [],
    triggers: [],
    sql,
  }
}

function columnOf(row: Row, text: ColumnText | undefined, table: TableText): Column {
  const name = String(row['name'])
  const type = String(row['type'])
  const key = table.constraints.find(({ kind }) => kind === 'primary key')
  const isInKey = key?.columns.some((column) => folded(column) === folded(name)) === true
  const isRowid = isInKey && isRowidKey(key, text, table)
  const isRequired =
    isRowid || Number(row['notnull']) === 1 || (isInKey && table.options.length > 0)
  const value = typeof row['dflt_value'] === 'string' ? spellDefault(row['dflt_value']) : undefined
  const generated = text?.generated
  const definition = [
    text?.type ?? type.toUpperCase(),
    text === undefined || text.collation === '' ? '' : `COLLATE ${text.collation}`,
    isRequired && !isRowid ? `NOT NULL${text?.notNull?.conflict ?? ''}` : '',
    value === undefined || generated !== undefined ? '' : `DEFAULT ${asDefault(value)}`,
    generated === undefined
      ? ''
      : `GENERATED ALWAYS AS (${generated.expression})${generated.isStored ? ' STORED' : ''}`,
  ]
  return {
    name,
    definition: definition.filter((part) => part !== '').join(' '),
    type,
    isNullable: !isRequired,
    default: generated === undefined ? value : undefined,
    generated,
    identity: isRowid ? 'by default' : undefined,
    comment: undefined,
  }
}

/** Whether the key is another name for the number that SQLite gives each row. */
function isRowidKey(
  { columns, definition, column }: ConstraintText,
  text: ColumnText | undefined,
  { options }: TableText,
): boolean {
  const isReversed = column !== undefined && definition.includes(' DESC')
  return (
    columns.length === 1 &&
    text?.type === 'INTEGER' &&
    !isReversed &&
    !options.includes('WITHOUT ROWID')
  )
}

/** A default in one spelling. A bare name is a string, in whatever quotes. */
function spellDefault(sql: string): string {
  const tokens = read(sql)
  const [only] = tokens
  if (tokens.length !== 1 || only === undefined || /^['\d.]/.test(only.word))
    return spellExpression(tokens, new Map())
  if (/^(NULL|TRUE|FALSE|CURRENT_(DATE|TIME|TIMESTAMP))$/.test(only.word)) return only.word
  return `'${nameOf(only).replaceAll("'", "''")}'`
}

/** A default as DEFAULT takes it: all but single values stand in brackets. */
function asDefault(value: string): string {
  return /^([-+]?[\w.]+|x?'([^']|'')*')$/i.test(value) ? value : `(${value})`
}

function constraintOf(
  { name, kind, columns, definition, reference }: ConstraintText,
  tables: ReadonlyMap<string, readonly Row[]>,
): Constraint {
  const target = reference && targetOf(reference, tables)
  const whole =
    reference === undefined || target === undefined
      ? definition
      : `${definition} REFERENCES ${writtenTarget(target)}${actionsOf(reference)}`
  return {
    name: name ?? (kind === 'check' ? definition : `${kind.toUpperCase()} ${writtenList(columns)}`),
    hasName: name !== undefined,
    definition: whole,
    kind,
    columns: kind === 'check' && columns.length > 1 ? [] : columns,
    references:
      reference === undefined || target === undefined
        ? undefined
        : { ...target, onUpdate: reference.onUpdate, onDelete: reference.onDelete },
    isValid: true,
    comment: undefined,
  }
}

type Named = NonNullable<ConstraintText['reference']>
type Target = Pick<NonNullable<Constraint['references']>, 'table' | 'columns'>

/** A key that names no columns means the primary key of the other table. */
function targetOf({ table, columns }: Named, tables: ReadonlyMap<string, readonly Row[]>): Target {
  const rows = tables.get(folded(table)) ?? []
  const key = rows
    .filter(({ pk }) => Number(pk) > 0)
    .toSorted((a, b) => Number(a['pk']) - Number(b['pk']))
  const names = new Map(rows.map(({ name }) => [folded(String(name)), String(name)]))
  return {
    table: { schema: undefined, name: rows[0] === undefined ? table : String(rows[0]['tab']) },
    columns:
      columns.length > 0
        ? columns.map((column) => names.get(folded(column)) ?? column)
        : key.map(({ name }) => String(name)),
  }
}

function writtenTarget({ table, columns }: Target): string {
  const name = written(table.name)
  return columns.length === 0 ? name : `${name} ${writtenList(columns)}`
}

/** NO ACTION is not said, and MATCH means nothing to SQLite. */
function actionsOf({ onUpdate, onDelete, isDeferred }: Named): string {
  return [
    onUpdate === 'NO ACTION' ? '' : ` ON UPDATE ${onUpdate}`,
    onDelete === 'NO ACTION' ? '' : ` ON DELETE ${onDelete}`,
    isDeferred ? ' DEFERRABLE INITIALLY DEFERRED' : '',
  ].join('')
}

/** SQLite takes two constraints of one name; the second one is told apart by a number. */
function numbered(constraints: readonly Constraint[]): readonly Constraint[] {
  const seen = new Map<string, number>()
  const inOrder = constraints.toSorted((a, b) => (a.definition < b.definition ? -1 : 1))
  return inOrder.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1
    seen.set(one.name, count)
    return count === 1 ? one : { ...one, name: `${one.name} #${count}` }
  })
}
