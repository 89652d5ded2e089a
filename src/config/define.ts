import type { Address, ScratchKind, SslMode } from '#dialect'

export type { SslMode }

/** A length of time: a number with a unit (`250ms`, `2s`, `5m`, `1h`, `1m30s`), or 0. */
export type DurationText = string | 0

/** How bad a finding of `godwit lint` is; a rule that is `off` is not asked. */
export type LintLevel = 'off' | 'note' | 'warning' | 'error'

/** The database products that an address can name. */
export type DialectName = Address['dialect']

/** A database address in separate fields, so that a password may hold any character as it is. */
export type DatabaseConfig = {
  /** The product. Default: `sqlite` when `file` is given, else `postgres`. */
  readonly dialect?: DialectName | undefined
  /** Host name or IP address of the server. */
  readonly host?: string | undefined
  /** Port of the server. Default: the usual port of the product. */
  readonly port?: number | string | undefined
  /** The database user (role). */
  readonly user?: string | undefined
  /** The password, every character as it is, without percent-encoding. Never printed. */
  readonly password?: string | undefined
  /** Name of the database on the server. */
  readonly name?: string | undefined
  /** SQLite: the database file. PGlite: the data folder. Relative to the configuration file; `:memory:` is in memory. */
  readonly file?: string | undefined
  /** Unix socket: for PostgreSQL the folder that holds it, for MySQL the socket itself. */
  readonly socket?: string | undefined
  /** Whether the connection is encrypted and what is checked. Default: `prefer`. */
  readonly sslmode?: SslMode | undefined
  /** File with the certificates that are trusted. Relative to the configuration file. */
  readonly sslrootcert?: string | undefined
  /** File with the client's certificate. Relative to the configuration file. */
  readonly sslcert?: string | undefined
  /** File with the client's private key. Relative to the configuration file. */
  readonly sslkey?: string | undefined
}

/** Where `godwit seed` finds seeds. */
export type SeedsConfig = {
  /** Folder of the seeds, relative to the configuration file. Default: `seeds`. */
  readonly dir?: string | undefined
}

