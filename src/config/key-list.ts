import { SCRATCH_KINDS, SSL_MODES } from '#dialect'

/** What the value of a key may be. A list holds the only words that are allowed. */
export type Takes =
  | 'text'
  | 'password'
  | 'path'
  | 'service'
  | 'duration'
  | 'port'
  | 'digits'
  | 'count'
  | 'flag'
  | 'levels'
  | 'paths'
  | 'texts'
  | readonly string[]

/** One key of the configuration, as validation, the reference page and the editor's schema know it. */
export type ConfigKey = {
  /** Its place, for instance `lock.timeout`. */
  readonly key: string
  readonly takes: Takes
  /** The value without any setting; left out where there is none. */
  readonly default?: string | number | boolean
  /** One or two sentences for the reference page. */
  readonly about: string
  /** Its value is never printed. */
  readonly secret?: true
  /** Only at the top of the file, or only in an environment. Default: in both. */
  readonly only?: 'top' | 'environment'
}

/** Every key of the configuration. A new setting starts with a row here and a line in `define.ts`. */
export const CONFIG_KEYS = [
  {
    key: 'url',
    takes: 'text',
    secret: true,
    about:
      'Database address, for instance `postgres://user@host/name` or `sqlite:app.db`. Its password is never printed.',
  },
  {
    key: 'directUrl',
    takes: 'text',
    secret: true,
    about:
      'Address of the server itself, where `url` leads through a connection pooler. It is used in the place of `url` for everything. Its password is never printed.',
  },
  {
    key: 'database.dialect',
    takes: ['postgres', 'sqlite', 'pglite', 'mysql'],
    about:
      'The database product. Without it: `sqlite` when `database.file` is given, else `postgres`.',
  },
  { key: 'database.host', takes: 'text', about: 'Host name or IP address of the server.' },
  { key: 'database.port', takes: 'port', about: 'Port of the server, 1 to 65535.' },
  { key: 'database.user', takes: 'text', about: 'The database user (role).' },
  {
    key: 'database.password',
    takes: 'password',
    secret: true,
    about: 'The password, every character as it is, without percent-encoding. Never printed.',
  },
  { key: 'database.name', takes: 'text', about: 'Name of the database on the server.' },
  {
    key: 'database.file',
    takes: 'path',
    about:
      'SQLite: the database file. PGlite: the data folder. `:memory:` is a database in memory.',
  },
  {
    key: 'database.socket',
    takes: 'path',
    about: 'Unix socket: for PostgreSQL the folder that holds it, for MySQL the socket itself.',
  },
  {
    key: 'database.sslmode',
    takes: SSL_MODES,
    about: 'Whether the connection is encrypted and what is checked.',
  },
  {
    key: 'database.sslrootcert',
    takes: 'path',
    about: 'File with the certificates that are trusted.',
  },
  { key: 'database.sslcert', takes: 'path', about: "File with the client's certificate." },
  { key: 'database.sslkey', takes: 'path', about: "File with the client's private key." },
  { key: 'dir', takes: 'path', default: 'migrations', about: 'Folder of the migrations.' },
  {
    key: 'service',
    takes: 'service',
    default: 'default',
    about: 'Name of this history in the database, so that several folders can share one database.',
  },
  {
    key: 'ledger.schema',
    takes: 'text',
    default: 'godwit',
    about: "PostgreSQL: the schema of godwit's own tables.",
  },
  {
    key: 'ledger.prefix',
    takes: 'text',
    default: 'godwit_',
    about: "SQLite and MySQL: how the names of godwit's own tables start.",
  },
  {
    key: 'lock.ifLocked',
    takes: ['wait', 'skip', 'fail'],
    default: 'wait',
    about: 'What to do while another process migrates the database.',
  },
  {
    key: 'lock.timeout',
    takes: 'duration',
    default: '5m',
    about: 'How long to wait for the migration lock.',
  },
  {
    key: 'timeouts.connect',
    takes: 'duration',
    default: '10s',
    about: 'How long one attempt to connect may take.',
  },
  {
    key: 'timeouts.statement',
    takes: 'duration',
    default: '0',
    about: 'How long one statement of a migration may run; 0 is no limit.',
  },
  {
    key: 'timeouts.lock',
    takes: 'duration',
    default: '0',
    about:
      'How long a statement of a migration may wait for a lock of the database; 0 is no limit.',
  },
  {
    key: 'timeouts.code',
    takes: 'duration',
    default: '0',
    about: 'How long a code migration may run; 0 is no limit.',
  },
  {
    key: 'timeouts.wait',
    takes: 'duration',
    default: '0',
    about: 'How long to wait for the database to come up; 0 is one attempt.',
  },
  {
    key: 'retries.max',
    takes: 'count',
    default: 5,
    about:
      'How often to try again what failed for something that passes: a lock timeout, a deadlock, a conflict of transactions, a connection that broke while no statement was under way. 0 is never.',
  },
  {
    key: 'retries.delay',
    takes: 'duration',
    default: '200ms',
    about:
      'The first pause before another try; each one after it is twice as long, with a random part.',
  },
  {
    key: 'onFailure',
    takes: ['stop', 'rollback'],
    default: 'stop',
    about:
      'What `up` does when a migration fails: stop there, or roll back what the run had applied before it.',
  },
  {
    key: 'isolation',
    takes: ['default', 'serializable'],
    default: 'default',
    about: "Isolation of the migrations' transactions; `default` leaves it to the database.",
  },
  {
    key: 'allowOutOfOrder',
    takes: 'flag',
    default: false,
    about: 'Whether `up` may run a migration that is lower than an applied one.',
  },
  {
    key: 'templates.sql',
    takes: 'path',
    about: 'File that `godwit new` starts an SQL migration from.',
  },
  {
    key: 'templates.ts',
    takes: 'path',
    about: 'File that `godwit new --ts` starts a code migration from.',
  },
  {
    key: 'new.scheme',
    takes: ['sequential', 'timestamp'],
    about:
      'How `godwit new` numbers the first migration of a folder; it goes on as the folder does. Without it: by time.',
  },
  {
    key: 'new.digits',
    takes: 'digits',
    about:
      'Count of digits of sequential versions, 1 to 20; without it as the folder does already.',
  },
  {
    key: 'new.layout',
    takes: ['pair', 'single', 'ts'],
    about:
      'An up and a down file, one file with both parts, or code; without it as the folder does already.',
  },
  {
    key: 'lint.failOn',
    takes: ['note', 'warning', 'error'],
    default: 'error',
    about: 'The lowest level of a finding that `godwit lint` counts as a failure.',
  },
  {
    key: 'lint.rules',
    takes: 'levels',
    about:
      'Levels of lint rules by their names: `off`, `note`, `warning` or `error`. A rule that is not named has its own level. An environment replaces them one by one.',
  },
  {
    key: 'schema',
    takes: 'paths',
    about:
      'Files that say what the schema shall be, for `godwit diff`: `godwit/schema` models or SQL, one path or a list; `*` and `**` stand for any names.',
  },
  {
    key: 'schemaCommand',
    takes: 'text',
    about:
      'In the place of `schema`: a command that prints the SQL of the whole schema, for instance `npx drizzle-kit export`.',
  },
  {
    key: 'dump',
    takes: 'path',
    about:
      'File of `godwit dump` and `godwit load`. Where it is set, `up` writes it anew when it has applied something.',
  },
  {
    key: 'drift.ignore',
    takes: 'texts',
    about:
      'Objects that are no business of the migrations, for `godwit drift`: names such as `audit_log`, `reporting.*`, or with their kind `view legacy_*`.',
  },
  {
    key: 'scratch.kind',
    takes: ['auto', ...SCRATCH_KINDS],
    default: 'auto',
    about:
      'Where the commands that need a scratch database make it; `auto` is the first kind that works. `--scratch` wins.',
  },
  {
    key: 'scratch.url',
    takes: 'text',
    secret: true,
    about:
      'A server on which scratch databases are made as temporary databases, in the place of the one of `url`. `--scratch-url` and `--scratch` win. Its password is never printed.',
  },
  {
    key: 'seeds.dir',
    takes: 'path',
    default: 'seeds',
    about:
      'Folder of the seeds: its files are for every environment, those in a folder with the name of an environment for that one.',
  },
  {
    key: 'seeds.reset',
    takes: 'flag',
    default: false,
    only: 'environment',
    about:
      'Whether `godwit seed --reset` may empty the tables here. Never in a protected environment.',
  },
  {
    key: 'protected',
    takes: 'flag',
    default: false,
    only: 'environment',
    about: 'Whether `down` and `seed` ask before they run, or need `--yes`.',
  },
  {
    key: 'envFile',
    takes: 'path',
    only: 'top',
    about: 'File with environment variables. Variables that are really set win over it.',
  },
] as const satisfies readonly ConfigKey[]

/** The place of a known key. */
export type ConfigPath = (typeof CONFIG_KEYS)[number]['key']

/** The levels of a lint rule. */
export const LINT_LEVELS = ['off', 'note', 'warning', 'error'] as const
