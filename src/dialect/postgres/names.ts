import { sha256 } from '#core'
import type { ObjectName } from '#schema'
import { quoteIdentifier, quoteLiteral } from '#sql'

/** Words that PostgreSQL itself puts in quotes when they are names: all that are not free in every place. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
character check coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role
current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists
extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int
integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp merge_action
national natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing
position precision primary real references returning right row select session_user setof similar smallint some substring symmetric
system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic
verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
xmlserialize xmltable`.split(/\s+/),
)

/** A name in SQL, in quotes where it needs them. */
export function nameSql(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name)
    ? name
    : quoteIdentifier(name, 'postgres')
}

/** A full name in SQL. */
export function fullName({ schema, name }: ObjectName): string {
  return schema === undefined ? nameSql(name) : `${nameSql(schema)}.${nameSql(name)}`
}

export function literalSql(text: string): string {
  return quoteLiteral(text, 'postgres')
}

const MOST_BYTES = 63

/** A name for something in between, of a table's name and a part's: as long as the server takes, and no other pair's. */
export function shortName(table: string, part: string, end: string): string {
  const whole = `godwit_${table}_${part}_${end}`
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole
  const tail = `_${sha256(`${table}\n${part}`).slice(0, 8)}_${end}`
  let head = `godwit_${table}_${part}`
  while (Buffer.byteLength(head) + tail.length > MOST_BYTES) head = head.slice(0, -1)
  return head + tail
}
