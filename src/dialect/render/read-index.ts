import type { Index, IndexData, KeyData, Table } from '#schema'
import { plainSql } from './reading.ts'
import { firstBracket, splitList } from './split-list.ts'

/** Reads an index; undefined where a model would not say all of it. */
export function readIndex(table: Table, index: Index): IndexData | undefined {
  const found = firstBracket(index.definition)
  const [, flavor, method] =
    /^(?:UNIQUE ?)?(?:(FULLTEXT|SPATIAL) ?)?(?:KEY)?(?:USING (\w+))?$/.exec(found?.before ?? '?') ??
    []
  if (
    found === undefined ||
    !/^(UNIQUE ?)?((FULLTEXT|SPATIAL) )?(KEY|USING \w+)?$/.test(found.before)
  )
    return undefined
  const keys = splitList(found.inside).map((text) => readKeyPart(table, text))
  const [, include, where] =
    /^(?:INCLUDE \(([^()]*)\))?\s*(?:WHERE (.*))?$/s.exec(found.behind) ?? []
  const isAll = found.behind === '' || include !== undefined || where !== undefined
  if (!isAll || !index.isValid || keys.some((key) => key === undefined)) return undefined
  const included = include === undefined ? [] : splitList(include).map((name) => bare(name))
  return {
    kind: 'index',
    name: index.name,
    keys: keys.flatMap((key) => (key === undefined ? [] : [key])),
    isUnique: index.isUnique,
    method: method === 'btree' ? undefined : method,
    flavor,
    include: included,
    where: where === undefined ? undefined : plainSql(where),
    clauses: [],
    comment: index.comment,
    only: undefined,
  }
}

const KEY =
  /^("(?:[^"]|"")+"|`(?:[^`]|``)+`|\w+)(?:\((\d+)\))?(?: COLLATE ("[^"]+"|\w+))?(?: (?!ASC|DESC|NULLS)(\w+))?(?: (ASC|DESC))?(?: NULLS (FIRST|LAST))?$/

function readKeyPart({ columns }: Table, text: string): KeyData | undefined {
  const [, name = '', length, collation, operators, order, nulls] = KEY.exec(text) ?? []
  const column = columns.find((one) => one.name === bare(name))
  if (column !== undefined)
    return {
      column: column.name,
      expression: undefined,
      length: length === undefined ? undefined : Number(length),
      collation: collation === undefined ? undefined : bare(collation),
      operators,
      isDescending: order === 'DESC',
      nulls: nulls === 'FIRST' ? 'first' : nulls === 'LAST' ? 'last' : undefined,
    }
  const expression = text.replace(/ DESC$/, '')
  // What stands behind an expression cannot be told from it.
  if (!expression.endsWith(')')) return undefined
  return {
    column: undefined,
    expression: plainSql(expression),
    length: undefined,
    collation: undefined,
    operators: undefined,
    isDescending: expression !== text,
    nulls: undefined,
  }
}

function bare(name: string): string {
  const [quote = ''] = name
  return ['"', '`'].includes(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name
}
