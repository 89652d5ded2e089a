/** A room of the table in ARCHITECTURE.md and the doors it may knock on. `types` stands for `import type` alone. */
export type Doors = { readonly [door: string]: 'values' | 'types' }

/** The whole architecture. A room may only name rooms that stand above it, so no ring can form. */
export const ROOMS: { readonly [room: string]: Doors } = {
  core: {},
  sql: values('core'),
  schema: values('core'),
  catalog: { ...values('core', 'sql'), schema: 'types' },
  lint: values('core', 'sql', 'catalog'),
  plan: values('core', 'sql', 'catalog'),
  dialect: values('core', 'sql', 'schema'),
  ledger: values('core', 'sql', 'dialect'),
  backfill: values('core', 'sql', 'dialect', 'ledger'),
  engine: values('core', 'sql', 'schema', 'dialect', 'catalog', 'plan', 'ledger', 'backfill'),
  inspect: values(
    'core',
    'sql',
    'schema',
    'dialect',
    'catalog',
    'lint',
    'plan',
    'ledger',
    'engine',
  ),
  adopt: values('core', 'dialect', 'catalog', 'ledger'),
  fleet: values('core', 'dialect', 'plan', 'ledger', 'engine'),
  observe: values('core', 'plan', 'ledger', 'engine', 'inspect', 'fleet'),
  config: { ...values('core', 'dialect', 'catalog'), engine: 'types' },
  testing: values('core', 'schema', 'dialect', 'catalog', 'ledger', 'engine', 'inspect', 'config'),
}

/** The room with the terminal may knock on every door, and on `#compose`. */
export const TERMINAL = 'cli'

/** Packages that talk to a database: only `dialect/<db>/open.ts` loads them; their types may go as far as `dialect/<db>/`. */
export const DATABASE_CLIENT =
  /^(pg(-[a-z-]+)?|@electric-sql\/pglite|node:sqlite|@photostructure\/sqlite|better-sqlite3|mysql2|mariadb)(\/|$)/

/** Names of database products and their spellings. */
export const DIALECT_NAMES: ReadonlySet<string> = new Set([
  'postgres',
  'postgresql',
  'pglite',
  'sqlite',
  'mysql',
  'mariadb',
])

/** Where the name of a database product may stand as a string. */
export const MAY_NAME_DIALECTS =
  /^((dialect|sql|config)\/|lint\/(postgres|sqlite|mysql)\/|cli\/(.*\/)?init|[^/]+$)/

/** A file or folder name that says nothing. */
export const EMPTY_NAMES: ReadonlySet<string> = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'lib',
  'shared',
])

/** The longest a file may be; a catalogue or a contract is one long list and may be longer. */
export function longestFile(file: string): number {
  return /(^|[/-])(catalogue|contract)\.ts$/.test(file) ? 400 : 300
}

/** The longest a function may be, in lines. */
export const LONGEST_FUNCTION = 60

function values(...doors: readonly string[]): Doors {
  return Object.fromEntries(doors.map((door) => [door, 'values']))
}
