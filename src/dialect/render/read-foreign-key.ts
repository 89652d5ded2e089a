import {
  labelOf,
  MODEL,
  type Action,
  type Constraint,
  type ModelData,
  type NamedColumn,
  type PartData,
  type ReferenceData,
  type Table,
  type TableData,
} from '#schema'
import { isPlainKey } from './plain-key.ts'
import { plainSql, type Reading } from './reading.ts'
import { familyOf } from './reference-check.ts'

/** What a table is read with. */
export type Surroundings = {
  readonly reading: Reading
  /** The models that are there already, by their keys in the schema. */
  readonly known: ReadonlyMap<string, ModelData>
  /** The tables that are models, by label: only they have columns to refer to. */
  readonly models: ReadonlyMap<string, Table>
  /** The data of another table, once it is there. */
  readonly dataOf: (label: string) => TableData | undefined
}

/** A constraint as a model says it: with a column, or as parts of the table. */
export type ReadConstraint =
  | { readonly column: string; readonly change: Partial<NamedColumn> }
  | { readonly parts: readonly PartData[] }

const ACTIONS: Readonly<Record<string, Action | undefined>> = {
  CASCADE: 'cascade',
  'SET NULL': 'set null',
  'SET DEFAULT': 'set default',
  RESTRICT: 'restrict',
  'NO ACTION': undefined,
}

/** Reads a foreign key; undefined where no model can say it. */
export function readForeignKey(
  table: Table,
  one: Constraint,
  { reading, known, models, dataOf }: Surroundings,
): ReadConstraint | undefined {
  const { references, columns } = one
  const label = references === undefined ? '' : labelOf(references.table)
  const target = models.get(label)
  const valueOf = (of: Table, name: string | undefined): string | undefined => {
    const column = of.columns.find((other) => other.name === name)
    return column && familyOf(reading.type(column.type, known))
  }
  const [, behind = ''] = /\bREFERENCES .*?\)(.*)$/s.exec(one.definition) ?? []
  const clause = behind
    .replaceAll(
      / ON (UPDATE|DELETE) (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)(?! *\()/g,
      '',
    )
    .trim()
  const isSaid = /^(|(NOT )?DEFERRABLE.*)$/.test(clause)
  if (
    references === undefined ||
    target === undefined ||
    !isSaid ||
    !isKey(target, references.columns, reading) ||
    columns.some((name, at) =>
      isOfOthers(valueOf(table, name), valueOf(target, references.columns[at])),
    )
  ) {
    const sql = plainSql(one.definition)
    if (reading.spelling.addsForeignKeys) return undefined
    return {
      parts: [
        { kind: 'constraint', name: one.hasName ? one.name : undefined, sql, only: undefined },
      ],
    }
  }
  const own = one.hasName ? one.name : undefined
  const data: ReferenceData = {
    name: own === reading.keyName(table, 'foreign key', columns) ? undefined : own,
    columns: () =>
      references.columns.flatMap((name) => {
        const column = dataOf(label)?.columns.find((other) => other.name === name)
        return column === undefined ? [] : [{ [MODEL]: column }]
      }),
    onDelete: ACTIONS[references.onDelete],
    onUpdate: ACTIONS[references.onUpdate],
    clause: clause === '' ? undefined : plainSql(clause),
  }
  const [column = ''] = columns
  const isAlone =
    columns.length === 1 &&
    table.constraints.filter(
      (other) =>
        other.kind === 'foreign key' && other.columns.length === 1 && other.columns[0] === column,
    ).length === 1
  return isAlone
    ? { column, change: { references: data } }
    : { parts: [{ kind: 'foreign key', columns, references: data }] }
}

/** SQLite lets any column refer to any other. */
function isOfOthers(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

/** Whether models say that the columns are a key: not of one that is said in the database's own words. */
function isKey(
  { columns: all, constraints, indexes }: Table,
  columns: readonly string[],
  { spelling }: Reading,
): boolean {
  const isCounted = all.some(
    ({ name, identity }) => columns.length === 1 && name === columns[0] && identity !== undefined,
  )
  const wanted = columns.toSorted().join('\n')
  return (
    constraints.some(
      (one) =>
        (one.kind === 'primary key' || one.kind === 'unique') &&
        ((isCounted && !one.hasName) || isPlainKey(one, spelling)) &&
        one.columns.toSorted().join('\n') === wanted,
    ) ||
    indexes.some(
      ({ isUnique, where, columns: own }) =>
        isUnique && where === undefined && own.map(String).toSorted().join('\n') === wanted,
    )
  )
}
