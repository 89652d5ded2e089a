import { godwitError } from '#core'
import type { Given, Settings } from './given.ts'
import type { ConfigPath } from './key-list.ts'
import { keyAt } from './keys.ts'
import type { Variables } from './variables.ts'
import { expected } from './wording.ts'

/** godwit's own variables; they win over the configuration file. */
export function settingsInGodwitVariables(variables: Variables): Settings {
  return take(variables, [
    ['url', 'GODWIT_URL'],
    ['dir', 'GODWIT_DIR'],
    ['service', 'GODWIT_SERVICE'],
  ])
}

/**
 * The database that variables shared with other programs name: `DATABASE_URL`, else `DB_…`, else
 * `PG…`. Only asked when nothing else names one.
 * @throws GodwitError `GODWIT_URL_INVALID` for a value that cannot be used, and for `PGSERVICE`.
 */
export function addressInVariables(variables: Variables): Settings {
  if (variables.filled('DATABASE_URL') !== undefined)
    return take(variables, [['url', 'DATABASE_URL']])
  if (['DB_HOST', 'DB_NAME', 'DB_FILE'].some((name) => variables.filled(name) !== undefined))
    return fromDb(variables)
  if (['PGHOST', 'PGDATABASE', 'PGSERVICE'].some((name) => variables.filled(name) !== undefined))
    return fromPg(variables)
  return new Map()
}

type Naming = readonly (readonly [ConfigPath, string])[]

const DB_SERVER: Naming = [
  ['database.dialect', 'DB_DIALECT'],
  ['database.host', 'DB_HOST'],
  ['database.port', 'DB_PORT'],
  ['database.user', 'DB_USER'],
  ['database.password', 'DB_PASSWORD'],
  ['database.name', 'DB_NAME'],
  ['database.sslmode', 'DB_SSLMODE'],
]

const PG: Naming = [
  ['database.host', 'PGHOST'],
  ['database.port', 'PGPORT'],
  ['database.user', 'PGUSER'],
  ['database.password', 'PGPASSWORD'],
  ['database.name', 'PGDATABASE'],
  ['database.sslmode', 'PGSSLMODE'],
  ['database.sslrootcert', 'PGSSLROOTCERT'],
  ['database.sslcert', 'PGSSLCERT'],
  ['database.sslkey', 'PGSSLKEY'],
]

/** For a database in a file, `DB_NAME` is the file, as in most frameworks; the server's fields mean nothing then. */
function fromDb(variables: Variables): Settings {
  const dialect = variables.filled('DB_DIALECT')
  const file = variables.filled('DB_FILE')
  const embedded =
    dialect === 'sqlite' || dialect === 'pglite' || (dialect === undefined && file !== undefined)
  if (!embedded) return take(variables, DB_SERVER)
  return take(variables, [
    ['database.dialect', 'DB_DIALECT'],
    ['database.file', file === undefined ? 'DB_NAME' : 'DB_FILE'],
  ])
}

function fromPg(variables: Variables): Settings {
  const service = variables.filled('PGSERVICE')
  if (service === undefined) return take(variables, PG)
  throw godwitError('GODWIT_URL_INVALID', {
    message: `PGSERVICE is "${service}" (${variables.source('PGSERVICE')}), but godwit does not read PostgreSQL service files.`,
    next: ['Pass --url, or unset PGSERVICE and set PGHOST, PGUSER and PGDATABASE.'],
  })
}

function take(variables: Variables, naming: Naming): Settings {
  const settings = new Map<ConfigPath, Given>()
  for (const [key, name] of naming) {
    const value = variables.filled(name)
    if (value === undefined) continue
    const source = variables.source(name)
    settings.set(key, {
      value: usable(key, name, value, source),
      source,
      base: variables.base,
      path: undefined,
    })
  }
  return settings
}

/** Variables are checked by hand here: loading the validator would slow down every run without a file. */
function usable(key: ConfigPath, name: string, value: string, source: string): string {
  const takes = keyAt(key)?.takes ?? 'text'
  // libpq's `allow` is `prefer` in the other order: both take an unencrypted connection too.
  if (name === 'PGSSLMODE' && value === 'allow') return 'prefer'
  const port = Number(value)
  const fits =
    typeof takes !== 'string'
      ? takes.includes(value)
      : takes !== 'port' || (/^\d+$/.test(value) && port >= 1 && port <= 65_535)
  if (fits) return value
  throw godwitError('GODWIT_URL_INVALID', {
    message: `${name} takes ${expected(takes)}, but holds "${value}" (${source}).`,
    next: [`Correct ${name}, or pass --url.`],
  })
}
