import type { MigrationContext } from '#catalog'
import { godwitError, type GodwitError, type Emit, type MigrationId } from '#core'
import type { Connection, Row, SqlValue } from '#dialect'
import { splitStatements, transactionRole } from '#sql'
import { lazyModels } from './lazy-models.ts'

/** The context of a code migration, and the ways to end it when the migration is over. */
export type CodeContext = {
  readonly context: MigrationContext
  /** Waits for calls that the migration did not wait for. */ settle(): Promise<void>
  /** From now on every use is an error. */ retire(): void
}

/** What became of the calls that code outside of transactions made to its database. */
export type Calls = {
  /** How many may have reached it. */ sent: number
  /** Whether one met a connection that was over. */ broken: boolean
}

/** Makes what a code migration works with. Without `calls` it is in a transaction, and what would end or escape that is refused. */
export function makeCodeContext(
  connection: Connection,
  id: MigrationId,
  label: string,
  signal: AbortSignal,
  calls: Calls | undefined,
  emit: Emit,
): CodeContext {
  let over = false
  const requireTime = (): void => {
    if (over) throw usedLate(label)
  }
  const check = checkOf(connection, label, calls === undefined)
  const open = new Set<Promise<unknown>>()
  let last: Promise<unknown> = Promise.resolve()
  /** One call at a time has the connection; one that waited until the function was over must not reach it. */
  const call = async <T>(site: Error, action: () => Promise<T>): Promise<T> => {
    const inTime = (): Promise<T> => {
      requireTime()
      return calls === undefined ? action() : counted(connection, calls, action)
    }
    const before = last
    const answer = located(site, async () => before.then(inTime, inTime))
    last = answer
    open.add(answer)
    return answer.finally(() => open.delete(answer))
  }
  const send = async (site: Error, sql: string, parameters?: readonly unknown[]): Promise<void> => {
    requireTime()
    check(sql, parameters === undefined || parameters.length === 0 ? 'any' : 'one')
    await call(site, () => connection.execute(sql, toValues(parameters)))
  }
  const ask = async (site: Error, sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
    requireTime()
    check(sql, 'one')
    return call(site, () => connection.query(sql, toValues(parameters)))
  }
  const context: MigrationContext = {
    ...lazyModels(async (site) => {
      const { modelCalls } = await import('./code-models.ts')
      return modelCalls(connection.dialect, { send, ask: (from, sql) => ask(from, sql) }, site)
    }),
    dialect: connection.dialect.name,
    signal,
    migration: id,
    execute: (sql, parameters) => send(new Error(), sql, parameters),
    query: async <R>(sql: string, parameters?: readonly unknown[]) =>
      (await ask(new Error(), sql, parameters)) as R[],
    log(message) {
      emit({ type: 'notice', severity: 'info', message, migration: id })
    },
  }
  return {
    context,
    settle: async () => void (await Promise.allSettled(open)),
    retire: () => void (over = true),
  }
}

/** Refuses what a function may not send, whether it is run or only asked for its SQL. */
export function checkOf(
  connection: Connection,
  label: string,
  isInTransaction: boolean,
): (sql: string, howMany: 'one' | 'any') => void {
  return (sql, howMany) => {
    if (isInTransaction) refuseEscapes(sql, connection, label)
    // Some drivers would run the first of several statements and say nothing of the others.
    if (howMany === 'any' || !/;\s*\S/.test(sql)) return
    const { length } = splitStatements(sql, connection.dialect.grammar, label)
    if (length > 1) throw severalAtOnce(label, length)
  }
}

function usedLate(label: string): GodwitError {
  return godwitError('GODWIT_CODE_FAILED', {
    message: `${label} used its database after it was over: a promise was not awaited.`,
    next: ['Await every call in the up and down functions.'],
  })
}

function severalAtOnce(label: string, length: number): GodwitError {
  return godwitError('GODWIT_CODE_FAILED', {
    message: `${label} gave ${length} statements at once where only one can run: to query, or to execute with parameters.`,
    next: ['Run them one by one, or with execute and no parameters.'],
  })
}

const callSites = new WeakMap<object, string>()

/** The stack of the call that met a database's error, which knows only the driver's own stack. */
export function callSiteOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? callSites.get(error) : undefined
}

/** The error of a database call in what a function threw: itself, or what it was caused by. */
export function databaseErrorIn(thrown: unknown): unknown {
  const seen = new Set<unknown>()
  for (let error = thrown; typeof error === 'object' && error !== null && !seen.has(error);) {
    if (callSites.has(error)) return error
    seen.add(error)
    error = Reflect.get(error, 'cause')
  }
  return undefined
}

async function located<T>(site: Error, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (typeof error === 'object' && error !== null) callSites.set(error, site.stack ?? '')
    throw error
  }
}

/** Calls can overlap: one counts as sent until it is known that it was not. */
async function counted<T>(
  { dialect }: Connection,
  calls: Calls,
  action: () => Promise<T>,
): Promise<T> {
  calls.sent += 1
  try {
    return await action()
  } catch (error) {
    const { kind, unsent } = dialect.classify(error)
    if (kind === 'connection-lost') calls.broken = true
    if (unsent === true) calls.sent -= 1
    throw error
  }
}

function refuseEscapes(sql: string, connection: Connection, label: string): void {
  for (const statement of splitStatements(sql, connection.dialect.grammar, label)) {
    const role = transactionRole(statement, connection.dialect.grammar, connection.server.major)
    if (['joins', 'setting', 'session'].includes(role.kind)) continue
    const what =
      role.kind === 'alone' || role.kind === 'forbidden' ? role.why : statement.text.slice(0, 40)
    throw godwitError('GODWIT_SQL_FORBIDDEN', {
      message: `${label} runs in a transaction with its record, which "${what}" would break.`,
      next: ["Leave the statement out, or say transaction: 'none' in defineMigration."],
    })
  }
}

/** Parameters are handed to the driver as they are. */
function toValues(parameters: readonly unknown[] | undefined): SqlValue[] | undefined {
  return parameters as SqlValue[] | undefined
}
