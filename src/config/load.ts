import { godwitError, nearest } from '#core'
import { type FoundConfig, findConfig, namedConfig } from './find.ts'
import { addressInVariables, settingsInGodwitVariables } from './from-variables.ts'
import {
  environmentNames,
  type Given,
  hasAddress,
  overlay,
  type Settings,
  settingsInFile,
} from './given.ts'
import type { ConfigPath } from './key-list.ts'
import type { ConfigContent } from './read.ts'
import { resolveConfig } from './resolve.ts'
import type { Overrides, ResolvedConfig } from './resolved.ts'
import {
  type EnvFile,
  makeVariables,
  secretsInVariables,
  readEnvFile,
  type Variables,
  type VariableSet,
} from './variables.ts'

/**
 * Finds, reads, merges and validates the configuration. From the strongest: flags; `GODWIT_URL`,
 * `GODWIT_DIR`, `GODWIT_SERVICE`; the chosen environment; the top of the file; then, only for a
 * database that nothing else names, `DATABASE_URL`, `DB_…` and `PG…`; then the defaults.
 * @throws GodwitError `GODWIT_CONFIG_NOT_FOUND`, `GODWIT_CONFIG_INVALID`, `GODWIT_CONFIG_VARIABLE`,
 *   `GODWIT_ENVIRONMENT_UNKNOWN`, `GODWIT_URL_INVALID`, `GODWIT_DURATION_INVALID` or `GODWIT_USAGE`.
 */
export async function loadConfig(
  overrides: Overrides,
  environment: VariableSet = process.env,
): Promise<ResolvedConfig> {
  const { cwd } = overrides
  const before = makeVariables(environment, cwd, envFileOfFlag(overrides))
  const { env, envSource } = chosenEnvironment(overrides, before)
  const { found, fileSource } = chosenFile(overrides, before)
  const content = found === undefined ? undefined : await readValid(found, env, before)
  checkEnvironment(env, envSource, content)
  const { settings, variables } = await settingsOfFile(content, env, environment, overrides, before)
  const above = overlay(
    overlay(settings, settingsInGodwitVariables(variables)),
    settingsInFlags(overrides),
  )
  const filled = content === undefined ? above : await fill(above, content, variables)
  const all = hasAddress(filled) ? filled : overlay(filled, addressInVariables(variables))
  const environments = environmentNames(content)
  return resolveConfig(all, {
    file: found?.path,
    shownFile: found?.shown,
    fileSource,
    env,
    envSource,
    environments,
    cwd,
    base: content?.folder ?? cwd,
  })
}

function envFileOfFlag({ envFile, cwd }: Overrides): EnvFile | undefined {
  return envFile === undefined ? undefined : readEnvFile(envFile, cwd, cwd, '--dotenv')
}

function chosenEnvironment(
  overrides: Overrides,
  variables: Variables,
): { readonly env: string | undefined; readonly envSource: string } {
  if (overrides.env !== undefined) return { env: overrides.env, envSource: 'flag --env' }
  return { env: variables.filled('GODWIT_ENV'), envSource: variables.source('GODWIT_ENV') }
}

function chosenFile(
  overrides: Overrides,
  variables: Variables,
): { readonly found: FoundConfig | undefined; readonly fileSource: string } {
  if (overrides.config !== undefined)
    return {
      found: namedConfig(overrides.config, overrides.cwd, '--config'),
      fileSource: 'flag --config',
    }
  const named = variables.filled('GODWIT_CONFIG')
  if (named === undefined) return { found: findConfig(overrides.cwd), fileSource: 'found' }
  return {
    found: namedConfig(named, overrides.cwd, 'GODWIT_CONFIG'),
    fileSource: variables.source('GODWIT_CONFIG'),
  }
}

/** Readers and validator are loaded only here: a run without a file does not pay for them. */
async function readValid(
  found: FoundConfig,
  env: string | undefined,
  variables: Variables,
): Promise<ConfigContent> {
  const { readConfig } = await import('./read.ts')
  const content = await readConfig(found, env, () => secretsInVariables(variables))
  const { validateConfig } = await import('./validate.ts')
  await validateConfig(content)
  return content
}

function checkEnvironment(
  env: string | undefined,
  source: string,
  content: ConfigContent | undefined,
): void {
  const known = environmentNames(content)
  if (env === undefined || known.includes(env)) return
  const where =
    content === undefined
      ? 'there is no configuration file'
      : `${content.file.shown} defines ${known.length === 0 ? 'no environments' : 'no environment of this name'}`
  const near = nearest(env, known)
  throw godwitError('GODWIT_ENVIRONMENT_UNKNOWN', {
    message: `The environment "${env}" (${source}) is not known: ${where}${near === undefined ? '.' : `; did you mean "${near}"?`}`,
    next: [
      known.length === 0
        ? 'Leave the environment out, or add it to environments in the configuration.'
        : `Use one of: ${known.join(', ')}`,
    ],
  })
}

type FileSettings = { readonly settings: Settings; readonly variables: Variables }

/** The settings of the file as they are written, and the variables with those of the file's `envFile`. */
async function settingsOfFile(
  content: ConfigContent | undefined,
  env: string | undefined,
  environment: VariableSet,
  overrides: Overrides,
  before: Variables,
): Promise<FileSettings> {
  if (content === undefined) return { settings: new Map(), variables: before }
  const settings = new Map(settingsInFile(content, env))
  const named = settings.get('envFile')
  if (named === undefined || overrides.envFile !== undefined) return { settings, variables: before }
  const path = (await fill(new Map([['envFile', named]]), content, before)).get('envFile') ?? named
  settings.set('envFile', { ...path, path: undefined })
  const file = readEnvFile(
    String(path.value),
    content.folder,
    overrides.cwd,
    `"envFile" in ${content.file.shown}`,
  )
  return { settings, variables: makeVariables(environment, overrides.cwd, file) }
}

async function fill(
  settings: Settings,
  content: ConfigContent,
  variables: Variables,
): Promise<Settings> {
  const { fillSettings } = await import('./fill.ts')
  return fillSettings(settings, content, variables)
}

function settingsInFlags(overrides: Overrides): Settings {
  const settings = new Map<ConfigPath, Given>()
  const flags = [
    ['url', '--url', overrides.url],
    ['dir', '--dir', overrides.dir],
    ['service', '--service', overrides.service],
    ['lock.ifLocked', '--if-locked', overrides.ifLocked],
    ['lock.timeout', '--lock-timeout', overrides.lockTimeout],
    ['timeouts.statement', '--statement-timeout', overrides.statementTimeout],
    ['timeouts.wait', '--wait', overrides.wait],
    ['retries.max', '--retries', overrides.retries],
    ['onFailure', '--on-failure', overrides.onFailure],
    ['isolation', '--isolation', overrides.isolation],
    ['allowOutOfOrder', '--allow-out-of-order', overrides.allowOutOfOrder],
    ['envFile', '--dotenv', overrides.envFile],
  ] as const
  for (const [key, name, value] of flags) {
    if (value !== undefined) settings.set(key, flag(value, name, overrides.cwd))
  }
  return settings
}

function flag(value: string | boolean, name: string, base: string): Given {
  return { value, source: `flag ${name}`, base, path: undefined }
}
