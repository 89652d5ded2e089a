import type { Connection, TransactionSettings, UnitStatement } from '#dialect'
import { NO_EFFECTS, type Effects, type LockTaken } from '#lint'
import type { StatementTracer, Traced } from '../trace-contract.ts'
import { keyOf, tableChangeIn, type TableChange } from './changes.ts'
import { otherDatabaseIn, otherDatabases } from './other-databases.ts'

/** How a server can do a change, from the way that others notice least to the one that they notice most. */
const WAYS = [
  { name: 'instant', clause: 'ALGORITHM=INSTANT' },
  { name: 'online', clause: 'ALGORITHM=INPLACE, LOCK=NONE' },
  { name: 'writes wait', clause: 'ALGORITHM=INPLACE, LOCK=SHARED' },
  { name: 'copy', clause: 'ALGORITHM=COPY, LOCK=SHARED' },
] as const

type Way = (typeof WAYS)[number]['name']

/** Errors that say that this algorithm or lock is not to be had, and that another may be. */
const NOT_SO = /^(?:1845|1846|1800)\b/

/**
 * Runs statements on a scratch database of MySQL or MariaDB and asks for each change of a table that is in use in which way the
 * server does it: it refuses an ALGORITHM and LOCK that it cannot keep to, and nothing has happened then. Rows are not needed for it.
 */
export class AlterAsker implements StatementTracer {
  readonly #connection: Connection
  /** Tables that others use: those that were there at the beginning, under their names of now. */
  readonly #inUse: Set<string>
  #tables: ReadonlySet<string>
  readonly #databases: ReadonlySet<string>
  readonly #idsIn: string | undefined

  private constructor(
    connection: Connection,
    tables: ReadonlySet<string>,
    databases: ReadonlySet<string>,
    idsIn: string | undefined,
  ) {
    this.#connection = connection
    this.#inUse = new Set(tables)
    this.#tables = tables
    this.#databases = databases
    this.#idsIn = idsIn
  }

  /** Begins with the schema as it is: what is there now counts as in use by others. */
  static async begin(connection: Connection): Promise<AlterAsker> {
    return new AlterAsker(
      connection,
      await tablesIn(connection),
      await otherDatabases(connection),
      await viewOfIds(connection),
    )
  }

  /** Why copies are not seen, as a sentence; undefined where they are. */
  get note(): string | undefined {
    return this.#idsIn === undefined
      ? "The role may not see InnoDB's list of tables (privilege PROCESS): where the server copies a table although it was asked not to, that is not told"
      : undefined
  }

