import type {
  AuditAction,
  Checksum,
  Clock,
  Direction,
  MigrationId,
  MigrationRecord,
  Version,
} from '#core'
import type { Connection, LedgerNaming, LedgerTable, UnitsOutcome } from '#dialect'
import { chainEvent, type ChainHead } from './chain.ts'
import { renewalSql } from './lease.ts'

/** Rows to write, as SQL text, and the trail's end after them where an audit event is among them. */
export type Rows = { readonly statements: readonly string[]; readonly head?: ChainHead }

/** Rows with an audit event, that run in the transaction of what they tell about. */
export type Entry = Rows & { readonly head: ChainHead }

/** What an entry's audit event says beyond the obvious, and the event that it comes after, where that is not committed yet. */
export type About = {
  readonly action?: AuditAction
  readonly detail?: Readonly<Record<string, unknown>>
  readonly head?: ChainHead | undefined
}

/** Who writes, and on whose lock. */
export type WriterIdentity = {
  readonly service: string
  readonly lockName: string
  /** The fencing token: every entry checks it in its own transaction. */
  readonly token: number
  /** Whether each entry also prolongs the lease: a heartbeat cannot come while a statement keeps the only session busy. */
  readonly renews: boolean
  readonly actor: string
  readonly runId: string
  readonly toolVersion: string
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
  advance({ head }: Rows): void {
    if (head !== undefined) this.#head = head
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

  /** A migration took effect upwards. `durationMs` is left to the server's clock; `previous` went before it in the same message. */
  applied(
    id: MigrationId,
    checksum: Checksum | null,
    options: About & {
      readonly origin?: MigrationRecord['origin']
      readonly durationMs?: number
      readonly previous?: Version
    } = {},
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
      options.durationMs === undefined
        ? ledgerSql.elapsedMs(
            this.#clock.now().getTime(),
            options.previous === undefined ? undefined : this.#appliedAt(options.previous),
          )
        : String(Math.round(options.durationMs)),
      ...[this.#who.runId, this.#who.actor, this.#who.toolVersion].map((value) =>
        this.#literal(value),
      ),
    ]
    const insert = `INSERT INTO ${this.#table('migrations')} (service, version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version) VALUES (${values.join(', ')})${ledgerSql.returningDuration}`
    return this.#entry([insert], id, rowChange('up', 'added', options))
  }

  /** A migration was taken back, or its row is to go without running anything. */
  reverted(id: MigrationId, about: About = {}): Entry {
    const remove = `DELETE FROM ${this.#table('migrations')} WHERE ${this.#key(id)}`
    return this.#entry([remove], id, rowChange('down', 'removed', about))
  }

  /** The checksum of an applied migration is replaced by that of its file. */
  accepted(id: MigrationId, checksum: Checksum | null, head?: ChainHead): Entry {
    const update = `UPDATE ${this.#table('migrations')} SET checksum_algorithm = ${this.#literal(checksum?.algorithm ?? null)}, checksum_bytes = ${this.#literal(checksum?.bytes ?? null)}, checksum_meaning = ${this.#literal(checksum?.meaning ?? null)} WHERE ${this.#key(id)}`
    const detail = { accepted: checksum?.meaning ?? null }
    return this.#entry([update], id, { action: 'repair', detail, head })
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

  /** A statement outside transactions is about to run, with what could be seen before; or it took effect. */
  journal(
    { version }: Pick<MigrationId, 'version'>,
    direction: Direction,
    step: number,
    hash: string,
    state: 'intent' | 'done',
    probe: string | null = null,
  ): Rows {
    const { now } = this.#connection.dialect.ledgerSql
    const key = [this.#who.service, version, direction, step]
    const values = [
      ...[...key, hash, state, probe, this.#who.runId].map((value) => this.#literal(value)),
      now,
      this.#fence(),
    ]
    const [service, spelling, way, part] = key.map((value) => this.#literal(value))
    return {
      statements: [
        `DELETE FROM ${this.#table('journal')} WHERE service = ${service} AND version = ${spelling} AND direction = ${way} AND step = ${part}`,
        `INSERT INTO ${this.#table('journal')} (service, version, direction, step, statement_hash, state, probe, run_id, at, token) VALUES (${values.join(', ')})`,
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
    const insert = `INSERT INTO ${this.#table('events')} (seq, at, actor, service, run_id, action, version, name, outcome, detail, token, hash) VALUES (${values.join(', ')}, ${this.#fence()}, ${this.#literal(event.hash)})`
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

/** `up` and `down` say by themselves what became of the record; whatever else changes one says it in its detail. */
function rowChange(
  usual: 'up' | 'down',
  record: 'added' | 'removed',
  { action = usual, detail, head }: About,
): About & { readonly action: AuditAction } {
  return { action, detail: action === usual ? { ...detail } : { record, ...detail }, head }
}
