import { godwitError } from '#core'
import type { Connection } from '../contract.ts'
import type { CatalogPart, CatalogRow } from './catalog.ts'
import { defaultOf } from './column-alone.ts'
import { typeWithWords } from './enum-words.ts'
import { literal, quoted } from './name.ts'
import type { Product } from './product.ts'

type Rows = Readonly<Partial<Record<CatalogPart, readonly CatalogRow[]>>>

/**
 * The catalog has a question mark for each character that UTF-8 writes in four bytes, or for each of the four. Where one stands,
 * the server is asked in another way, so that nothing is written down that says something else. Comments need none: the servers
 * keep the question marks themselves.
 * @throws GodwitError `GODWIT_UNSUPPORTED` where there is no other way
 */
export async function withWideCharacters(
  connection: Connection,
  product: Product,
  rows: Rows,
): Promise<Rows> {
  const each = async (
    part: CatalogPart,
    restore: (row: CatalogRow) => Promise<CatalogRow>,
  ): Promise<readonly CatalogRow[]> => {
    const restored: CatalogRow[] = []
    for (const row of rows[part] ?? []) restored.push(await restore(row))
    return restored
  }
  const reader = new WideReader(connection, product)
  return {
    ...rows,
    columns: await each('columns', (row) => reader.column(row)),
    checks: await each('checks', async (row) =>
      reader.period(await reader.expression(row, 'clause')),
    ),
    views: await each('views', (row) => reader.view(row)),
    triggers: await each('triggers', (row) => reader.body(row, 'TRIGGER')),
    routines: await each('routines', (row) => reader.body(row, row['type'] ?? '')),
    events: await each('events', (row) => reader.body(row, 'EVENT')),
    partitions: await each('partitions', (row) => reader.partition(row)),
  }
}

class WideReader {
  readonly #connection: Connection
  readonly #product: Product
  readonly #shown = new Map<string, string>()

  constructor(connection: Connection, product: Product) {
    this.#connection = connection
    this.#product = product
  }

