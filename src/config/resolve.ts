import { resolve } from 'node:path'
import { godwitError, parseDuration, SERVICE_NAME, shownPath, redact } from '#core'
import { maskedAddress, SCRATCH_KINDS, secretsInAddress } from '#dialect'
import { openableAddress, openableFile, openablePath } from './address.ts'
import type { Given, Settings } from './given.ts'
import { CONFIG_KEYS, type ConfigKey, type ConfigPath, LINT_LEVELS } from './key-list.ts'
import { keyAt, levelKey, ruleAt } from './keys.ts'
import type { DescribedSetting, LintSetting, ResolvedConfig } from './resolved.ts'
import { makeTarget } from './target.ts'

/** What is known about a run besides its settings. */
export type RunFacts = {
  readonly file: string | undefined
  readonly shownFile: string | undefined
  readonly env: string | undefined
  readonly envSource: string
  readonly fileSource: string
  readonly environments: readonly string[]
  /** The folder that messages name files from. */
  readonly cwd: string
  /** The folder that default paths start from: that of the configuration file, else `cwd`. */
  readonly base: string
}

/**
 * Turns settings into the configuration of a run: defaults, durations, paths, secrets.
 * @throws GodwitError for a value of a flag or a variable that cannot be used.
 */
export function resolveConfig(settings: Settings, facts: RunFacts): ResolvedConfig {
  const read = makeReader(settings, facts.base)
  return {
    file: facts.file,
    env: facts.env,
    environments: facts.environments,
    target: makeTarget(settings),
    dir: read.path('dir'),
    service: checkedService(read.text('service'), settings.get('service')),
    ledger: { schema: read.text('ledger.schema'), prefix: read.text('ledger.prefix') },
    lock: {
      ifLocked: read.choice('lock.ifLocked', ['wait', 'skip', 'fail']) ?? 'wait',
      timeoutMs: read.duration('lock.timeout'),
    },
    timeouts: {
      connectMs: read.duration('timeouts.connect'),
      statementMs: read.duration('timeouts.statement'),
      lockMs: read.duration('timeouts.lock'),
      codeMs: read.duration('timeouts.code'),
      waitMs: read.duration('timeouts.wait'),
    },
    retries: { max: read.count('retries.max'), delayMs: read.duration('retries.delay') },
    onFailure: read.choice('onFailure', ['stop', 'rollback']) ?? 'stop',
    isolation: read.choice('isolation', ['default', 'serializable']) ?? 'default',
    allowOutOfOrder: read.flag('allowOutOfOrder'),
    protected: read.flag('protected'),
    seeds: { dir: read.path('seeds.dir'), reset: read.flag('seeds.reset') },
    templates: { sql: read.optionalPath('templates.sql'), ts: read.optionalPath('templates.ts') },
    new: {
      scheme: read.choice('new.scheme', ['sequential', 'timestamp']),
      digits: read.number('new.digits'),
      layout: read.choice('new.layout', ['pair', 'single', 'ts']),
    },
    lint: {
      failOn: read.choice('lint.failOn', ['note', 'warning', 'error']) ?? 'error',
      rules: lintSettings(settings),
    },
    schema: read.paths('schema'),
    schemaCommand: read.optionalText('schemaCommand'),
    dump: read.optionalPath('dump'),
    scratch: {
      kind: read.choice('scratch.kind', ['auto', ...SCRATCH_KINDS]) ?? 'auto',
      url: read.optionalText('scratch.url'),
    },
    drift: { ignore: read.texts('drift.ignore') },
    get settings() {
      return describeSettings(settings, facts)
    },
    secrets: secretsIn(settings),
  }
}

function makeReader(settings: Settings, base: string) {
  const value = (key: ConfigPath) => settings.get(key)?.value ?? keyAt(key)?.default
  const text = (key: ConfigPath): string => String(value(key) ?? '')
  const opened = (key: ConfigPath, written: string): string =>
    openablePath(written, settings.get(key)?.base ?? base)
  const path = (key: ConfigPath): string => opened(key, text(key))
  const texts = (key: ConfigPath): readonly string[] => {
    const given = settings.get(key)?.value ?? []
    return typeof given === 'object' ? given : [String(given)]
  }
  return {
    text,
    path,
    texts,
    paths: (key: ConfigPath): readonly string[] => texts(key).map((one) => opened(key, one)),
    optionalText: (key: ConfigPath): string | undefined =>
      settings.has(key) ? text(key) : undefined,
    optionalPath: (key: ConfigPath): string | undefined =>
      settings.has(key) ? path(key) : undefined,
    choice: <Word extends string>(key: ConfigPath, words: readonly Word[]): Word | undefined =>
      words.find((word) => word === value(key)),
    flag: (key: ConfigPath): boolean => value(key) === true,
    number: (key: ConfigPath): number | undefined =>
      settings.has(key) ? Number(value(key)) : undefined,
    count: (key: ConfigPath): number => checkedCount(text(key), placeName(key, settings.get(key))),
    duration: (key: ConfigPath): number =>
      parseDuration(text(key), placeName(key, settings.get(key))),
  }
}

