import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { formatDuration, godwitError, systemClock } from '#core'
import type { Connection, OpenOptions } from '../contract.ts'
import { missingDriver } from '../missing-driver.ts'
import type { FileAddress } from '../target.ts'
import { classify, isBusy } from './classify.ts'
import { SqliteConnection, type SqliteDatabase } from './session.ts'

type OpenedDatabase = SqliteDatabase & { close(): void }
type Driver = {
  readonly DatabaseSync: new (path: string, options?: { readOnly?: boolean }) => OpenedDatabase
}

/** Opens a database file, or one in memory. For reading, a file that does not exist is an empty database and is not created. */
export async function openSqlite(address: FileAddress, options: OpenOptions): Promise<Connection> {
  const { DatabaseSync } = await loadDriver()
  const path = address.file
  const reading = options.access === 'read'
  if (path !== undefined && !reading) requireFolder(path)
  const open = (): Opened => {
    if (path === undefined) return { database: openOne(DatabaseSync, ':memory:', false) }
    if (!reading) return { database: openOne(DatabaseSync, path, false) }
    return openForReading(DatabaseSync, path)
  }
  try {
    const { database, isSnapshot = false } = await whileBusy(open, options.connectTimeoutMs)
    return new SqliteConnection(
      database,
      { version: readVersion(database), major: 3, database: path ?? ':memory:', user: '' },
      { close: () => database.close(), isSnapshot },
    )
  } catch (cause) {
    throw openError(path ?? ':memory:', cause, options.connectTimeoutMs)
  }
}

type Opened = { readonly database: OpenedDatabase; readonly isSnapshot?: boolean }

/** Tries again while another process has the file locked, for instance because it is just committing. */
async function whileBusy<T>(action: () => T, patienceMs: number): Promise<T> {
  const until = systemClock.monotonicMs() + patienceMs
  for (;;) {
    try {
      return action()
    } catch (error) {
      if (!isBusy(error) || systemClock.monotonicMs() >= until) throw error
    }
    await systemClock.sleep(5 + systemClock.random() * 20)
  }
}

/**
 * Opens a file without leaving a trace in it or beside it.
 *
 * | the file                                  | how                                                             |
 * |-------------------------------------------|-----------------------------------------------------------------|
 * | does not exist                            | as an empty database in memory                                  |
 * | in WAL mode, nobody has it open           | as one that does not change: a reader would leave two files     |
 * | a writer died in the middle of a commit   | for writing: SQLite must put it in order before anyone can read |
 * | any other                                 | read-only                                                       |
 *
 * The first two do not see what others write from now on.
 */
function openForReading(DatabaseSync: Driver['DatabaseSync'], path: string): Opened {
  if (!existsSync(path))
    return { database: openOne(DatabaseSync, ':memory:', false), isSnapshot: true }
  if (isWal(path) && !existsSync(`${path}-wal`)) {
    try {
      const address = `${pathToFileURL(resolve(path)).href}?immutable=1`
      return { database: openOne(DatabaseSync, address, true), isSnapshot: true }
    } catch {
      // Older drivers do not know such addresses.
    }
  }
  try {
    return { database: openOne(DatabaseSync, path, true) }
  } catch (error) {
    if (classify(error).kind !== 'read-only') throw error
    return { database: openOne(DatabaseSync, path, false) }
  }
}

/** The two version bytes of SQLite's file format say whether the file is in WAL mode. */
function isWal(path: string): boolean {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    return readSync(file, header) === 20 && header[18] === 2 && header[19] === 2
  } finally {
    closeSync(file)
  }
}

/** Opens and looks into the file: only that shows whether it is a database, and free. */
function openOne(
  DatabaseSync: Driver['DatabaseSync'],
  path: string,
  readOnly: boolean,
): OpenedDatabase {
  const database = new DatabaseSync(path, { readOnly })
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA foreign_keys = ON; PRAGMA schema_version')
    if (!readOnly) database.exec('PRAGMA synchronous = FULL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Uses a database that the user opened; its settings are theirs. */
export function adoptSqlite(database: SqliteDatabase): Promise<Connection> {
  const version = readVersion(database)
  const rows: unknown[] = database.prepare('PRAGMA database_list').all()
  const file = rows
    .map((row) => (typeof row === 'object' && row !== null ? Reflect.get(row, 'file') : ''))
    .find((name) => typeof name === 'string' && name !== '')
  return Promise.resolve(
    new SqliteConnection(
      database,
      { version, major: 3, database: typeof file === 'string' ? file : ':memory:', user: '' },
      { close: () => {} },
    ),
  )
}

/** Whether a value is a SQLite database of one of the drivers that godwit knows. */
export function isSqliteDatabase(value: object): value is SqliteDatabase {
  return (
    'exec' in value &&
    typeof value.exec === 'function' &&
    'prepare' in value &&
    typeof value.prepare === 'function'
  )
}

function readVersion(database: SqliteDatabase): string {
  const [row] = database.prepare('SELECT sqlite_version() AS version').all()
  return typeof row === 'object' && row !== null ? String(Reflect.get(row, 'version')) : ''
}

/** The driver inside Node where it has one, else the package with the same interface. */
async function loadDriver(): Promise<Driver> {
  const builtIn = await withoutExperimentalWarning(() => import('node:sqlite')).catch(
    () => undefined,
  )
  if (builtIn !== undefined) return builtIn
  try {
    return await import('@photostructure/sqlite')
  } catch (cause) {
    throw missingDriver(
      'SQLite',
      '@photostructure/sqlite',
      'Node 22.13 and newer have SQLite built in.',
      cause,
    )
  }
}

/** Node 22 prints a warning about its own module, which tells the user nothing. */
async function withoutExperimentalWarning<T>(load: () => Promise<T>): Promise<T> {
  const original = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes('SQLite is an experimental feature'))
      original.call(process, warning, ...rest)
  }
  try {
    return await load()
  } finally {
    process.emitWarning = original
  }
}

function requireFolder(path: string): void {
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) {
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: `The folder of the SQLite file "${path}" does not exist: ${folder}.`,
      next: [`Create it with: mkdir -p ${dirname(path)}`, 'or correct the path in the address.'],
    })
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: `"${path}" is a folder, not a SQLite file.`,
      next: ['Name a file in the address, for instance sqlite:app.db.'],
    })
  }
}

function openError(path: string, cause: unknown, patienceMs: number): unknown {
  const error = classify(cause)
  if (error.kind === 'not-a-database') {
    return godwitError('GODWIT_CONNECT_FAILED', {
      message: `"${path}" is not a SQLite database: ${error.message}.`,
      next: ['Name the right file in the address.'],
      cause,
    })
  }
  if (error.kind === 'busy') {
    return godwitError('GODWIT_LOCKED', {
      message: `The SQLite file "${path}" was locked by another program for ${formatDuration(patienceMs)}.`,
      database: 'The database is unchanged.',
      next: [
        `See who has it open: lsof ${path}`,
        'Run the command again when the other program is done.',
      ],
      cause,
    })
  }
  return godwitError('GODWIT_CONNECT_FAILED', {
    message: `Cannot open the SQLite file "${path}": ${error.message.replace(/^Failed to open database: /, '')}.`,
    next: ['Check the path and the permissions of the file and its folder.'],
    cause,
  })
}
