import { checksumOf } from '#catalog'
import { godwitError, plural, versionKey, type GodwitError, type MigrationId } from '#core'
import type { Connection, DatabaseError, LedgerNaming } from '#dialect'
import type { Entry } from '#ledger'
import { excerpt, positionAt, splitStatements, transactionRole, type Statement } from '#sql'
import type { Amendment } from './amend.ts'
import { fencedError, sentence } from './failure.ts'

/** SQL that makes in one go what all migrations make. */
export type InstallRequest = {
  /** The file as one would type it. */
  readonly shown: string
  readonly text: string
  /** Stops between two statements, where each commits by itself. */
  readonly signal?: AbortSignal | undefined
  /** Stops at the statement that runs. */
  readonly cancelSignal?: AbortSignal | undefined
  /** What is there already and would be in the way, for people; empty when nothing is. */
  look(connection: Connection, naming: LedgerNaming): Promise<readonly string[]>
}

/**
 * Makes the schema in an empty database and records all migrations as applied: in one transaction where the product can.
 * @throws GodwitError `GODWIT_USAGE` when something is there already, `GODWIT_SCHEMA_INVALID` for a statement that is refused
 * @returns the migrations that were recorded
 */
export async function install(
  amendment: Amendment,
  request: InstallRequest,
): Promise<readonly MigrationId[]> {
  const { connection, naming, survey, writer } = amendment
  const statements = splitStatements(request.text, connection.dialect.grammar, request.shown)
  if (connection.dialect.creations === undefined) requireWhole(request, statements, connection)
  const there = await request.look(connection, naming)
  requireEmpty(survey.state.records.length, there)
  const wanted = survey.catalog.migrations.filter(
    ({ version }) => !survey.skipped.has(versionKey(version)),
  )
  let { head } = writer
  const entries = wanted.map((migration): Entry => {
    const about = { origin: 'baseline', durationMs: 0, action: 'baseline', head } as const
    const checksum = checksumOf(migration, connection.dialect.grammar)
    const entry = writer.applied(migration, checksum, about)
    head = entry.head
    return entry
  })
  const cancel = (): void => void connection.cancel().catch(() => undefined)
  request.cancelSignal?.addEventListener('abort', cancel)
  const failure = await makeAll(amendment, statements, entries, request.signal)
  request.cancelSignal?.removeEventListener('abort', cancel)
  if (failure !== undefined) throw await refused(amendment, request, statements, failure)
  return wanted.map(({ version, name }) => ({ version, name }))
}

/** Where the product can undo a schema, the dump is one transaction with the history: nothing in it may end or need to leave that. */
function requireWhole(
  { shown, text }: InstallRequest,
  statements: readonly Statement[],
  { dialect }: Connection,
): void {
  for (const statement of statements) {
    const role = transactionRole(statement, dialect.grammar)
    if (JOINING.has(role.kind)) continue
    const why =
      role.kind === 'alone'
        ? `${role.why} cannot run inside of it`
        : role.kind === 'forbidden'
          ? role.why
          : 'it has a begin and an end of its own'
    const place = positionAt(text, statement.start.offset)
    throw godwitError('GODWIT_SCHEMA_INVALID', {
      message: `${shown}:${place.line}:${place.column}: a dump is loaded in one transaction together with the history, and this statement does not fit into it: ${why}.`,
      detail: excerpt(text, place),
      position: place,
      database: 'The database is unchanged.',
      next: [`Take the statement out of ${shown}, then run the command again.`],
    })
  }
}

const JOINING: ReadonlySet<string> = new Set(['joins', 'setting', 'session'])

function requireEmpty(records: number, there: readonly string[]): void {
  if (records === 0 && there.length === 0) return
  const what = [
    ...(records === 0 ? [] : [`${plural(records, 'applied migration')}`]),
    ...there.slice(0, 5),
    ...(there.length > 5 ? [`${there.length - 5} more`] : []),
  ]
  throw godwitError('GODWIT_USAGE', {
    message: `A dump is loaded into an empty database; this one has ${what.join(', ')}.`,
    database: 'The database is unchanged.',
    next:
      records > 0
        ? ['To apply what is pending instead: godwit up']
        : [
            'If this is left of a load that was cut off: make the database empty, then run the command again',
            'If it is to stay: godwit baseline VERSION, then godwit up',
          ],
  })
}

/** Where and why it ended; without an error somebody has asked to stop. */
type Failure = { readonly index: number | undefined; readonly error: DatabaseError | undefined }

/** One transaction with the records, unless the product ends it at a statement by itself. */
async function makeAll(
  { connection, writer }: Amendment,
  statements: readonly Statement[],
  entries: readonly Entry[],
  signal: AbortSignal | undefined,
): Promise<Failure | undefined> {
  const { grammar } = connection.dialect
  const isWhole = statements.every((one) => transactionRole(one, grammar).kind !== 'alone')
  if (isWhole) {
    const ledger = entries.flatMap((entry) => entry.statements)
    const { failure } = await connection.runUnits([{ settings: {}, statements, ledger }], () =>
      entries.forEach((entry) => writer.advance(entry)),
    )
    return failure && { index: indexOf(failure.at), error: failure.error }
  }
  for (const [index, statement] of statements.entries())
    try {
      if (signal?.aborted === true) return { index, error: undefined }
      await connection.runAlone(statement, {})
    } catch (cause) {
      return { index, error: connection.dialect.classify(cause) }
    }
  await connection.resetSession()
  const failure = await writer.write(...entries)
  return failure && { index: undefined, error: failure.error }
}

function indexOf(at: { readonly kind: string; readonly index?: number }): number | undefined {
  return at.index
}

async function refused(
  { connection, naming }: Amendment,
  { shown, text, look, cancelSignal }: InstallRequest,
  statements: readonly Statement[],
  { index, error }: Failure,
): Promise<GodwitError> {
  const statement = index === undefined ? undefined : statements[index]
  if (statement === undefined && error?.kind === 'constraint') return fencedError('The load')
  const left = await look(connection, naming).catch(() => undefined)
  const state = {
    database:
      left === undefined
        ? 'What was made of the schema is not known.'
        : left.length === 0
          ? 'The database is unchanged.'
          : 'A part of the schema was made, and no migration is recorded as applied: the product cannot take it back.',
    next:
      left?.length === 0
        ? [`Mend ${shown}, then run the command again.`]
        : ['Make the database empty, then run the command again.'],
    cause: error?.cause,
  }
  if (error === undefined || (error.kind === 'cancelled' && cancelSignal?.aborted === true))
    return godwitError('GODWIT_INTERRUPTED', {
      message: `Stopped as asked while ${shown} was loaded.`,
      ...state,
      next: left?.length === 0 ? ['Run the command again.'] : state.next,
    })
  if (statement === undefined)
    return godwitError('GODWIT_SCHEMA_INVALID', {
      message: `${shown} could not be loaded: ${sentence(error.message)}`,
      ...state,
    })
  const place = positionAt(text, statement.start.offset)
  return godwitError('GODWIT_SCHEMA_INVALID', {
    message: `${shown}:${place.line}:${place.column}: the database refuses this statement: ${sentence(error.message)}`,
    detail: [
      excerpt(text, place),
      ...(error.hint === undefined ? [] : [`hint: ${error.hint}`]),
    ].join('\n'),
    position: place,
    ...state,
  })
}