  async column(row: CatalogRow): Promise<CatalogRow> {
    const typed = await this.expression(await this.#type(row), 'expression')
    const value = await this.#default(row)
    return value === row['value'] ? typed : { ...typed, value }
  }

  async #type(row: CatalogRow): Promise<CatalogRow> {
    const { tab: table = '', name = '', type = '', collation } = row
    if (collation === undefined || !/^(?:enum|set)\(.*\?/s.test(type)) return row
    const column = { table, name, type }
    const real = await this.#asked(row, type, () =>
      typeWithWords(this.#connection, this.#product, column),
    )
    return { ...row, type: real }
  }

  /** An expression of a table, which stands in MariaDB's statement of the table as it is. */
  async expression(row: CatalogRow, key: 'clause' | 'expression'): Promise<CatalogRow> {
    const text = row[key]
    if (this.#product === 'MySQL' || text?.includes('????') !== true) return row
    const whole = await this.#statement('TABLE', row['tab'] ?? '')
    return { ...row, [key]: partOf(whole, text) }
  }

  /** The server writes other qualifiers there, but the same texts in quotes. */
  async view(row: CatalogRow): Promise<CatalogRow> {
    const { name = '', text } = row
    if (text?.includes(this.#product === 'MySQL' ? '?' : '????') !== true) return row
    const wide = literalsIn(await this.#statement('VIEW', name))
    const own = literalsIn(text)
    if (own.length > wide.length) throw unreadable(name, text)
    const last = wide.slice(wide.length - own.length)
    let at = 0
    return { ...row, text: text.replaceAll(LITERAL, () => last[at++] ?? '') }
  }

  /** MariaDB has 0 or MAXVALUE for the partition of all other values. */
  async partition(row: CatalogRow): Promise<CatalogRow> {
    const { tab = '', name = '', method = '', description = '' } = row
    if (method === 'SYSTEM_TIME') return await this.#rotation(row)
    if (this.#product === 'MySQL' || !method.startsWith('LIST')) return row
    if (description !== '0' && description !== 'MAXVALUE') return row
    const whole = await this.#statement('TABLE', tab)
    const isOthers = ['`', '"'].some((quote) =>
      whole.includes(`PARTITION ${quote}${name.replaceAll(quote, quote + quote)}${quote} DEFAULT`),
    )
    return isOthers ? { ...row, description: 'DEFAULT' } : row
  }

  /** When a history goes on in the next partition; from which day on is no matter of the schema. */
  async #rotation(row: CatalogRow): Promise<CatalogRow> {
    const whole = await this.#statement('TABLE', row['tab'] ?? '')
    const [, rotation = '', auto = ''] =
      /PARTITION BY SYSTEM_TIME ?([^\n]*?)(?: STARTS TIMESTAMP'[^']*')?( AUTO)? *\n/.exec(whole) ??
      []
    return { ...row, rotation: `${rotation}${auto}` }
  }

  /** What MariaDB calls a period comes up as a check of its two columns. */
  async period(row: CatalogRow): Promise<CatalogRow> {
    const { tab = '', name = '', clause = '' } = row
    if (this.#product === 'MySQL' || !/^[`"][^<]+[`"] < [`"][^<]+[`"]$/.test(clause)) return row
    const whole = await this.#statement('TABLE', tab)
    return ['`', '"'].some((quote) => whole.includes(`PERIOD FOR ${quote}${name}${quote} (`))
      ? { ...row, period: name }
      : row
  }

  /** A body is the end of its statement, with one question mark for each character. */
  async body(row: CatalogRow, kind: string): Promise<CatalogRow> {
    const { name = '', body } = row
    if (body?.includes('?') !== true || kind === '') return row
    const whole = [...(await this.#statement(kind, name)).trimEnd()]
    return { ...row, body: whole.slice(whole.length - [...body.trimEnd()].length).join('') }
  }

  async #default(row: CatalogRow): Promise<string | undefined> {
    const { value, extra = '', data = '' } = row
    if (value === undefined || row['expression']) return value
    if (this.#product === 'MySQL') {
      // Bytes end at the first zero there.
      const isCut = value.includes('?') || /binary/.test(data)
      return isCut && !/default_generated/i.test(extra)
        ? await this.#plainDefault(row, value)
        : value
    }
    if (!value.includes('?')) return value
    if (/^'(?:[^']|'')*'$/s.test(value)) return await this.#plainDefault(row, value)
    if (!value.includes('????')) return value
    return partOf(await this.#statement('TABLE', row['tab'] ?? ''), value)
  }

  /** A default that is a value, as the product's catalog would have it. */
  async #plainDefault(row: CatalogRow, value: string): Promise<string> {
    const { tab: table = '', name = '', data = '' } = row
    const found = await this.#asked(row, value, () => defaultOf(this.#connection, { table, name }))
    const isMysql = this.#product === 'MySQL'
    const { bytes, text } = found
    if (/binary|blob/.test(data)) return isMysql ? `0x${bytes}` : `x'${bytes.toLowerCase()}'`
    const plain = Buffer.from(text, 'hex').toString()
    return isMysql ? plain : literal(plain)
  }

  async #asked<Answer>(
    { tab = '', name = '' }: CatalogRow,
    shown: string,
    ask: () => Promise<Answer | undefined>,
  ): Promise<Answer> {
    const answer = await ask().catch((cause: unknown) => {
      if (this.#connection.dialect.classify(cause).kind === 'connection-lost') throw cause
      throw unreadable(`${tab}.${name}`, shown, cause)
    })
    if (answer === undefined) throw unreadable(`${tab}.${name}`, shown)
    return answer
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

function unreadable(name: string, text: string, cause?: unknown): unknown {
  return godwitError('GODWIT_UNSUPPORTED', {
    message: `The server does not tell this role what ${name} says: it shows a question mark for each character outside of the Basic Multilingual Plane, such as an emoji${text === '' ? '' : `, in ${text}`}.`,
    database: 'Your database is unchanged, and nothing was written.',
    next: [
      'Let the role read the table, and on MySQL make temporary tables: GRANT SELECT, CREATE TEMPORARY TABLES ON …',
      'Or use no such character and no question mark there, or write the migration by hand: godwit new',
    ],
    cause,
  })
}
