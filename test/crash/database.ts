import type { Upstream } from '../setup/fault-proxy.ts'
import type { DialectName } from './identity.ts'
import type { Chance } from './seed.ts'

export type Row = Readonly<Record<string, unknown>>

/** The rows of each query; undefined for one whose table does not exist. */
export type Answers = readonly (readonly Row[] | undefined)[]

/** The database of one point, seen from behind godwit's back. */
export interface Database extends AsyncDisposable {
  readonly dialect: DialectName
  /** The address for godwit, without a proxy. */
  readonly url: string
  /** The folder in which godwit is started. */
  readonly cwd: string
  /** Where a proxy leads; undefined where there is no server. */
  readonly upstream: Upstream | undefined
  read(queries: readonly string[]): Promise<Answers>
  /** Takes single steps one way with the library, and reads before the first and after each. */
  walk(
    dir: string,
    direction: 'up' | 'down',
    queries: readonly string[],
  ): Promise<readonly Answers[]>
  /** Waits until the server has ended what dead clients had begun. */
  settle(): Promise<void>
  /** What of locks and sessions is left. */
  left(): Promise<readonly string[]>
  /** The server ends every session of this database, as an administrator would. */
  endSessions(): Promise<void>
  /** The server dies and comes back. */
  restart(): Promise<void>
  /** Lets the lease of a process run out that does not give a sign. */
  ageLease(): Promise<void>
  /** Another session locks tables until it is disposed of, if it gets them at once. */
  block(luck: Chance): Promise<AsyncDisposable>
  /** Fills the disk; only in a database that was made with `disk: 'small'`. */
  fill(): Promise<void>
  /** Gives the space back. */
  free(): Promise<void>
}

export type DatabaseOptions = {
  /** Everything of this workload is applied already. */
  readonly full?: { readonly name: string; readonly dir: string }
  /** On a disk of its own that can be filled. */
  readonly disk?: 'small'
}

/** Makes the databases of points, on servers of its own where there are servers. */
export interface Lab extends AsyncDisposable {
  fresh(options?: DatabaseOptions): Promise<Database>
  /** Whether databases can be put on a small disk: mounting needs a privilege. */
  readonly hasSmallDisk: boolean
}

/** Runs one query after another; what fails because a table does not exist is undefined. */
export async function readEach(
  queries: readonly string[],
  ask: (sql: string) => Promise<readonly Row[]> | readonly Row[],
): Promise<Answers> {
  const answers: (readonly Row[] | undefined)[] = []
  for (const sql of queries) {
    try {
      answers.push(await ask(sql))
    } catch (error) {
      if (!/does not exist|doesn't exist|no such table/i.test(String(error))) throw error
      answers.push(undefined)
    }
  }
  return answers
}

/** The walk of databases that several processes may open. */
export async function walkWith(
  library: typeof import('../../src/index.ts'),
  database: Pick<Database, 'url' | 'read'>,
  dir: string,
  direction: 'up' | 'down',
  queries: readonly string[],
): Promise<readonly Answers[]> {
  await using migrator = library.createMigrator({ url: database.url, dir })
  const seen = [await database.read(queries)]
  for (;;) {
    const result = await migrator[direction]({ kind: 'count', count: 1 })
    if (!result.ok) throw result.error
    if (result.status === 'nothing') return seen
    seen.push(await database.read(queries))
  }
}

/** For what a database cannot do; faults are offered only where they can strike. */
export function cannot(what: string): () => Promise<never> {
  return () => Promise.reject(new Error(`This database cannot ${what}.`))
}
