import type { SchemaObject } from '#schema'
import { bodyMode } from './body-mode.ts'
import type { Catalog, CatalogRow } from './catalog.ts'
import { columnOf, typeText } from './introspect-columns.ts'
import { byTable } from './introspect-tables.ts'
import { plainNames, unixLines, withoutDatabase } from './introspect-text.ts'
import { literal, quoted } from './name.ts'
import { writtenName } from './written-name.ts'

/** Views, routines, events and sequences; the account that made one is no part of it. */
export function objectsOf(catalog: Catalog): readonly SchemaObject[] {
  const { rows } = catalog
  return [
    rows.sequences.map(sequenceOf),
    rows.routines.map((row) => routineOf(row, catalog)),
    viewsOf(catalog),
    rows.events.map((row) => eventOf(row, catalog)),
  ].flatMap((objects) => objects.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
}

function viewsOf(catalog: Catalog): readonly SchemaObject[] {
  const { rows, database, written } = catalog
  const rowsOf = byTable(catalog)
  const needs = needsIn(catalog)
  return rows.views.map((row) => {
    const { name = '', text = '', algorithm, checked } = row
    const head = [
      algorithm === undefined || algorithm === 'UNDEFINED' ? '' : `ALGORITHM=${algorithm} `,
      row['security'] === 'INVOKER' ? 'SQL SECURITY INVOKER ' : '',
    ].join('')
    const option =
      checked === undefined || checked === 'NONE' ? '' : ` WITH ${checked} CHECK OPTION`
    const body = `AS ${withoutDatabase(text, database)}${option}`
    return {
      schema: undefined,
      name,
      kind: 'view',
      definition: `${head}${body}`,
      // Who may not see the text of a view gets an empty one.
      sql: text === '' ? [] : [written(`CREATE ${head}VIEW ${writtenName(name)} ${body}`)],
      needs: needs(text).filter((need) => need !== `view ${name}`),
      columns: rowsOf('columns', name).map((column) =>
        columnOf(column, catalog.collation, false, catalog),
      ),
      comment: undefined,
    }
  })
}

/** The server writes the database's name before whatever else lies in it: each is a need, if it is there. */
function needsIn({ rows, database }: Catalog): (text: string) => readonly string[] {
  const keys = new Map<string, string>([
    ...rows.tables.map(({ name = '', type }): [string, string] => [
      name,
      type === 'VIEW' ? `view ${name}` : type === 'SEQUENCE' ? `sequence ${name}` : `table ${name}`,
    ]),
  ])
  const functions = new Set(rows.routines.map(({ name }) => name))
  const mark = `${quoted(database)}.`
  return (text) => {
    const found = new Set<string>()
    for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
      const [written = '', , bracket] =
        /^`((?:[^`]|``)*)`(\()?/.exec(text.slice(at + mark.length)) ?? []
      const name = written.replace(/\($/, '').slice(1, -1).replaceAll('``', '`')
      const key = bracket === undefined ? keys.get(name) : undefined
      if (key !== undefined) found.add(key)
      else if (functions.has(name)) found.add(`function ${name}`)
    }
    return [...found].toSorted()
  }
}

function routineOf(row: CatalogRow, catalog: Catalog): SchemaObject {
  const { name = '', body, comment = '', type } = row
  const kind = type === 'FUNCTION' ? 'function' : 'procedure'
  const own = catalog.rows.parameters.filter(
    (parameter) => parameter['name'] === name && parameter['type'] === type,
  )
  const list = own
    .filter(({ place }) => place !== '0')
    .map((parameter) => parameterText(parameter, kind, row['collation']))
  const returned = own.find(({ place }) => place === '0')
  // The catalog does not tell it, but no other function may go from row to row.
  const isAggregate = kind === 'function' && /\bfetch\s+group\s+next\s+row\b/i.test(body ?? '')
  const word = `${isAggregate ? 'AGGREGATE ' : ''}${kind.toUpperCase()}`
  const head = [
    `(${list.join(', ')})`,
    returned === undefined ? '' : `RETURNS ${dataText(returned, row['collation'])}`,
    row['is_fixed'] === 'YES' ? 'DETERMINISTIC' : '',
    row['access'] === 'CONTAINS SQL' ? '' : (row['access'] ?? ''),
    row['security'] === 'INVOKER' ? 'SQL SECURITY INVOKER' : '',
  ].filter((part) => part !== '')
  const remark = comment === '' ? '' : `COMMENT ${literal(comment)} `
  const made = inMode(row, catalog)
  const isKnown =
    body !== undefined &&
    /^(?:FUNCTION|PROCEDURE)$/.test(type ?? '') &&
    (row['language'] ?? 'SQL') === 'SQL'
  return {
    schema: undefined,
    name,
    kind,
    definition: `${isAggregate ? 'AGGREGATE ' : ''}${head.join(' ')} ${unixLines(body ?? '')}${made.remark}`,
    sql: isKnown
      ? made.statements(
          catalog.written(
            `CREATE ${word} ${writtenName(name)} ${plainNames(head.join(' '))} ${remark}`,
          ) + body,
        )
      : [],
    needs: [],
    comment: comment === '' ? undefined : comment,
  }
}

