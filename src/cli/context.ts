import type { Overrides, ResolvedConfig } from '#config'
import type { Migrator, OnStray } from '#engine'
import type { Globals } from './global-options.ts'
import type { Io } from './io.ts'
import type { Screen } from './screen.ts'
import { type Typed, typedLine } from './typed.ts'

/** Settings that some commands have as options of their own. */
export type RunFlags = Pick<
  Overrides,
  | 'ifLocked'
  | 'lockTimeout'
  | 'statementTimeout'
  | 'wait'
  | 'retries'
  | 'onFailure'
  | 'isolation'
  | 'allowOutOfOrder'
>

/** What every action works with. */
export interface Context {
  readonly io: Io
  /** The command line as it was typed, for messages: `godwit down 2 --env prod`. */
  readonly typed: string
  readonly globals: Globals
  readonly screen: Screen
  /** Tells a run of what reaches nobody meanwhile. */
  readonly onStray: OnStray
  /** Finds and reads the configuration; its secrets are known to the screen from then on. */
  configuration(flags?: RunFlags): Promise<ResolvedConfig>
  /** A migrator for the configuration; what it tells while it works goes to the screen. The caller disposes of it. */
  migrator(resolved: ResolvedConfig): Promise<Migrator>
}

/** Makes the context of one command. */
export function makeContext(io: Io, typed: Typed, screen: Screen, onStray: OnStray): Context {
  const { globals } = typed
  return {
    io,
    get typed() {
      return typedLine(typed)
    },
    globals,
    screen,
    onStray,
    configuration: async (flags = {}) => {
      const { loadConfig } = await import('#config')
      const resolved = await loadConfig(overrides(io, globals, flags), io.environment)
      screen.hide(resolved.secrets)
      return resolved
    },
    migrator: async (resolved) => {
      const [{ composeMigrator }, { showProgress }] = await Promise.all([
        import('#compose'),
        import('./render/progress.ts'),
      ])
      const migrator = composeMigrator(resolved)
      showProgress(migrator, screen, globals)
      return migrator
    },
  }
}

function overrides(io: Io, globals: Globals, flags: RunFlags): Overrides {
  const { url, dir, service, env, config, envFile } = globals
  return { cwd: io.cwd, url, dir, service, env, config, envFile, ...flags }
}
