import type { Registry } from '#catalog'
import {
  godwitError,
  parseDuration,
  SERVICE_NAME,
  systemActor,
  systemClock,
  type Clock,
} from '#core'
import type { Database, LedgerNaming } from '#dialect'
import { requireMigratorOptions } from './given-options.ts'
import type { IfLocked, MigratorOptions, OnFailure, RunOptions } from './options.ts'

/** The options of a migrator with every default filled in. */
export type Settings = {
  readonly database: Database
  readonly dir: string | undefined
  readonly cwd: string | undefined
  readonly registry: Registry | undefined
  readonly service: string
  readonly env: string | undefined
  readonly ledger: { readonly [Key in keyof LedgerNaming]?: LedgerNaming[Key] | undefined }
  readonly ifLocked: IfLocked
  readonly lockTimeoutMs: number
  readonly connectMs: number
  readonly waitMs: number
  readonly statementMs: number | undefined
  readonly lockMs: number | undefined
  readonly codeMs: number | undefined
  readonly retries: number
  readonly retryDelayMs: number
  readonly onFailure: OnFailure
  readonly isolation: 'default' | 'serializable'
  readonly allowOutOfOrder: boolean
  readonly allowUnknown: boolean
  readonly seeds: {
    readonly dir: string
    readonly environments: readonly string[] | undefined
  }
  readonly actor: string
  readonly clock: Clock
}

/** The one place where defaults are decided. */
export function fillSettings(options: MigratorOptions): Settings {
  requireMigratorOptions(options)
  const database = options.database ?? options.url
  if (database === undefined || database === '')
    throw godwitError('GODWIT_URL_MISSING', {
      message: 'No database was given.',
      next: ["Pass url: 'sqlite:app.db', or database with an open client."],
    })
  return {
    database,
    dir: options.dir ?? (options.registry === undefined ? 'migrations' : undefined),
    cwd: options.cwd,
    registry: options.registry,
    service: requireService(options.service ?? 'default'),
    env: options.env,
    ledger: options.ledger ?? {},
    ...lockAndLimits(options, DEFAULTS),
    onFailure: options.onFailure ?? 'stop',
    isolation: options.isolation ?? 'default',
    allowOutOfOrder: options.allowOutOfOrder ?? false,
    allowUnknown: options.allowUnknown ?? false,
    seeds: {
      dir: options.seeds?.dir ?? 'seeds',
      environments: options.seeds?.environments,
    },
    actor: options.actor ?? systemActor(),
    clock: options.clock ?? systemClock,
  }
}

type LockAndLimits = Pick<
  Settings,
  | 'ifLocked'
  | 'lockTimeoutMs'
  | 'connectMs'
  | 'waitMs'
  | 'statementMs'
  | 'lockMs'
  | 'codeMs'
  | 'retries'
  | 'retryDelayMs'
>

const DEFAULTS: LockAndLimits = {
  ifLocked: 'wait',
  lockTimeoutMs: 5 * 60_000,
  connectMs: 10_000,
  waitMs: 0,
  statementMs: undefined,
  lockMs: undefined,
  codeMs: undefined,
  retries: 5,
  retryDelayMs: 200,
}

function lockAndLimits(
  {
    lock = {},
    timeouts = {},
    retries = {},
  }: Pick<MigratorOptions, 'lock' | 'timeouts' | 'retries'>,
  others: LockAndLimits,
): LockAndLimits {
  return {
    ifLocked: lock.ifLocked ?? others.ifLocked,
    lockTimeoutMs: lock.timeoutMs ?? others.lockTimeoutMs,
    connectMs: timeouts.connectMs ?? others.connectMs,
    waitMs: timeouts.waitMs ?? others.waitMs,
    // 0 is no limit, also where the migrator has one.
    statementMs: (timeouts.statementMs ?? others.statementMs) || undefined,
    lockMs: (timeouts.lockMs ?? others.lockMs) || undefined,
    codeMs: (timeouts.codeMs ?? others.codeMs) || undefined,
    retries: retries.max ?? others.retries,
    retryDelayMs: retries.delayMs ?? others.retryDelayMs,
  }
}

function requireService(name: string): string {
  if (SERVICE_NAME.test(name)) return name
  throw godwitError('GODWIT_USAGE', {
    message: `"${name}" is not a name for a service: use letters, digits, dots, hyphens and underscores, at most 100.`,
  })
}

/** The settings of one run: its own options over those of the migrator. */
export function settingsOfRun(settings: Settings, options: RunOptions): Settings {
  return {
    ...settings,
    ...lockAndLimits(options, settings),
    onFailure: options.onFailure ?? settings.onFailure,
    isolation: options.isolation ?? settings.isolation,
    allowOutOfOrder: options.allowOutOfOrder ?? settings.allowOutOfOrder,
    allowUnknown: options.allowUnknown ?? settings.allowUnknown,
  }
}

/** How long a code migration may take, in milliseconds: its own limit, else the run's. */
export function codeLimit(
  own: string | undefined,
  settings: Settings,
  label: string,
): number | undefined {
  return own === undefined
    ? settings.codeMs
    : parseDuration(own, `timeout of ${label}`) || undefined
}
