import type { Node } from 'libpg-query'
import { textsOf } from './names.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Functions of which PostgreSQL knows that they give one value for a whole statement, or always the same one. */
const STEADY = words(
  'now transaction_timestamp statement_timestamp current_date current_schema current_setting current_user session_user abs ceil ceiling floor round sign trunc mod length char_length lower upper initcap trim btrim ltrim rtrim substr substring split_part replace repeat lpad rpad concat concat_ws md5 sha256 encode decode to_char to_date to_timestamp to_number to_tsvector date_trunc date_part extract age make_date make_time make_timestamp make_timestamptz make_interval coalesce nullif greatest least json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb array_fill array_append string_to_array format left right reverse ascii chr pg_typeof int4 int8 numeric text date inet timezone int4range int8range numrange daterange tsrange tstzrange',
)

/** Functions of which PostgreSQL knows that they give another value for each row. */
const VOLATILE = words(
  'random random_normal setseed gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 nextval clock_timestamp timeofday',
)

/** A function in an expression that may give another value for each row; `isKnown`: surely. */
export type VolatileCall = { readonly name: string; readonly isKnown: boolean }

/**
 * The first function in an expression that is volatile, or that is not known. Undefined when there is none.
 * @param declared what is known of the user's own functions
 */
export function volatileCall(
  expression: Node | undefined,
  declared: ReadonlyMap<string, string> = new Map(),
): VolatileCall | undefined {
  // A list instead of calls within calls: expressions may be nested very deeply.
  const left: unknown[] = [expression]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value !== 'object' || value === null) continue
    const name = 'FuncCall' in value ? calledIn(value.FuncCall) : undefined
    const own = name === undefined ? undefined : declared.get(name)
    if (name !== undefined && (own === undefined ? !STEADY.has(name) : own === 'volatile'))
      return { name, isKnown: own !== undefined || VOLATILE.has(name) }
    left.push(...Object.values(value).toReversed())
  }
  return undefined
}

/** The function's name. One of the user's may be called like one of PostgreSQL's. */
function calledIn(call: unknown): string {
  if (typeof call !== 'object' || call === null || !('funcname' in call)) return ''
  const names = textsOf(Array.isArray(call.funcname) ? call.funcname : [])
  return (names[0] === 'pg_catalog' ? names.slice(1) : names).join('.')
}
