import { godwitError } from '#core'
import type { Address, ScratchKind } from '#dialect'
import type { LintLevel } from './define.ts'
import type { ConnectionTarget } from './target.ts'

/** What the command line, or a program, says itself; it wins over everything else. */
export type Overrides = {
  /** The folder to look for a configuration file from, and that relative paths here start from. */
  readonly cwd: string
  readonly url?: string | undefined
  readonly dir?: string | undefined
  readonly service?: string | undefined
  /** Name of the environment. */
  readonly env?: string | undefined
  /** The configuration file. */
  readonly config?: string | undefined
  readonly envFile?: string | undefined
  readonly ifLocked?: 'wait' | 'skip' | 'fail' | undefined
  /** How long to wait for the migration lock, as text (`5m`). */
  readonly lockTimeout?: string | undefined
  /** How long one statement may run, as text (`30s`). */
  readonly statementTimeout?: string | undefined
  /** How long to wait for the database to come up, as text (`30s`). */
  readonly wait?: string | undefined
  /** How often to try again what failed for something that passes, as text (`3`). */
  readonly retries?: string | undefined
  readonly onFailure?: 'stop' | 'rollback' | undefined
  readonly isolation?: 'default' | 'serializable' | undefined
  readonly allowOutOfOrder?: boolean | undefined
}

/** One setting as `godwit config` prints it: secrets as `•••`, `source` for people. */
export type DescribedSetting = {
  readonly key: string
  readonly value: string
  readonly source: string
}

/** The level that a configuration gives to a lint rule; `source` for people. */
export type LintSetting = {
  readonly rule: string
  readonly level: LintLevel
  readonly source: string
}

/** The whole configuration of a run: every setting has its value. All times are milliseconds. */
export type ResolvedConfig = {
  /** The configuration file, absolute; undefined for a run without one. */
  readonly file: string | undefined
  /** The chosen environment. */
  readonly env: string | undefined
  /** The environments that the file defines. */
  readonly environments: readonly string[]
  /** The database; undefined when nothing names one, see {@link requireTarget}. */
  readonly target: ConnectionTarget | undefined
  /** Folder of the migrations: can be opened from the working folder of the process. */
  readonly dir: string
  readonly service: string
  readonly ledger: { readonly schema: string; readonly prefix: string }
  /** `timeoutMs` 0: do not wait. */
  readonly lock: { readonly ifLocked: 'wait' | 'skip' | 'fail'; readonly timeoutMs: number }
  /** 0: no limit; `waitMs` 0: one attempt to connect. */
  readonly timeouts: {
    readonly connectMs: number
    readonly statementMs: number
    readonly lockMs: number
    readonly codeMs: number
    readonly waitMs: number
  }
  readonly retries: { readonly max: number; readonly delayMs: number }
  readonly onFailure: 'stop' | 'rollback'
  readonly isolation: 'default' | 'serializable'
  readonly allowOutOfOrder: boolean
  /** The environment is protected: `down` asks, or needs `--yes`. */
  readonly protected: boolean
  /** Where seeds lie, and whether tables may be emptied for them. */
  readonly seeds: { readonly dir: string; readonly reset: boolean }
  readonly templates: { readonly sql: string | undefined; readonly ts: string | undefined }
  /** Undefined: as the folder does already. */
  readonly new: {
    readonly scheme: 'sequential' | 'timestamp' | undefined
    readonly digits: number | undefined
    readonly layout: 'pair' | 'single' | 'ts' | undefined
  }
  /** Levels of lint rules that differ from their own, and where each was given: whether there is such a rule is not known here. */
  readonly lint: {
    readonly failOn: 'note' | 'warning' | 'error'
    readonly rules: readonly LintSetting[]
  }
  /** Files of models or SQL, as patterns that can be opened from the working folder; empty when none are named. */
  readonly schema: readonly string[]
  /** A command that prints the SQL of the schema. */
  readonly schemaCommand: string | undefined
  /** The file of `godwit dump`. */
  readonly dump: string | undefined
  /** Where scratch databases are made; `url` names a server of its own for them. */
  readonly scratch: {
    readonly kind: ScratchKind | 'auto'
    readonly url: string | undefined
  }
  /** `ignore`: patterns of names. */
  readonly drift: { readonly ignore: readonly string[] }
  /** Each setting for people, secrets hidden, with where it came from. */
  readonly settings: readonly DescribedSetting[]
  /** Every password in plain and decoded spelling, the longest first: only for taking them out of messages. */
  readonly secrets: readonly string[]
}

/** The settings of a run for people, in the order of the reference page; secrets are `•••`. */
export function describeConfig(resolved: ResolvedConfig): readonly DescribedSetting[] {
  return resolved.settings
}

/**
 * The database to use, as one connects to it.
 * @throws GodwitError as {@link requireTarget}
 */
export function requireDatabase(resolved: ResolvedConfig): string | Address {
  const target = requireTarget(resolved)
  return target.kind === 'url' ? target.url.reveal() : target.address
}

/**
 * Where the database to use comes from.
 * @throws GodwitError `GODWIT_URL_MISSING` with the ways to name one.
 */
export function requireTarget(resolved: ResolvedConfig): ConnectionTarget {
  if (resolved.target !== undefined) return resolved.target
  const { file, env, environments } = resolved
  throw godwitError('GODWIT_URL_MISSING', {
    message:
      file === undefined
        ? 'No database is given: there is no --url, no configuration file, and no variable such as DATABASE_URL.'
        : `No database is given: there is no --url, no url in the configuration${env === undefined ? '' : ` for the environment "${env}"`}, and no variable such as DATABASE_URL.`,
    next: [
      ...(env === undefined && environments.length > 0
        ? [`Choose an environment: --env ${environments.join(' or --env ')}`]
        : []),
      'Pass an address: --url postgres://user@host/name or --url sqlite:app.db',
      'Or set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME.',
      file === undefined
        ? 'Or write a configuration: godwit init'
        : 'Or write url into the configuration.',
    ],
  })
}