/** The settings that may stand at the top of the configuration and in each environment. */
export type CommonConfig = {
  /** Database address, for instance `postgres://user@host/name` or `sqlite:app.db`. Never printed with its password. */
  readonly url?: string | undefined
  /** Address of the server itself, where `url` (or `database`) leads through a connection pooler; used in its place. Never printed with its password. */
  readonly directUrl?: string | undefined
  /** Database address in separate fields. Only one of `url` and `database` may be given at one level. */
  readonly database?: DatabaseConfig | undefined
  /** Folder of the migrations, relative to the configuration file. Default: `migrations`. */
  readonly dir?: string | undefined
  /** Name of this history in the database: letters, digits, `_`, `.` and `-`. Default: `default`. */
  readonly service?: string | undefined
  /** Where godwit keeps its own tables. */
  readonly ledger?:
    | {
        /** PostgreSQL: the schema of godwit's tables. Default: `godwit`. */
        readonly schema?: string | undefined
        /** SQLite and MySQL: how the names of godwit's tables start. Default: `godwit_`. */
        readonly prefix?: string | undefined
      }
    | undefined
  /** The lock that lets only one process at a time migrate a database. */
  readonly lock?:
    | {
        /** What to do while another process migrates. Default: `wait`. */
        readonly ifLocked?: 'wait' | 'skip' | 'fail' | undefined
        /** How long to wait for the migration lock. Default: `5m`. */
        readonly timeout?: DurationText | undefined
      }
    | undefined
  /** Time limits; 0 means no limit. */
  readonly timeouts?:
    | {
        /** How long one attempt to connect may take. Default: `10s`. */
        readonly connect?: DurationText | undefined
        /** How long one statement of a migration may run. Default: 0, no limit. */
        readonly statement?: DurationText | undefined
        /** How long a statement of a migration may wait for a lock of the database. Default: 0, no limit. */
        readonly lock?: DurationText | undefined
        /** How long a code migration may run. Default: 0, no limit. */
        readonly code?: DurationText | undefined
        /** How long to wait for the database to come up. Default: 0, one attempt. */
        readonly wait?: DurationText | undefined
      }
    | undefined
  /** Trying again what failed for something that passes: a lock timeout, a deadlock, a conflict of transactions, a connection that broke while no statement was under way. */
  readonly retries?:
    | {
        /** How often; 0 is never. Default: 5. */
        readonly max?: number | undefined
        /** The first pause; each one after it is twice as long, with a random part. Default: `200ms`. */
        readonly delay?: DurationText | undefined
      }
    | undefined
  /** What `up` does when a migration fails: stop there, or roll back what the run had applied before it. Default: `stop`. */
  readonly onFailure?: 'stop' | 'rollback' | undefined
  /** Isolation of the migrations' transactions. Default: `default`, the database's own. */
  readonly isolation?: 'default' | 'serializable' | undefined
  /** Whether `up` may run a migration that is lower than an applied one. Default: false. */
  readonly allowOutOfOrder?: boolean | undefined
  /** Files that `godwit new` starts from, relative to the configuration file. */
  readonly templates?:
    | {
        /** Template of SQL migrations. */
        readonly sql?: string | undefined
        /** Template of code migrations. */
        readonly ts?: string | undefined
      }
    | undefined
  /** How `godwit new` names and lays out files. Default: as the folder does already. */
  readonly new?:
    | {
        /** Numbers in a row, or the UTC time. */
        readonly scheme?: 'sequential' | 'timestamp' | undefined
        /** Count of digits of sequential versions, 1 to 20. */
        readonly digits?: number | undefined
        /** An up and a down file, one file with both parts, or code. */
        readonly layout?: 'pair' | 'single' | 'ts' | undefined
      }
    | undefined
  /** Where `godwit seed` finds seeds. */
  readonly seeds?: SeedsConfig | undefined
  /** What `godwit lint` looks for. */
  readonly lint?:
    | {
        /** The lowest level that counts as a failure. Default: `error`. */
        readonly failOn?: 'note' | 'warning' | 'error' | undefined
        /** Levels of rules by their names (`docs/rules`), for instance `{ 'drop-column': 'warning' }`. Default: each rule's own. */
        readonly rules?: Readonly<Record<string, LintLevel | undefined>> | undefined
      }
    | undefined
  /** Files that say what the schema shall be, relative to the configuration file: `godwit/schema` models or SQL. `*` and `**` stand for any names. */
  readonly schema?: string | readonly string[] | undefined
  /** In the place of `schema`: a command that prints the SQL of the whole schema. */
  readonly schemaCommand?: string | undefined
  /** File of `godwit dump` and `godwit load`, relative to the configuration file. Where it is set, `up` writes it anew when it has applied something. */
  readonly dump?: string | undefined
  /** Where the commands that need a scratch database make it. */
  readonly scratch?:
    | {
        /** Default: `auto`, the first kind that works. */
        readonly kind?: ScratchKind | 'auto' | undefined
        /** A server on which it is made as a temporary database, in the place of the one of `url`. */
        readonly url?: string | undefined
      }
    | undefined
  /** How a database is held against its migrations. */
  readonly drift?:
    | {
        /** Objects that are no business of the migrations: `audit_log`, `reporting.*`, `view legacy_*`. */
        readonly ignore?: readonly string[] | undefined
      }
    | undefined
}

/** The settings of one environment; each one given here replaces the same one at the top. */
export type EnvironmentConfig = CommonConfig & {
  /** Where `godwit seed` finds seeds, and what it may do here. */
  readonly seeds?:
    | (SeedsConfig & {
        /** Whether `godwit seed --reset` may empty the tables. Default: false; never where `protected` is true. */
        readonly reset?: boolean | undefined
      })
    | undefined
  /** Whether `down` and `seed` ask before they run, or need `--yes`. Default: false. */
  readonly protected?: boolean | undefined
}

/** What a configuration file may hold. Every key may be left out. */
export type GodwitConfig = CommonConfig & {
  /** File with environment variables for `${NAME}`, relative to the configuration file. Real variables win. */
  readonly envFile?: string | undefined
  /** Settings per environment, chosen with `--env NAME` or `GODWIT_ENV`. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined
}

/** What a configuration written as a function is called with. */
export type ConfigContext = {
  /** The environment that `--env` or `GODWIT_ENV` names; undefined without one. */
  readonly env: string | undefined
}

/** What a configuration module exports by default. */
export type ConfigExport =
  | GodwitConfig
  | ((context: ConfigContext) => GodwitConfig | Promise<GodwitConfig>)

/**
 * Gives back what it is given; it lets an editor know the keys.
 *
 * @example
 * ```ts
 * import { defineConfig } from 'godwit/config'
 *
 * export default defineConfig({ url: 'sqlite:app.db', dir: 'migrations' })
 * ```
 */
export function defineConfig(config: ConfigExport): ConfigExport {
  return config
}
