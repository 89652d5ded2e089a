import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { godwitError, isGodwitError, isError } from '#core'
import type { Connection, OpenOptions, ServerInfo } from '../contract.ts'
import { missingDriver } from '../missing-driver.ts'
import type { MadeScratch } from '../scratch-contract.ts'
import type { FileAddress } from '../target.ts'
import { lockFolder } from './folder-lock.ts'
import { copyForReading } from './reading-copy.ts'
import { PgliteConnection, type PgliteDatabase } from './session.ts'

/** Opens a PGlite folder, or a database in memory. For reading, a folder that does not exist is an empty database and is not created. */
export async function openPglite(address: FileAddress, options: OpenOptions): Promise<Connection> {
  const folder =
    address.file !== undefined && options.access === 'read' && !existsSync(address.file)
      ? undefined
      : address.file
  if (folder !== undefined && !existsSync(dirname(resolve(folder)))) {
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: `The folder "${dirname(resolve(folder))}", which should hold the PGlite folder "${folder}", does not exist.`,
      next: [`mkdir -p ${dirname(folder)}`],
    })
  }
  let place: Place | undefined
  try {
    // First the folder: PGlite takes much memory, also in a process that only waits.
    place = folder === undefined ? undefined : await placeFor(folder, options)
    const { PGlite } = await load()
    const database = await PGlite.create(place === undefined ? {} : { dataDir: place.folder })
    return new PgliteConnection(database, await serverInfo(database, folder), {
      close: () => closeBoth(database, place),
      // A copy, or an empty database in place of a folder that does not exist yet.
      isSnapshot: options.access === 'read' && address.file !== undefined,
    })
  } catch (cause) {
    await place?.leave()
    if (isGodwitError(cause)) throw cause
    throw godwitError('GODWIT_CONNECT_FAILED', {
      message: `Cannot open the PGlite folder "${folder ?? 'memory'}": ${problemOf(cause, folder)}.`,
      next: ['Check the path and its permissions.'],
      cause,
    })
  }
}

/** Makes a PGlite database in memory that several sessions of this process share. */
export async function makePglite(): Promise<MadeScratch> {
  const { PGlite } = await load()
  const database = await PGlite.create()
  return {
    database,
    place: 'PGlite in memory',
    remove: () => database.close(),
    keep: undefined,
  }
}

/** The version of the installed package; empty where it does not tell. What one version wrote another need not read. */
export function pgliteVersion(): string {
  try {
    const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
    const text = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')
    return String(Reflect.get(Object(JSON.parse(text)), 'version'))
  } catch {
    return ''
  }
}

async function load(): Promise<typeof import('@electric-sql/pglite')> {
  try {
    return await import('@electric-sql/pglite')
  } catch (cause) {
    throw missingDriver('PGlite', '@electric-sql/pglite', '', cause)
  }
}

/** Where PGlite works, and what is to be done when it is closed. */
type Place = { readonly folder: string; leave(): void | Promise<void> }

async function placeFor(folder: string, options: OpenOptions): Promise<Place> {
  if (options.access === 'read') {
    const copy = await copyForReading(folder, options)
    return { folder: copy.folder, leave: () => copy.remove() }
  }
  const lock = await lockFolder(folder, options)
  return { folder, leave: () => lock.release() }
}

async function closeBoth(database: PgliteDatabase, place: Place | undefined): Promise<void> {
  try {
    await database.close()
  } finally {
    await place?.leave()
  }
}

async function serverInfo(
  database: PgliteDatabase,
  folder: string | undefined,
): Promise<ServerInfo> {
  const { rows } = await database.query(
    `SELECT current_setting('server_version') AS version, current_user AS user`,
  )
  const [row] = rows
  const read = (name: string): string =>
    typeof row === 'object' && row !== null ? String(Reflect.get(row, name)) : ''
  return {
    version: read('version'),
    major: Number.parseInt(read('version'), 10),
    database: folder ?? 'memory',
    user: read('user'),
  }
}

/** PGlite throws objects of its file system layer, which have a number and no words. */
function problemOf(cause: unknown, folder: string | undefined): string {
  if (folder !== undefined && existsSync(folder) && !statSync(folder).isDirectory())
    return 'it is a file, not a folder'
  return isError(cause) && cause.message !== '' ? cause.message : 'PGlite cannot use what is in it'
}

/** Uses a PGlite instance that the user opened. */
export async function adoptPglite(database: PgliteDatabase): Promise<Connection> {
  const folder: unknown = Reflect.get(database, 'dataDir')
  return new PgliteConnection(
    database,
    await serverInfo(database, typeof folder === 'string' ? folder : undefined),
    { close: () => Promise.resolve() },
  )
}

/** Whether a value is a PGlite instance. */
export function isPglite(value: object): value is PgliteDatabase {
  return 'waitReady' in value && 'exec' in value && 'query' in value
}
