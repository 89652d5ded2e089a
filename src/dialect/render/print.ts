import {
  labelOf,
  orderModels,
  type FoundModel,
  type HandmadeData,
  type IndexData,
  type KeyData,
  type ModelData,
  type PartData,
  type TableData,
} from '#schema'
import { keyName } from './key-name.ts'
import { builderCode, plainText } from './print-builders.ts'
import { fn, type Page, referenceCode, sqlCode, wrappedColumnCode } from './print-column.ts'
import { constantNames } from './print-names.ts'
import { callCode, keyCode, memberCode, optionsCode, textCode } from './print-values.ts'
import type { Reading } from './reading.ts'

/** The module of a database that holds nothing; one that exports no model is refused where a schema is asked for. */
const NOTHING = '// The database holds nothing that a model says.\nexport {}\n'

/** Models as a module of TypeScript. */
export function printModels(
  found: readonly FoundModel[],
  { valueTypes, builders = {} }: Pick<Reading, 'valueTypes' | 'builders'>,
): string {
  const ordered = orderModels(found)
  const constants = constantNames(ordered.map(({ data }) => data))
  const above = new Set<string>()
  const page: Page = {
    imports: new Set(),
    constants,
    tables: new Map(ordered.map(({ data }) => [labelOf(data), constants.get(data) ?? ''])),
    above,
    valueType: (type) => valueTypes(type).read,
    builders,
  }
  const blocks = ordered.map(({ data, parts }) => {
    const constant = constants.get(data) ?? ''
    const code = modelCode(data, parts, page)
    above.add(constant)
    return `export const ${constant} = ${code}\n`
  })
  if (blocks.length === 0) return NOTHING
  const names = [...page.imports].toSorted((a, b) => (bare(a) < bare(b) ? -1 : 1))
  const line = `import { ${names.join(', ')} } from 'godwit/schema'\n`
  const header =
    line.length <= 101
      ? line
      : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from 'godwit/schema'\n`
  return [header, ...blocks].join('\n')
}

function bare(name: string): string {
  return name.replace('type ', '').toLowerCase()
}

function modelCode(data: ModelData, parts: readonly PartData[], page: Page): string {
  const name = textCode(data.name)
  const of = (method: string): string => {
    const home = [...page.constants].find(
      ([one]) => one.kind === 'schema' && one.name === data.schema,
    )
    return home === undefined ? fn(method, page) : `${home[1]}.${method}`
  }
  switch (data.kind) {
    case 'schema':
      return `${fn('schema', page)}(${name})`
    case 'enum': {
      const labels = `[${data.labels.map(textCode).join(', ')}]`
      const options = optionsCode({ comment: optionalText(data.comment) })
      return callCode(of('enumType'), [name, labels, options])
    }
    case 'view':
      return callCode(data.isMaterialized ? fn('postgres.materializedView', page) : of('view'), [
        name,
        sqlCode(data.query, page),
        optionsCode({
          needs: listCode(data.needs, page),
          comment: optionalText(data.comment),
        }),
      ])
    case 'object':
      return objectCode(data, of('object'), page)
    default:
      return tableCode(data, parts, of('table'), page)
  }
}

function objectCode(data: HandmadeData, callee: string, page: Page): string {
  const builder = builderCode(
    page.builders.object?.(data, (one) => page.constants.get(one)),
    page.imports,
  )
  if (builder !== undefined) return builder
  const texts = data.statements.map((one) => sqlCode(one, page))
  const [only = ''] = texts
  return callCode(callee, [
    textCode(data.name),
    texts.length === 1 ? only : `[\n    ${texts.join(',\n    ')},\n  ]`,
    optionsCode({ needs: listCode(data.needs, page) }),
  ])
}

function listCode(models: readonly ModelData[], { constants }: Page): string | undefined {
  const names = models.flatMap((one) => constants.get(one) ?? [])
  return names.length === 0 ? undefined : `[${names.join(', ')}]`
}

function optionalText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : textCode(text)
}

function tableCode(
  table: TableData,
  parts: readonly PartData[],
  callee: string,
  page: Page,
): string {
  const columns = table.columns.map(
    (column) => `    ${keyCode(column.name)}: ${wrappedColumnCode(column, page)},\n`,
  )
  if (table.partition !== undefined) {
    const above = page.constants.get(table.partition.of) ?? ''
    const bounds = sqlCode(table.partition.bounds, page)
    return callCode(fn('postgres.partition', page), [textCode(table.name), above, bounds])
  }
  const codes = parts.map((part) => partCode(table, part, page))
  const given = codes.some((code) => /\bt[.[]/.test(code)) ? 't' : ''
  const [only = ''] = codes
  const isShort = codes.length === 1 && only.length < 80 && !only.includes('\n')
  const lines = codes.map((code) => `    ${code},\n`).join('')
  const list = codes.length === 0 ? '' : `  (${given}) => [${isShort ? only : `\n${lines}  `}],\n`
  return `${productCallee(callee, codes, page)}(\n  ${textCode(table.name)},\n  {\n${columns.join('')}  },\n${list})`
}

/** What only one product has is a part of a table of this product. */
function productCallee(callee: string, codes: readonly string[], page: Page): string {
  const [product] = codes.flatMap((code) => /^(?:postgres|mysql|sqlite)(?=\.)/.exec(code) ?? [])
  return callee === 'table' && product !== undefined ? fn(`${product}.table`, page) : callee
}

function partCode(table: TableData, part: PartData, page: Page): string {
  const columns = (names: readonly string[]): string =>
    names.map((name) => memberCode('t', name)).join(', ')
  const named = (callee: string, name: string | undefined, text: string): string =>
    `${fn(callee, page)}(${name === undefined ? '' : `${textCode(name)}, `}${text})`
  switch (part.kind) {
    case 'index':
      return indexCode(table, part, page)
    case 'primary key':
    case 'unique': {
      const callee = fn(part.kind === 'unique' ? 'unique' : 'primaryKey', page)
      const name = part.name === undefined ? '' : `.named(${textCode(part.name)})`
      return `${callee}(${columns(part.columns)})${name}`
    }
    case 'check':
      return named('check', part.name, sqlCode(part.expression, page))
    case 'foreign key':
      return `${fn('foreignKey', page)}([${columns(part.columns)}], ${referenceCode(part.references, page, true)})`
    case 'constraint':
      return named('constraint', part.name, sqlCode(part.sql, page))
    case 'comment':
      return `${fn('comment', page)}(${textCode(part.text)})`
    case 'needs':
      return `${fn('needs', page)}(${part.models.flatMap((one) => page.constants.get(one) ?? []).join(', ')})`
    default:
      return (
        builderCode(page.builders.option?.(plainText(part.sql) ?? '', table), page.imports) ??
        `${fn('option', page)}(${sqlCode(part.sql, page)})`
      )
  }
}

function indexCode(table: TableData, index: IndexData, page: Page): string {
  const { flavor, name, method, include, where, comment } = index
  const callee =
    flavor === undefined
      ? fn(index.isUnique ? 'uniqueIndex' : 'index', page)
      : fn(`mysql.${flavor.toLowerCase()}Index`, page)
  const usual = keyName(
    table,
    index.keys.map(({ column }) => column),
    'idx',
    { longest: undefined },
  )
  return [
    `${callee}(${index.keys.map((key) => keyPartCode(key, page)).join(', ')})`,
    ...(name === undefined || name === usual ? [] : [`.named(${textCode(name)})`]),
    ...(method === undefined ? [] : [`.using(${textCode(method)})`]),
    ...(include.length === 0
      ? []
      : [`.include(${include.map((one) => memberCode('t', one)).join(', ')})`]),
    ...(where === undefined ? [] : [`.where(${sqlCode(where, page)})`]),
    ...(comment === undefined ? [] : [`.comment(${textCode(comment)})`]),
  ].join('')
}

function keyPartCode(key: KeyData, page: Page): string {
  const { column, expression, isDescending, nulls, collation, operators, length } = key
  const what =
    column === undefined
      ? expression === undefined
        ? ''
        : sqlCode(expression, page)
      : memberCode('t', column)
  const options = optionsCode({
    order: isDescending ? "'desc'" : undefined,
    nulls: optionalText(nulls),
    collation: optionalText(collation),
    operators: optionalText(operators),
    length: length === undefined ? undefined : String(length),
  })
  return options === undefined ? what : `${fn('by', page)}(${what}, ${options})`
}
