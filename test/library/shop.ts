import { mkdir, rm, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import {
  createMigrator,
  type GodwitError,
  isGodwitError,
  type Migrator,
  type MigratorOptions,
} from '../../src/index.ts'
import { type TempDir, tempDir } from '../setup/temp.ts'

/** A folder of migrations with a SQLite database beside it. */
export interface Shop extends AsyncDisposable {
  readonly dir: TempDir
  /** The address of the database. */
  readonly url: string
  /** A migrator on the folder; it is closed with the shop. */
  migrator(options?: Partial<MigratorOptions>): Migrator
  /** Writes files; null removes one. Names start from the migrations folder. */
  write(files: Readonly<Record<string, string | null>>): Promise<void>
}

/** Makes the folder. `url` names another database than the SQLite file. */
export async function shop(
  files: Readonly<Record<string, string>> = THREE,
  url?: string,
): Promise<Shop> {
  const dir = await tempDir('library')
  const opened: Migrator[] = []
  const address = url ?? `sqlite:${dir.join('app.db')}`
  const write: Shop['write'] = async (more) => {
    for (const [name, text] of Object.entries(more)) {
      const path = dir.join('migrations', name)
      await mkdir(dirname(path), { recursive: true })
      await (text === null ? rm(path) : writeFile(path, text))
    }
  }
  await mkdir(dir.join('migrations'))
  await write(files)
  return {
    dir,
    url: address,
    write,
    migrator(options = {}) {
      const place = 'database' in options || 'url' in options ? {} : { url: address }
      const migrator = createMigrator({ ...place, dir: dir.join('migrations'), ...options })
      opened.push(migrator)
      return migrator
    },
    [Symbol.asyncDispose]: async () => {
      for (const migrator of opened) await migrator.close()
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Three migrations with a way down each. */
export const THREE: Readonly<Record<string, string>> = {
  '001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
  '001_users.down.sql': 'DROP TABLE users;\n',
  '002_orders.up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY);\n',
  '002_orders.down.sql': 'DROP TABLE orders;\n',
  '003_email.up.sql': 'ALTER TABLE users ADD COLUMN email text;\n',
  '003_email.down.sql': 'ALTER TABLE users DROP COLUMN email;\n',
}

/** What a person reads of an error; times, durations, people and folders are made equal. */
export type Told = {
  readonly code: string
  readonly message: string
  readonly detail?: string
  readonly database?: string
  readonly next: readonly string[]
}

/** The error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<Told> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!isGodwitError(thrown)) throw new Error(`A GodwitError was expected, not ${String(thrown)}.`)
  return told(thrown)
}

/** An error as a person reads it. */
export function told({ code, message, detail, database, next }: GodwitError): Told {
  return {
    code,
    message: plain(message),
    ...(detail === undefined ? {} : { detail: plain(detail) }),
    ...(database === undefined ? {} : { database: plain(database) }),
    next: next.map(plain),
  }
}

/** A text without what differs from run to run. */
export function plain(text: string): string {
  return text
    .replaceAll(/(?:\.\.|\/[^\s()"']*)\/godwit-library-\w+/g, 'DIR')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'TIME')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, 'N ms')
    .replaceAll(`${userInfo().username}@${hostname()}`, 'USER')
    .replaceAll(/\(process \d+\)/g, '(process PID)')
}
