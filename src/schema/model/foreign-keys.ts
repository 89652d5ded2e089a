import { isError } from '#core'
import type { ObjectName } from '../schema.ts'
import { isColumn } from './column.ts'
import type { Action, PartData, ReferenceData, SqlData, TableData } from './data.ts'
import { modelFault, type FaultPlace } from './fault.ts'
import { MODEL } from './mark.ts'

/** A foreign key of a table, with what it refers to. */
export type ForeignKeyData = {
  /** The key of the model that says so. */
  readonly key: string
  readonly name: string | undefined
  readonly columns: readonly string[]
  readonly target: ObjectName
  readonly targetColumns: readonly string[]
  readonly onDelete: Action | undefined
  readonly onUpdate: Action | undefined
  readonly clause: SqlData | undefined
}

/**
 * The foreign keys of a table: those of its columns, then the others.
 * @throws GodwitError `GODWIT_MODEL_INVALID` where one refers to what is no column of a table
 */
export function foreignKeysOf(
  table: TableData,
  parts: readonly PartData[],
  at: FaultPlace,
): readonly ForeignKeyData[] {
  const ofColumns = table.columns.flatMap(({ name, references }) =>
    references === undefined ? [] : [{ columns: [name], references }],
  )
  const others = parts.flatMap((part) => (part.kind === 'foreign key' ? [part] : []))
  return [...ofColumns, ...others].map(({ columns, references }) =>
    resolve(columns, references, { ...at, key: columns.join(', ') }),
  )
}

function resolve(
  columns: readonly string[],
  { columns: targetOf, ...rest }: ReferenceData,
  at: FaultPlace,
): ForeignKeyData {
  const owners = targets(targetOf, at).map((column: unknown) =>
    isColumn(column) ? column[MODEL].owner : undefined,
  )
  const [first] = owners
  const sound = owners.flatMap((owner) =>
    owner !== undefined &&
    owner.table.name === first?.table.name &&
    owner.table.schema === first.table.schema
      ? [owner]
      : [],
  )
  if (first === undefined || sound.length < owners.length)
    throw modelFault(at, 'refers to what is no column of one table', [
      'Write it as .references(() => users.id).',
    ])
  if (owners.length !== columns.length)
    throw modelFault(at, `refers with ${columns.length} columns to ${owners.length}`)
  const key = columns.join(', ')
  return {
    ...rest,
    key,
    columns,
    target: first.table,
    targetColumns: sound.map(({ name }) => name),
  }
}

function targets(columns: ReferenceData['columns'], at: FaultPlace): readonly unknown[] {
  try {
    return columns()
  } catch (error) {
    const reason = isError(error) ? error.message : String(error)
    throw modelFault(at, `refers to something that is not there: ${reason.replace(/\.$/, '')}`)
  }
}
