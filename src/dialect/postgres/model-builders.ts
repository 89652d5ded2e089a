import type { HandmadeData, TableData } from '#schema'
import type { Call, OwnBuilders } from '../render/print-builders.ts'
import { plainText } from '../render/print-builders.ts'
import { memberCode, optionsCode, textCode } from '../render/print-values.ts'
import { splitList } from '../render/split-list.ts'
import { nameSql } from './names.ts'

const TYPES: Readonly<Record<string, string>> = {
  serial: 'serial',
  smallserial: 'smallserial',
  bigserial: 'bigserial',
  inet: 'inet',
  cidr: 'cidr',
  macaddr: 'macaddr',
  interval: 'interval',
  json: 'jsonText',
  xml: 'xml',
  tsvector: 'tsvector',
  tsquery: 'tsquery',
  int4range: 'int4range',
  int8range: 'int8range',
  numrange: 'numrange',
  daterange: 'daterange',
  tstzrange: 'tstzrange',
}

/** What the builders of `postgres` in models say. */
export const postgresBuilders: OwnBuilders = {
  type: (type) => (TYPES[type] === undefined ? undefined : { callee: `postgres.${TYPES[type]}` }),
  option: (text, table) =>
    text === 'UNLOGGED' ? { callee: 'postgres.unlogged' } : partitionCall(text, table),
  object: (data, constantOf) => {
    if (!data.isFirst) return sequenceCall(data)
    const schema = data.needs.map(constantOf).find((one) => one !== undefined)
    const options = schema === undefined ? '' : `, { schema: ${schema} }`
    return { callee: 'postgres.extension', given: `${textCode(data.name)}${options}` }
  },
}

/** Rows by columns; where they are parted by more than that, SQL says it. */
function partitionCall(text: string, { columns }: TableData): Call | undefined {
  const [, method, list = ''] = /^PARTITION BY (RANGE|LIST|HASH) \((.*)\)$/s.exec(text) ?? []
  if (method === undefined) return undefined
  const keys = splitList(list).map((key) => columns.find(({ name }) => nameSql(name) === key))
  const codes = keys.flatMap((key) => (key === undefined ? [] : [memberCode('t', key.name)]))
  if (codes.length < keys.length) return undefined
  return {
    callee: 'postgres.partitionBy',
    given: [textCode(method.toLowerCase()), ...codes].join(', '),
  }
}

const SEQUENCE =
  /^CREATE SEQUENCE (?:public\.)?("(?:[^"]|"")+"|\w+)(?: AS (\w+))?(?: INCREMENT BY (-?\d+))?(?: MINVALUE (-?\d+))?(?: MAXVALUE (-?\d+))?(?: START WITH (-?\d+))?(?: CACHE (\d+))?( CYCLE)?$/

function sequenceCall({ schema, name, statements, needs }: HandmadeData): Call | undefined {
  const [first] = statements
  if (schema !== 'public' || first === undefined || statements.length > 1 || needs.length > 0)
    return undefined
  const [found, , type, increment, min, max, start, cache, cycle] =
    SEQUENCE.exec(plainText(first) ?? '') ?? []
  if (found === undefined) return undefined
  const options = optionsCode({
    type: type === undefined ? undefined : textCode(type),
    start: numberCode(start),
    increment: numberCode(increment),
    min: numberCode(min),
    max: numberCode(max),
    cache,
    cycle: cycle === undefined ? undefined : 'true',
  })
  return {
    callee: 'postgres.sequence',
    given: options === undefined ? textCode(name) : `${textCode(name)}, ${options}`,
  }
}

/** Numbers that TypeScript would round are bigints. */
function numberCode(digits: string | undefined): string | undefined {
  if (digits === undefined) return undefined
  return Number.isSafeInteger(Number(digits)) ? digits : `${digits}n`
}