  /** Runs statements one after the other; what is no change of a table in use is not told of. */
  async alone(
    statements: readonly UnitStatement[],
    settings: TransactionSettings,
  ): Promise<readonly (Traced | undefined)[]> {
    const told: (Traced | undefined)[] = []
    for (const statement of statements) told.push(await this.#take(statement, settings))
    await this.#connection.resetSession()
    return told
  }

  /** The same: a transaction holds statements about rows alone, and here are none. */
  together = this.alone.bind(this)

  async #take(
    statement: UnitStatement,
    settings: TransactionSettings,
  ): Promise<Traced | undefined> {
    const { grammar } = this.#connection.dialect
    const other = otherDatabaseIn(statement.text, grammar, this.#databases)
    if (other !== undefined)
      return {
        kind: 'refused',
        message: `it names the database ${other}, which a forecast does not touch`,
      }
    const change = tableChangeIn(statement.text, grammar)
    if (change === undefined || !this.#inUse.has(change.key)) {
      const refusal = await this.#run(statement.text, settings)
      await this.#follow('')
      return refusal === undefined ? undefined : { kind: 'refused', message: refusal.message }
    }
    return this.#ask(statement.text, change, settings)
  }

  async #ask(text: string, change: TableChange, settings: TransactionSettings): Promise<Traced> {
    const before = await this.#idOf(change.key)
    for (const { name, clause } of change.isSaid ? [] : WAYS) {
      const refusal = await this.#run(change.with(clause), settings)
      if (refusal?.isAboutWay === true) continue
      // A statement that takes no such clause is run as it is.
      if (refusal?.isSyntax === true) break
      if (refusal !== undefined) return { kind: 'refused', message: refusal.message }
      const isOther = before !== (await this.#idOf(await this.#follow(change.key)))
      // MariaDB takes any ALGORITHM for what it can only do by a copy: then the table is another one afterwards.
      return done(change, name === 'instant' && isOther ? 'copy' : name, isOther)
    }
    const refusal = await this.#run(text, settings)
    if (refusal !== undefined) return { kind: 'refused', message: refusal.message }
    const isOther = before !== (await this.#idOf(await this.#follow(change.key)))
    return done(change, undefined, isOther)
  }

  async #run(
    text: string,
    settings: TransactionSettings,
  ): Promise<
    | { readonly message: string; readonly isAboutWay: boolean; readonly isSyntax: boolean }
    | undefined
  > {
    try {
      await this.#connection.runAlone({ text }, settings)
      return undefined
    } catch (error) {
      const { kind, message, code = '' } = this.#connection.dialect.classify(error)
      if (kind === 'connection-lost') throw error
      return { message, isAboutWay: NOT_SO.test(code), isSyntax: kind === 'syntax' }
    }
  }

  /** Takes in which tables there are now, and gives the name that one of them has now: a table in use keeps being so under another one. */
  async #follow(key: string): Promise<string> {
    const now = await tablesIn(this.#connection)
    const gone = [...this.#tables].filter((name) => !now.has(name))
    const made = [...now].filter((name) => !this.#tables.has(name))
    this.#tables = now
    const [from, to] = [gone[0], made[0]]
    if (gone.length !== 1 || made.length !== 1 || from === undefined || to === undefined) return key
    if (this.#inUse.delete(from)) this.#inUse.add(to)
    return from === key ? to : key
  }

  /** The number that InnoDB gives a table anew when it is written anew; undefined where that cannot be seen. */
  async #idOf(key: string): Promise<unknown> {
    if (this.#idsIn === undefined) return undefined
    const [row] = await this.#connection.query(
      `SELECT table_id AS id FROM information_schema.${this.#idsIn} WHERE LOWER(name) = CONCAT(LOWER(DATABASE()), '/', ?)`,
      [key],
    )
    return row?.['id']
  }
}

function done(change: TableChange, way: Way | undefined, isWrittenAnew: boolean): Traced {
  const effects: Effects = {
    ...NO_EFFECTS,
    locks: [lockOf(change.table, way)],
    tables: [change.table],
    rewrites: way === 'copy' || isWrittenAnew ? [change.table] : [],
  }
  return { kind: 'done', effects, held: [] }
}

function lockOf(relation: string, way: Way | undefined): LockTaken {
  switch (way) {
    case 'instant':
      return exclusive(relation, 'exclusive metadata lock for a moment: ALGORITHM=INSTANT')
    case 'online':
      return exclusive(
        relation,
        'exclusive metadata lock at its beginning and end, none while it works: ALGORITHM=INPLACE, LOCK=NONE',
      )
    case 'writes wait':
      return shared(relation, 'shared lock while it works: ALGORITHM=INPLACE, LOCK=SHARED')
    case 'copy':
      return shared(relation, 'shared lock while all rows are copied: ALGORITHM=COPY, LOCK=SHARED')
    case undefined:
      return exclusive(relation, 'exclusive metadata lock at its beginning and end')
  }
}

function exclusive(relation: string, mode: string): LockTaken {
  return { relation, mode, waiting: ['reads', 'writes', 'schema changes'] }
}

function shared(relation: string, mode: string): LockTaken {
  return { relation, mode, waiting: ['writes', 'schema changes'] }
}

async function tablesIn(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  return new Set(rows.map(({ name }) => keyOf(String(name))))
}

/** MariaDB and MySQL call the list differently, and show it to some roles only. */
async function viewOfIds(connection: Connection): Promise<string | undefined> {
  for (const view of ['INNODB_TABLES', 'INNODB_SYS_TABLES'])
    try {
      await connection.query(`SELECT table_id FROM information_schema.${view} LIMIT 1`)
      return view
    } catch (error) {
      if (connection.dialect.classify(error).kind === 'connection-lost') throw error
    }
  return undefined
}
