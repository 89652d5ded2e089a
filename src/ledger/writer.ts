import type { AuditAction, Checksum, Clock, MigrationId, MigrationRecord, Version } from '#core'
import type { Connection, LedgerNaming, LedgerTable, UnitsOutcome } from '#dialect'
import { chainEvent, type ChainHead } from './chain.ts'
import {
  acceptedDetail,
  checksumDetail,
  rowChange,
  type About,
  type Entry,
  type JournalPart,
  type Rows,
  type WriterIdentity,
} from './entry.ts'
import { putLines, type Line } from './journal-rows.ts'
import { renewalSql } from './lease.ts'
import { readMark } from './mark.ts'

/** What is known of how long a migration took. */
type Duration = {
  readonly durationMs?: number
  readonly earlierMs?: number
  readonly previous?: Version
  readonly elapsedMs?: string
}

/**
 * Makes the ledger's writes. It exists only while the lock is held. Each entry carries an audit event whose `token`
 * column is null, and so refused by the database, when another process has taken the lock since.
 */
export class LedgerWriter {
  readonly runId: string
  readonly #connection: Connection
  readonly #naming: LedgerNaming
  readonly #who: WriterIdentity
  readonly #clock: Clock
  #head: ChainHead
  /** The database's mark, once it was asked for: only few runs need it. */
  #mark: string | undefined
  /** Lines of the journal that the next one takes along. */
  #late: Line[] = []

  constructor(
    connection: Connection,
    naming: LedgerNaming,
    who: WriterIdentity,
    head: ChainHead,
    clock: Clock,
  ) {
    this.#connection = connection
    this.#naming = naming
    this.#who = who
    this.#head = head
    this.#clock = clock
    this.runId = who.runId
  }

  /** The end of the audit trail as far as it is committed. */
  get head(): ChainHead {
    return this.#head
  }

  /** Tells that rows were committed. */
  advance({ head, catchesUp }: Rows): void {
    if (head !== undefined) this.#head = head
    if (catchesUp) this.#late = []
  }