function parameterText(
  row: CatalogRow,
  kind: 'function' | 'procedure',
  collation: string | undefined,
): string {
  const mode = kind === 'procedure' ? `${row['mode'] ?? 'IN'} ` : ''
  return `${mode}${quoted(row['parameter'] ?? '')} ${dataText(row, collation)}`
}

function dataText(
  { data = '', charset, collation }: CatalogRow,
  usual: string | undefined,
): string {
  const type = typeText(data)
  return collation === undefined || collation === usual
    ? type
    : `${type} CHARACTER SET ${charset} COLLATE ${collation}`
}

function sequenceOf(row: CatalogRow): SchemaObject {
  const { name = '' } = row
  const definition = [
    `START WITH ${row['start']} INCREMENT BY ${row['step']}`,
    `MINVALUE ${row['least']} MAXVALUE ${row['most']}`,
    Number(row['cache']) === 0 ? 'NOCACHE' : `CACHE ${row['cache']}`,
    row['cycles'] === '1' ? 'CYCLE' : 'NOCYCLE',
  ].join(' ')
  return {
    schema: undefined,
    name,
    kind: 'sequence',
    definition,
    sql: [`CREATE SEQUENCE ${writtenName(name)} ${definition}`],
    needs: [],
    comment: undefined,
  }
}

const STATES: Readonly<Record<string, string>> = {
  ENABLED: 'ENABLE',
  DISABLED: 'DISABLE',
  SLAVESIDE_DISABLED: 'DISABLE ON SLAVE',
  REPLICA_SIDE_DISABLED: 'DISABLE ON REPLICA',
}

function eventOf(row: CatalogRow, catalog: Catalog): SchemaObject {
  const { written } = catalog
  const made = inMode(row, catalog)
  const { name = '', comment = '', body = '', status = '' } = row
  const [schedule, state] = [`ON SCHEDULE ${scheduleText(row)}`, STATES[status] ?? 'ENABLE']
  const head = `${schedule} ON COMPLETION ${row['completion']} ${state}`
  const remark = comment === '' ? '' : ` COMMENT ${literal(comment)}`
  return {
    schema: undefined,
    name,
    kind: 'event',
    definition: `${head} DO ${unixLines(body)}${made.remark}`,
    sql: made.statements(
      `${written(`CREATE EVENT ${writtenName(name)} ${head}${remark}`)} DO ${body}`,
    ),
    needs: [],
    comment: comment === '' ? undefined : comment,
  }
}

/** What is made in another SQL mode is made between two settings; none makes it where a file cannot hold its text. */
function inMode(
  row: CatalogRow,
  catalog: Catalog,
): { readonly remark: string; readonly statements: (sql: string) => readonly string[] } {
  const mode = bodyMode(row['mode'], catalog.mode)
  if (mode === undefined) return { remark: '', statements: (sql) => [sql] }
  const [before, after] = mode.around
  return {
    remark: ` (sql_mode ${mode.name})`,
    statements: (sql) => (mode.isReadable ? [before, sql, after] : []),
  }
}

/** An event that names no beginning begins when it is made: that moment is not the schema's. */
function scheduleText(row: CatalogRow): string {
  if (row['type'] === 'ONE TIME') return `AT '${row['moment']}'`
  const starts = row['starts'] === row['created'] ? undefined : row['starts']
  return [
    `EVERY ${row['amount']} ${row['unit']}`,
    starts === undefined ? '' : `STARTS '${starts}'`,
    row['ends'] === undefined ? '' : `ENDS '${row['ends']}'`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
