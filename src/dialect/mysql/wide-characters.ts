import { godwitError } from '#core'
import type { Connection } from '../contract.ts'
import type { CatalogPart, CatalogRow } from './catalog.ts'
import { quoted } from './name.ts'

type Rows = Readonly<Partial<Record<CatalogPart, readonly CatalogRow[]>>>

/**
 * MariaDB's catalog has a question mark for each character that UTF-8 writes in four bytes, or for each of the four. Where one
 * stands, the server is asked in another way, so that nothing is written down that says something else.
 * @throws GodwitError `GODWIT_UNSUPPORTED` where there is no other way
 */
export async function withWideCharacters(connection: Connection, rows: Rows): Promise<Rows> {
  const each = async (
    part: CatalogPart,
    restore: (row: CatalogRow) => Promise<CatalogRow>,
  ): Promise<readonly CatalogRow[]> => {
    const restored: CatalogRow[] = []
    for (const row of rows[part] ?? []) restored.push(await restore(row))
    return restored
  }
  const reader = new WideReader(connection)
  return {
    ...rows,
    columns: await each('columns', (row) => reader.column(row)),
    checks: await each('checks', (row) => reader.expression(row, 'clause')),
    views: await each('views', (row) => reader.view(row)),
    triggers: await each('triggers', (row) => reader.body(row, 'TRIGGER')),
    routines: await each('routines', (row) => reader.body(row, row['type'] ?? '')),
    events: await each('events', (row) => reader.body(row, 'EVENT')),
  }
}

class WideReader {
  readonly #connection: Connection
  readonly #shown = new Map<string, string>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async column(row: CatalogRow): Promise<CatalogRow> {
    const { tab = '', name = '', type = '', value } = row
    if (/^(?:enum|set)\(.*\?/.test(type)) throw unreadable(`${tab}.${name}`, type)
    const restored = await this.expression(row, 'expression')
    if (value === undefined || !value.includes('?') || row['expression'] !== undefined)
      return restored
    return { ...restored, value: await this.#default(row, value) }
  }

  /** An expression of a table, which stands in the table's statement as it is. */
  async expression(row: CatalogRow, key: 'clause' | 'expression'): Promise<CatalogRow> {
    const text = row[key]
    if (text?.includes('????') !== true) return row
    const whole = await this.#statement('TABLE', row['tab'] ?? '')
    return { ...row, [key]: partOf(whole, text) }
  }

  /** The server writes other qualifiers there, but the same texts in quotes. */
  async view(row: CatalogRow): Promise<CatalogRow> {
    const { name = '', text } = row
    if (text?.includes('????') !== true) return row
    const wide = literalsIn(await this.#statement('VIEW', name))
    const own = literalsIn(text)
    if (own.length > wide.length) throw unreadable(name, text)
    const last = wide.slice(wide.length - own.length)
    let at = 0
    return { ...row, text: text.replaceAll(LITERAL, () => last[at++] ?? '') }
  }

  /** A body is the end of its statement, with one question mark for each character. */
  async body(row: CatalogRow, kind: string): Promise<CatalogRow> {
    const { name = '', body } = row
    if (body?.includes('?') !== true || kind === '') return row
    const whole = [...(await this.#statement(kind, name)).trimEnd()]
    return { ...row, body: whole.slice(whole.length - [...body.trimEnd()].length).join('') }
  }

  /** What DEFAULT() gives for a row that is not there. */
  async #default(row: CatalogRow, value: string): Promise<string> {
    const { tab = '', name = '', data = '' } = row
    if (!/^'(?:[^']|'')*'$/s.test(value)) return await this.#defaultExpression(row, value)
    const [found] = await this.#connection.query(
      `SELECT HEX(DEFAULT(far.${quoted(name)})) AS bytes, HEX(CONVERT(DEFAULT(far.${quoted(name)}) USING utf8mb4)) AS text FROM (SELECT 1) AS one LEFT JOIN ${quoted(tab)} AS far ON FALSE`,
    )
    const { bytes, text } = found ?? {}
    if (typeof bytes !== 'string' || typeof text !== 'string')
      throw unreadable(`${tab}.${name}`, value)
    if (/binary|blob/.test(data)) return `x'${bytes.toLowerCase()}'`
    const plain = Buffer.from(text, 'hex').toString()
    return `'${plain.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  }

  async #defaultExpression({ tab = '' }: CatalogRow, value: string): Promise<string> {
    return value.includes('????') ? partOf(await this.#statement('TABLE', tab), value) : value
  }

  async #statement(kind: string, name: string): Promise<string> {
    const key = `${kind} ${quoted(name)}`
    const known = this.#shown.get(key)
    if (known !== undefined) return known
    const [row = {}] = await this.#connection.query(`SHOW CREATE ${key}`)
    const text = Object.entries(row).find(([title]) => /^Create |Statement$/.test(title))?.[1]
    // Who may not see it gets none.
    if (typeof text !== 'string') throw unreadable(name, '')
    this.#shown.set(key, text)
    return text
  }
}

const LITERAL = /'(?:[^'\\]|''|\\.)*'/gs

function literalsIn(text: string): readonly string[] {
  return text.match(LITERAL) ?? []
}

/** The part of a statement that reads as `text` once the wide characters in it are four question marks each. */
function partOf(whole: string, text: string): string {
  const characters = [...whole]
  let narrow = ''
  const starts = new Map<number, number>()
  for (const [at, character] of characters.entries()) {
    starts.set(narrow.length, at)
    narrow += character.length === 2 ? '????' : character
  }
  starts.set(narrow.length, characters.length)
  const found = narrow.indexOf(text)
  const [start, end] = [starts.get(found), starts.get(found + text.length)]
  if (start === undefined || end === undefined) return text
  return characters.slice(start, end).join('')
}

function unreadable(name: string, text: string): unknown {
  return godwitError('GODWIT_UNSUPPORTED', {
    message: `MariaDB does not tell what ${name} says: it shows a question mark for each character outside of the Basic Multilingual Plane, such as an emoji${text === '' ? '' : `, in ${text}`}.`,
    database: 'Your database is unchanged, and nothing was written.',
    next: [
      'Use no such character and no question mark there, or write the migration by hand: godwit new',
    ],
  })
}
