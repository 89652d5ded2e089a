import {
  labelOf,
  modelFault,
  type ColumnType,
  type ForeignKeyData,
  type NamedColumn,
  type OrderedModel,
} from '#schema'
import type { Scene } from './spelling.ts'

/** Which values a type has, for those of which godwit knows it. */
const FAMILIES: Readonly<Partial<Record<ColumnType['kind'], string>>> = {
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  real: 'number',
  double: 'number',
  decimal: 'number',
  text: 'text',
  varchar: 'text',
  char: 'text',
  // Some products keep these two as texts.
  uuid: 'text',
  enum: 'text',
  boolean: 'boolean',
  json: 'json',
  bytes: 'bytes',
  date: 'time',
  timestamp: 'time',
  'local timestamp': 'time',
}

/**
 * Finds foreign keys that no value can satisfy, of which databases speak in riddles or, as SQLite, not at all.
 * @throws GodwitError `GODWIT_MODEL_INVALID`
 */
export function requireSameValues(
  { columns, target, targetColumns, onDelete, onUpdate }: ForeignKeyData,
  { data }: OrderedModel,
  other: OrderedModel | undefined,
  { at, spelling }: Scene,
): void {
  if (data.kind !== 'table' || other?.data.kind !== 'table') return
  const [own, theirs] = [data.columns, other.data.columns]
  for (const [index, name] of columns.entries()) {
    const column = own.find((one) => one.name === name)
    const goal = theirs.find((one) => one.name === targetColumns[index])
    if (column === undefined || goal === undefined) continue
    if (differ(column, goal, spelling.keysNeedOneSize))
      throw modelFault(
        at,
        `is ${column.type.kind} and refers to ${labelOf(target)}.${goal.name}, which is ${goal.type.kind}`,
        ['Give both columns the same type.'],
      )
    const action = [onDelete, onUpdate].find((one) => one === 'set null')
    if (action !== undefined && !column.isNullable && spelling.keysNeedOneSize)
      throw modelFault(
        at,
        `is set to NULL with its foreign key ('set null'), but may not be NULL`,
        ['Leave out notNull(), or let the foreign key do something else.'],
      )
  }
}

function differ({ type }: NamedColumn, { type: goal }: NamedColumn, bySize: boolean): boolean {
  const [own, theirs] = [familyOf(type), familyOf(goal)]
  if (own === undefined || theirs === undefined) return false
  return own !== theirs || (bySize && own === 'number' && type.kind !== goal.kind)
}

/** What kind of values a type has; undefined where only the database knows. */
export function familyOf({ kind }: ColumnType): string | undefined {
  return FAMILIES[kind]
}
