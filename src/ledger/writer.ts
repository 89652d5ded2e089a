import type {
  AuditAction,
  Checksum,
  Clock,
  Direction,
  MigrationId,
  MigrationRecord,
  Version,
} from '#core'
import type { Connection, LedgerNaming } from '#dialect'
import { chainEvent, type ChainHead } from './chain.ts'
import { renewalSql } from './lease.ts'

/** Rows to write, as SQL text that runs in the transaction of what they tell about, and the trail's end after them. */
export type Entry = { readonly statements: readonly string[]; readonly head: ChainHead }

/** Who writes, and on whose lock. */
export type WriterIdentity = {
  readonly service: string
  readonly lockName: string
  /** The fencing token: every entry checks it in its own transaction. */
  readonly token: number
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

  /** Tells that an entry was committed. */
  advance(entry: Entry): void {
    this.#head = entry.head
  }

  /** A migration took effect upwards. `durationMs` is left to the server's clock; `previous` went before it in the same message. */
  applied(
    id: MigrationId,
    checksum: Checksum | null,
    options: {
      readonly origin?: MigrationRecord['origin']
      readonly durationMs?: number
      readonly previous?: Version
      readonly head?: ChainHead
      readonly action?: AuditAction
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
    const insert = `INSERT INTO ${this.#table('migrations')} (service, version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version) VALUES (${values.join(', ')}) RETURNING duration_ms`
    return this.#entry([insert], {
      action: options.action ?? 'up',
      id,
      ...(options.head === undefined ? {} : { head: options.head }),
    })
  }

  /** A migration was taken back, or its row is to go without running anything. */
  reverted(
    id: MigrationId,
    options: { readonly head?: ChainHead; readonly action?: AuditAction } = {},
  ): Entry {
    const remove = `DELETE FROM ${this.#table('migrations')} WHERE ${this.#key(id)}`
    return this.#entry([remove], {
      action: options.action ?? 'down',
      id,
      ...(options.head === undefined ? {} : { head: options.head }),
    })
  }

  /** The checksum of an applied migration is replaced by that of its file. */
  accepted(id: MigrationId, checksum: Checksum | null): Entry {
    const update = `UPDATE ${this.#table('migrations')} SET checksum_algorithm = ${this.#literal(checksum?.algorithm ?? null)}, checksum_bytes = ${this.#literal(checksum?.bytes ?? null)}, checksum_meaning = ${this.#literal(checksum?.meaning ?? null)} WHERE ${this.#key(id)}`
    return this.#entry([update], {
      action: 'repair',
      id,
      detail: { accepted: checksum?.meaning ?? null },
    })
  }

  /** Something went wrong, or something about the whole run is to be told. */
  told(
    action: AuditAction,
    id: MigrationId | undefined,
    outcome: 'done' | 'failed',
    detail: Readonly<Record<string, unknown>>,
  ): Entry {
    return this.#entry([], { action, id, outcome, detail })
  }

  /** A statement outside transactions is about to run, or what became of it. */
  journal(
    id: MigrationId,
    direction: Direction,
    step: number,
    hash: string,
    state: 'intent' | 'done',
  ): string {
    const { ledgerSql } = this.#connection.dialect
    const fence = ledgerSql.fence(this.#naming, this.#who.lockName, this.#who.token)
    const values = [
      ...[this.#who.service, id.version, direction, step, hash, state, this.#who.runId].map(
        (value) => this.#literal(value),
      ),
      ledgerSql.now,
      fence,
    ]
    return `INSERT INTO ${this.#table('journal')} (service, version, direction, step, statement_hash, state, run_id, at, token) VALUES (${values.join(', ')})
ON CONFLICT (service, version, direction, step) DO UPDATE SET statement_hash = excluded.statement_hash, state = excluded.state, run_id = excluded.run_id, at = excluded.at, token = excluded.token`
  }

  /** Removes what the journal kept of a migration, once its record is written; with `step`, only that line. */
  clearJournal(id: MigrationId, step?: number): string {
    // A file may have been renamed from 7 to 007 since: all spellings of the version are meant.
    const digits = this.#literal(id.version.replace(/^0+/, ''))
    return `DELETE FROM ${this.#table('journal')} WHERE service = ${this.#literal(this.#who.service)} AND ltrim(version, '0') = ${digits}${step === undefined ? '' : ` AND step = ${step}`}`
  }

  #entry(
    statements: readonly string[],
    about: {
      action: AuditAction
      id: MigrationId | undefined
      outcome?: 'done' | 'failed'
      detail?: Readonly<Record<string, unknown>>
      head?: ChainHead
    },
  ): Entry {
    const event = chainEvent(about.head ?? this.#head, {
      at: this.#clock.now(),
      actor: this.#who.actor,
      service: this.#who.service,
      runId: this.#who.runId,
      action: about.action,
      version: about.id?.version ?? '',
      name: about.id?.name ?? '',
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
    const fence = this.#connection.dialect.ledgerSql.fence(
      this.#naming,
      this.#who.lockName,
      this.#who.token,
    )
    const insert = `INSERT INTO ${this.#table('events')} (seq, at, actor, service, run_id, action, version, name, outcome, detail, token, hash) VALUES (${values.join(', ')}, ${fence}, ${this.#literal(event.hash)})`
    return {
      statements: [...statements, insert, ...this.#renewal()],
      head: { seq: event.seq, hash: event.hash },
    }
  }

  /** A heartbeat cannot come while a statement keeps this process busy; so the lease is prolonged with what it took so long for. */
  #renewal(): string[] {
    const { capabilities, ledgerSql } = this.#connection.dialect
    return capabilities.sessionLock
      ? []
      : [
          renewalSql(
            this.#connection.dialect,
            ledgerSql.table(this.#naming, 'lease'),
            this.#who.lockName,
            this.#who.token,
          ),
        ]
  }

  #appliedAt(version: Version): string {
    return `(SELECT applied_at FROM ${this.#table('migrations')} WHERE service = ${this.#literal(this.#who.service)} AND version = ${this.#literal(version)})`
  }

  #key(id: MigrationId): string {
    return `service = ${this.#literal(this.#who.service)} AND version = ${this.#literal(id.version)}`
  }

  #table(name: 'migrations' | 'journal' | 'events'): string {
    return this.#connection.dialect.ledgerSql.table(this.#naming, name)
  }

  #literal(value: string | number | null): string {
    return this.#connection.dialect.literal(value)
  }
}
