import { godwitError, isVersion, type GodwitError, type Version } from '#core'
import type { Connection, LedgerNaming, LedgerTable } from '#dialect'

/** Which row is read: the columns of its key, besides the service. */
type Key = Readonly<Record<string, string | number>>

/** How much of a value is shown. */
const SHOWN = 60

/**
 * Reads the rows of one of godwit's own tables strictly. A value that godwit does not write there is named with its place: a
 * row that was changed by hand must not pass for another one.
 * @throws GodwitError `GODWIT_LEDGER_UNKNOWN` from each method.
 */
export class RowReader {
  readonly #connection: Connection
  readonly #table: string
  readonly #service: string
  readonly #kind: LedgerTable
  #key: Key = {}

  constructor(connection: Connection, naming: LedgerNaming, kind: LedgerTable, service: string) {
    this.#connection = connection
    this.#table = connection.dialect.ledgerSql.table(naming, kind)
    this.#service = service
    this.#kind = kind
  }

  /** Goes on to another row. */
  at(key: Key): void {
    this.#key = key
  }

  text(column: string, value: unknown): string {
    if (typeof value === 'string') return value
    throw this.#odd(column, value, 'where it can only be a text')
  }

  version(value: unknown): Version {
    if (typeof value === 'string' && isVersion(value)) return value
    throw this.#odd('version', value, 'which is no run of digits')
  }

  oneOf<T extends string>(column: string, value: unknown, allowed: readonly T[]): T {
    for (const one of allowed) if (one === value) return one
    const last = allowed.at(-1) ?? ''
    const list = allowed.length === 1 ? last : `${allowed.slice(0, -1).join(', ')} or ${last}`
    throw this.#odd(column, value, `where it can be ${list}`)
  }

  /** An integer; drivers may give it as text. */
  whole(column: string, value: unknown, least = -Infinity): number {
    const number = typeof value === 'number' || /^-?\d+$/.test(String(value)) ? Number(value) : NaN
    if (Number.isSafeInteger(number) && number >= least) return number
    const from = least === -Infinity ? '' : ` from ${least}`
    throw this.#odd(column, value, `where it can only be a whole number${from}`)
  }

  /** Milliseconds since 1970, or ISO text in UTC. */
  time(column: string, value: unknown): Date {
    const time = new Date(typeof value === 'number' || isIsoTime(value) ? value : Number.NaN)
    if (!Number.isNaN(time.getTime())) return time
    throw this.#odd(column, value, 'which is no time')
  }

  /** A SHA-256 in hexadecimal digits. */
  hash(column: string, value: unknown): string {
    // Twice as fast as one pattern for all of it; there are two to a row.
    if (typeof value === 'string' && value.length === 64 && !/[^0-9a-f]/.test(value)) return value
    throw this.#odd(column, value, 'where it can only be a SHA-256')
  }

  /** Something that only stands there for lack of a value. */
  absent(column: string, value: unknown): null {
    if (value === null) return null
    throw this.#odd(column, value, 'where it can only be null')
  }

  json(column: string, value: unknown): Readonly<Record<string, unknown>> {
    const read = parse(value)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read }
    throw this.#odd(column, value, 'which is no JSON object')
  }

  /** The error of a row that a later version of godwit wrote. */
  newer(column: string, value: number, known: number): GodwitError {
    return godwitError('GODWIT_LEDGER_UNKNOWN', {
      message: `${this.#row()} was written by a newer version of godwit: its ${column} is ${value}, and this version knows up to ${known}.`,
      database: UNCHANGED,
      next: ['Use the version of godwit that wrote it, or a newer one.'],
    })
  }

  /** The error of two rows of one migration. */
  twice(one: Version, other: Version): GodwitError {
    return godwitError('GODWIT_LEDGER_UNKNOWN', {
      message: `${this.#table} has two rows of one migration (service ${this.#service}): its version is spelled ${one} and ${other}.`,
      database: UNCHANGED,
      next: [
        `Look at both: ${this.#select(`version IN (${this.#literal(one)}, ${this.#literal(other)})`)}`,
        'See what godwit wrote of it: godwit history',
        'Remove the row that godwit did not write, then run: godwit history --verify',
      ],
    })
  }

  #odd(column: string, value: unknown, why: string): GodwitError {
    const isEvent = this.#kind === 'events'
    const conditions = Object.entries(this.#key).map(
      ([name, key]) => `${name} = ${this.#literal(key)}`,
    )
    return godwitError('GODWIT_LEDGER_UNKNOWN', {
      message: `${this.#row()} is not as godwit writes it: its ${column} is ${shown(value)}, ${why}.`,
      database: UNCHANGED,
      next: [
        `Look at the row: ${this.#select(conditions.join(' AND '))}`,
        ...(isEvent ? [] : ['See what godwit wrote of it: godwit history']),
        isEvent
          ? 'Put back what was there, from a backup of the database, then run: godwit history --verify'
          : `Put its ${column} right, or remove the row if godwit did not write it, then run: godwit history --verify`,
      ],
    })
  }

  #row(): string {
    const key = Object.entries(this.#key).map(([name, value]) => `${name} ${value}`)
    return `The row ${key.join(', ')} of ${this.#table} (service ${this.#service})`
  }

  #select(condition: string): string {
    return `SELECT * FROM ${this.#table} WHERE service = ${this.#literal(this.#service)} AND ${condition}`
  }

  #literal(value: string | number): string {
    return this.#connection.dialect.literal(value)
  }
}

const UNCHANGED = 'The database is unchanged.'

function isIsoTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
}

function parse(value: unknown): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}

function shown(value: unknown): string {
  const text =
    value instanceof Uint8Array
      ? `the bytes ${Buffer.from(value).toString('hex')}`
      : typeof value === 'string'
        ? JSON.stringify(value)
        : String(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