function placeName(key: ConfigPath, given: Given | undefined): string {
  return given?.path === undefined && given !== undefined
    ? given.source.replace(/^(flag|environment) /, '')
    : key
}

function lintSettings(settings: Settings): readonly LintSetting[] {
  return [...settings].flatMap(([key, { value, source }]) => {
    const rule = ruleAt(key)
    const level = LINT_LEVELS.find((word) => word === value)
    return rule === undefined || level === undefined ? [] : [{ rule, level, source }]
  })
}

/** A number from the file is checked already, one from a flag is not. */
function checkedCount(text: string, place: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) <= 1000) return Number(text)
  throw godwitError('GODWIT_USAGE', {
    message: `${place} takes a whole number from 0 to 1000, but got "${text}".`,
    next: ['Write for instance --retries 3; 0 is never.'],
  })
}

/** A name from the file is checked already, one from a flag or a variable is not. */
function checkedService(name: string, given: Given | undefined): string {
  if (SERVICE_NAME.test(name)) return name
  throw godwitError('GODWIT_USAGE', {
    message: `"${name}" (${given?.source ?? 'default'}) is not the name of a service: only letters, digits, "_", "." and "-" are possible.`,
    next: ['Use a name such as billing or billing-eu.'],
  })
}

function describeSettings(settings: Settings, facts: RunFacts): readonly DescribedSetting[] {
  const rows: DescribedSetting[] = []
  if (facts.shownFile !== undefined)
    rows.push({ key: 'config', value: facts.shownFile, source: facts.fileSource })
  if (facts.env !== undefined) rows.push({ key: 'env', value: facts.env, source: facts.envSource })
  const keys: readonly (ConfigKey & { readonly key: ConfigPath })[] = CONFIG_KEYS
  for (const row of keys) {
    if (row.takes === 'levels') {
      for (const { rule, level, source } of lintSettings(settings))
        rows.push({ key: levelKey(rule), value: level, source })
      continue
    }
    const standard =
      row.default === undefined || row.only === 'environment'
        ? undefined
        : { value: row.default, source: 'default', base: facts.base, path: undefined }
    const given = settings.get(row.key) ?? standard
    if (given !== undefined)
      rows.push({ key: row.key, value: shownValue(row, given, facts.cwd), source: given.source })
  }
  return rows
}

function shownValue(row: ConfigKey, given: Given, cwd: string): string {
  if (typeof given.value === 'object')
    return given.value.map((value) => shownValue(row, { ...given, value }, cwd)).join(', ')
  const text = String(given.value)
  // What is no address may be a secret in a wrong place.
  if (row.secret === true && !/^[a-z][a-z0-9+.-]*:/i.test(text)) return '•••'
  if (row.key === 'url' || row.key === 'directUrl' || row.key === 'scratch.url')
    return maskedAddress(openableAddress(text, given.base))
  if (row.secret === true) return '•••'
  if (row.key === 'database.file') return openableFile(text, given.base)
  return row.takes === 'path' || row.takes === 'paths'
    ? shownPath(resolve(given.base, text), cwd)
    : // A command may hold an address with a password.
      redact(text)
}

function secretsIn(settings: Settings): readonly string[] {
  const addresses = (['url', 'directUrl', 'scratch.url'] as const).map(
    (key) => settings.get(key)?.value ?? '',
  )
  const secrets = new Set(addresses.flatMap((address) => secretsInAddress(String(address))))
  const password = String(settings.get('database.password')?.value ?? '')
  // What is also the user's name or the like is known to everybody, see secretsInAddress.
  const isShown = (['user', 'host', 'name'] as const).some(
    (field) => settings.get(`database.${field}`)?.value === password,
  )
  if (password !== '' && !isShown) secrets.add(password)
  return [...secrets].sort((a, b) => b.length - a.length)
}
