import { labelOf, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, groupRows, textOf } from './catalog-rows.ts'
import { objectKey, type Places } from './introspect-places.ts'

/** What godwit only reports, with what tells two of a name apart. */
export function othersOf(
  rows: readonly Row[],
  columns: readonly Row[],
  places: Places,
): readonly SchemaObject[] {
  const parts = groupRows(columns, 'rel')
  const named = rows.map((row) => {
    const [catalog, id] = [Number(row['catalog']), textOf(row, 'id')]
    const identity = textOf(row, 'identity').replace(/^public\./, '')
    const name = `${textOf(row, 'type')} ${identity}`
    places.setKey(catalog, id, objectKey('other', undefined, name))
    return { row, catalog, id, name, identity }
  })
  // Only now each can be told what it needs among the others.
  const sorted = named.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.map(({ row, catalog, id, name, identity }): SchemaObject => {
    const { tables, ...about } = aboutOf(row)
    const published = catalog === CATALOG.publication ? publishedOf(tables, places) : undefined
    const foreign = catalog === CATALOG.relation ? places.relations.get(id) : undefined
    const own = foreign === undefined ? [] : (parts.get(id) ?? [])
    const details = {
      ...(published && {
        publication: identity,
        published: JSON.stringify(published),
        settings: wordsOf(about),
      }),
      ...(foreign && {
        foreign: labelOf(foreign),
        columns: JSON.stringify(own.map((column) => textOf(column, 'name'))),
      }),
    }
    return {
      kind: 'other',
      schema: undefined,
      name,
      definition: wordsOf({ ...about, ...(published && { tables: Object.values(published) }) }),
      sql: [],
      needs: places.needs(
        objectKey('other', undefined, name),
        [catalog, id],
        ...own.map((column) => [catalog, id, Number(column['num'])] as const),
      ),
      comment: places.remark(catalog, id),
      ...(Object.keys(details).length > 0 && { details }),
    }
  })
}

type About = Readonly<Record<string, unknown>>

function aboutOf(row: Row): About {
  const value = row['about']
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return typeof read === 'object' && read !== null && !Array.isArray(read)
    ? Object.fromEntries(Object.entries(read))
    : {}
}

/** The tables of a publication as it names them, by their labels. */
function publishedOf(tables: unknown, places: Places): Readonly<Record<string, string>> {
  const there = Object.entries(Object(tables)).flatMap(([id, text]) => {
    const table = places.relations.get(id)
    return table === undefined ? [] : [[labelOf(table), String(text)] as const]
  })
  return Object.fromEntries(there.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** What is said of it, in one line. */
function wordsOf(about: About): string {
  return Object.entries(about)
    .flatMap(([name, value]) => {
      if (value === null || value === undefined || value === '') return []
      if (Array.isArray(value) && value.length === 0) return []
      if (value === true) return [name]
      if (value === false) return [`not ${name}`]
      return [
        `${name} ${Array.isArray(value) ? `(${value.map(String).join(', ')})` : typeof value === 'string' ? value : JSON.stringify(value)}`,
      ]
    })
    .join(', ')
    .replaceAll(SECRETS, '$1=•••')
}

/** Options of foreign servers and the like may hold passwords. */
const SECRETS = /\b(\w*(?:pass|secret|token|key)\w*)=[^,)]*/gi
