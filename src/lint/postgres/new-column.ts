import type { ColumnDef } from 'libpg-query'
import { inlineConstraints } from './alterations.ts'
import type { Schema } from './schema.ts'
import { isSerial, typeOf } from './types.ts'
import { volatileCall } from './volatile.ts'

/** Why a new column makes PostgreSQL write all rows anew, in words; undefined when it does not. */
export function rewriteBy(schema: Schema, column: ColumnDef): string | undefined {
  const type = typeOf(column.typeName)
  if (isSerial(type)) return `${type} takes a number for each row`
  for (const { contype, raw_expr: expression, generated_kind: kind } of inlineConstraints(column)) {
    if (contype === 'CONSTR_IDENTITY') return 'an identity takes a number for each row'
    if (contype === 'CONSTR_GENERATED' && kind !== 'v')
      return 'a stored column is computed for each row'
    const call =
      contype === 'CONSTR_DEFAULT' ? volatileCall(expression, schema.volatility) : undefined
    if (call !== undefined)
      return call.isKnown
        ? `${call.name}() gives another value for each row`
        : `unless ${call.name}() is declared STABLE or IMMUTABLE, it may give another value for each row`
  }
  return schema.domains.get(type)?.isChecked
    ? `the domain ${type} checks its values, and so the new one of each row`
    : undefined
}
