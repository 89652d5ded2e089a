import type { Node } from 'libpg-query'
import { textsOf } from './names.ts'

/** Functions of which PostgreSQL knows that they give one value for a whole statement, or always the same one. */
const STEADY: ReadonlySet<string> = new Set(
  'now transaction_timestamp statement_timestamp current_date current_schema current_setting current_user session_user abs ceil ceiling floor round sign trunc mod length char_length lower upper initcap trim btrim ltrim rtrim substr substring replace repeat lpad rpad concat concat_ws md5 sha256 encode decode to_char to_date to_timestamp to_number date_trunc date_part extract age make_date make_time make_timestamp make_interval coalesce nullif greatest least json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb array_fill string_to_array format left right reverse ascii chr pg_typeof int4 int8 numeric text timezone'.split(
    ' ',
  ),
)

/**
 * The first function in an expression that may give another value for each row: PostgreSQL's volatile ones, and every one that
 * is not known. Undefined when there is none.
 */
export function volatileCall(expression: Node | undefined): string | undefined {
  let found: string | undefined
  const visit = (value: unknown): void => {
    if (found !== undefined || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(visit)
    if ('FuncCall' in value) {
      const call: unknown = value.FuncCall
      const name = textsOf(namesOf(call)).at(-1) ?? ''
      if (!STEADY.has(name.toLowerCase())) {
        found = name
        return
      }
    }
    Object.values(value).forEach(visit)
  }
  visit(expression)
  return found
}

function namesOf(call: unknown): readonly Node[] {
  if (typeof call !== 'object' || call === null || !('funcname' in call)) return []
  return Array.isArray(call.funcname) ? call.funcname : []
}