  /** Writes rows alone: all of them in one transaction, or none. */
  async write(...rows: readonly Rows[]): Promise<UnitsOutcome['failure']> {
    const ledger = rows.flatMap(({ statements }) => statements)
    const { failure } = await this.#connection.runUnits(
      [{ settings: {}, statements: [], ledger }],
      () => rows.forEach((written) => this.advance(written)),
    )
    return failure
  }

  /**
   * A migration took effect upwards. Without `durationMs` the server's clock tells how long the transaction took, to which
   * `earlierMs` adds what went before it; `previous` went before it in the same message. `elapsedMs` tells it as an expression.
   */
  applied(
    id: MigrationId,
    checksum: Checksum | null,
    options: About & Duration & { readonly origin?: MigrationRecord['origin'] } = {},
  ): Entry {
    const { ledgerSql } = this.#connection.dialect
    const values = [
      ...[
        this.#who.service,
        id.version,
        id.name,
        'applied',
        checksum?.algorithm ?? null,
        checksum?.bytes ?? null,
        checksum?.meaning ?? null,
        options.origin ?? 'run',
      ].map((value) => this.#literal(value)),
      ledgerSql.now,
      this.#duration(options),
      ...[this.#who.runId, this.#who.actor, this.#who.toolVersion].map((value) =>
        this.#literal(value),
      ),
    ]
    const insert = `INSERT INTO ${this.#table('migrations')} (service, version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version) VALUES (${values.join(', ')})${ledgerSql.returningDuration}`
    const told = { ...options, detail: { ...options.detail, checksum: checksumDetail(checksum) } }
    return this.#entry([insert], id, rowChange('up', 'added', told))
  }

  /** How long a migration took, as an expression in milliseconds. */
  #duration({ durationMs, elapsedMs, earlierMs, previous }: Duration): string {
    if (elapsedMs !== undefined) return elapsedMs
    if (durationMs !== undefined) return String(Math.round(durationMs))
    const earlier = earlierMs === undefined ? '' : `${Math.round(earlierMs)} + `
    const since = previous === undefined ? undefined : this.#appliedAt(previous)
    return (
      earlier + this.#connection.dialect.ledgerSql.elapsedMs(this.#clock.now().getTime(), since)
    )
  }

  /** A migration was taken back, or its row is to go without running anything. */
  reverted(id: MigrationId, about: About = {}): Entry {
    const remove = `DELETE FROM ${this.#table('migrations')} WHERE ${this.#key(id)}`
    return this.#entry([remove], id, rowChange('down', 'removed', about))
  }

  /** The checksum of an applied migration is replaced by that of its file. */
  accepted(record: MigrationRecord, checksum: Checksum | null, head?: ChainHead): Entry {
    const update = `UPDATE ${this.#table('migrations')} SET checksum_algorithm = ${this.#literal(checksum?.algorithm ?? null)}, checksum_bytes = ${this.#literal(checksum?.bytes ?? null)}, checksum_meaning = ${this.#literal(checksum?.meaning ?? null)} WHERE ${this.#key(record)}`
    const detail = acceptedDetail(record, checksum)
    return this.#entry([update], record, { action: 'repair', detail, head })
  }

  /** Something went wrong, or something that changes no record is to be told. */
  told(
    action: AuditAction,
    id: MigrationId | undefined,
    outcome: 'done' | 'failed',
    detail: Readonly<Record<string, unknown>>,
    head?: ChainHead,
  ): Entry {
    return this.#entry([], id, { action, outcome, detail, head })
  }

  /** Writes that a statement outside transactions is about to run: with what could be seen before, and where. */
  async writeIntent(part: JournalPart, probe: string | null): Promise<UnitsOutcome['failure']> {
    const mark = await this.#ownMark()
    return typeof mark === 'string'
      ? this.write(this.#lines([{ part, state: 'intent', probe, writtenOn: mark }]))
      : mark
  }

  /** Gives the way to make what {@link writeIntent} would write, for parts that are sent with it; undefined where the database cannot be asked who it is. */
  async prepareIntents(): Promise<
    ((parts: readonly JournalPart[], probe: string) => Rows) | undefined
  > {
    const mark = await this.#ownMark()
    if (typeof mark !== 'string') return undefined
    return (parts, probe) =>
      this.#lines(parts.map((part) => ({ part, state: 'intent', probe, writtenOn: mark })))
  }

  async #ownMark(): Promise<string | NonNullable<UnitsOutcome['failure']>> {
    try {
      return (this.#mark ??= await readMark(this.#connection))
    } catch (cause) {
      const error = this.#connection.dialect.classify(cause)
      return { at: { kind: 'frame', part: 'begin' }, error }
    }
  }

  /** A part took effect. */
  done(part: JournalPart): Rows {
    return this.#lines([doneLine(part)])
  }

  /**
   * A part took effect, as its intent and the catalog show too: so the line about it may wait for the next one, or for the record
   * that makes it needless. That is one transaction less for each part.
   */
  doneLater(part: JournalPart): void {
    this.#late.push(doneLine(part))
  }

  /** Writes the lines that wait, before anybody is told how far a migration went. What hinders it is no loss: the intents stay. */
  async catchUp(): Promise<void> {
    if (this.#late.length > 0) await this.write(this.#lines([]))
  }

  #lines(lines: readonly Line[]): Rows {
    const all = [...this.#late, ...lines]
    return {
      statements: putLines(this.#connection.dialect, this.#naming, this.#who, all),
      catchesUp: true,
    }
  }

  /** Removes the intents of migrations, by the versions that they were written with. */
  clearIntents(versions: readonly Version[]): Rows {
    const service = this.#literal(this.#who.service)
    const list = versions.map((version) => this.#literal(version)).join(', ')
    return {
      statements: [
        `DELETE FROM ${this.#table('journal')} WHERE service = ${service} AND version IN (${list}) AND state = 'intent' AND ${this.#fence()} IS NOT NULL`,
      ],
    }
  }

  /**
   * Removes what the journal kept of a migration, once its record is written; with `step`, only that line. Another process's
   * lines stay: it removes nothing once this one has lost the lock.
   */
  clearJournal({ version }: Pick<MigrationId, 'version'>, step?: number): Rows {
    const { withoutZeros } = this.#connection.dialect.ledgerSql
    // A file may have been renamed from 7 to 007 since: all spellings of the version are meant.
    const isIts = `service = ${this.#literal(this.#who.service)} AND ${withoutZeros('version')} = ${this.#literal(version.replace(/^0+/, ''))}`
    return {
      statements: [
        `DELETE FROM ${this.#table('journal')} WHERE ${isIts}${step === undefined ? '' : ` AND step = ${step}`} AND ${this.#fence()} IS NOT NULL`,
      ],
      ...(step === undefined ? { catchesUp: true } : {}),
    }
  }

  #entry(
    statements: readonly string[],
    id: MigrationId | undefined,
    about: About & { readonly action: AuditAction; readonly outcome?: 'done' | 'failed' },
  ): Entry {
    const event = chainEvent(about.head ?? this.#head, {
      at: this.#clock.now(),
      actor: this.#who.actor,
      service: this.#who.service,
      runId: this.#who.runId,
      action: about.action,
      version: id?.version ?? '',
      name: id?.name ?? '',
      outcome: about.outcome ?? 'done',
      detail: about.detail ?? {},
    })
    const values = [
      event.seq,
      event.at.toISOString(),
      event.actor,
      event.service,
      event.runId,
      event.action,
      event.version,
      event.name,
      event.outcome,
      JSON.stringify(event.detail),
    ].map((value) => this.#literal(value))
    const insert = `INSERT INTO ${this.#table('events')} (seq, at, actor, service, run_id, action, version, name, outcome, detail, token, hash) VALUES (${values.join(', ')}, ${about.isFenced === true ? this.#who.token : this.#fence()}, ${this.#literal(event.hash)})`
    return {
      statements: [...statements, insert, ...this.#renewal()],
      head: { seq: event.seq, hash: event.hash },
    }
  }

  /** The token while it is this process's, else null. */
  #fence(): string {
    const { lockName, token } = this.#who
    return this.#connection.dialect.ledgerSql.fence(this.#naming, lockName, token)
  }

  #renewal(): string[] {
    const { lockName, token, renews } = this.#who
    return renews
      ? [renewalSql(this.#connection.dialect, this.#table('lease'), lockName, token)]
      : []
  }

  #appliedAt(version: Version): string {
    return `(SELECT applied_at FROM ${this.#table('migrations')} WHERE service = ${this.#literal(this.#who.service)} AND version = ${this.#literal(version)})`
  }

  #key(id: MigrationId): string {
    return `service = ${this.#literal(this.#who.service)} AND version = ${this.#literal(id.version)}`
  }

  #table(name: LedgerTable): string {
    return this.#connection.dialect.ledgerSql.table(this.#naming, name)
  }

  #literal(value: string | number | null): string {
    return this.#connection.dialect.literal(value)
  }
}

function doneLine(part: JournalPart): Line {
  return { part, state: 'done', probe: null, writtenOn: '' }
}
