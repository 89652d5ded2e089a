import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { folderOf, type Catalog, type Migration } from '#catalog'
import { sha256, TOOL_VERSION, type Clock } from '#core'
import type { ReadSource } from './source.ts'

/** How the name of every template begins. */
export const TEMPLATE_PREFIX = 'godwit_template_'

/** What the name of a template tells. */
export type TemplateName = {
  readonly name: string
  /** Seconds since 1970. */
  readonly madeAt: number
  /** A hash of the folder of the migrations and the machine. */
  readonly owner: string
  /** A hash of all that is in the template. */
  readonly content: string
}

/** `godwit_template_TIME_OWNER_CONTENT`; a draft of one has more behind it. */
const PATTERN = /^godwit_template_([0-9a-z]{6,7})_([0-9a-f]{8})_([0-9a-f]{20})(?:\..*)?$/

/** Changes when the same migrations give another template. */
const FORMAT = 1

const HOUR = 3600
const DAY = 24 * HOUR

/** What a template of these migrations is to be called. `scope`: what it depends on besides them. */
export function newTemplateName(
  catalog: Catalog,
  { options }: ReadSource,
  scope: string,
  clock: Clock,
): TemplateName {
  const { service, env, ledger } = options
  const folder = folderOf(options) ?? ''
  const owner = sha256([hostname(), folder, service, scope].join('\n')).slice(0, 8)
  const migrations = catalog.migrations.map(({ label, layout, bytes }) => [label, layout, bytes])
  const all = [FORMAT, TOOL_VERSION, scope, service, env, ledger?.schema, ledger?.prefix]
  const content = sha256(JSON.stringify([...all, migrations])).slice(0, 20)
  const madeAt = Math.floor(clock.now().getTime() / 1000)
  const name = `${TEMPLATE_PREFIX}${madeAt.toString(36)}_${owner}_${content}`
  return { name, madeAt, owner, content }
}

/** The newest of some templates that has the same content and is younger than a day. */
export function findTemplate(names: readonly string[], wanted: TemplateName): string | undefined {
  return names
    .flatMap((name) => readTemplateName(name) ?? [])
    .filter(({ name, content }) => content === wanted.content && !name.includes('.'))
    .filter(({ madeAt }) => wanted.madeAt - madeAt < DAY)
    .toSorted((a, b) => b.madeAt - a.madeAt)[0]?.name
}

/** Templates that are of no use any more: older than a day, or older than an hour and of what these migrations were before. */
export function outdatedTemplates(names: readonly string[], made: TemplateName): readonly string[] {
  return names.filter((name) => {
    const read = readTemplateName(name)
    if (read === undefined || name === made.name) return false
    const age = made.madeAt - read.madeAt
    return age > DAY + HOUR || (age > HOUR && read.owner === made.owner)
  })
}

function readTemplateName(name: string): TemplateName | undefined {
  const [, time, owner, content] = PATTERN.exec(name) ?? []
  if (time === undefined || owner === undefined || content === undefined) return undefined
  return { name, madeAt: Number.parseInt(time, 36), owner, content }
}

/**
 * Whether the files of the migrations are all that they do. Code that imports other code, and code that is registered without a
 * revision, can change while its file does not.
 */
export function isSelfContained({ migrations }: Catalog): boolean {
  return migrations.every(
    (migration) =>
      migration.kind === 'sql' || (migration.bytes !== '' && !importsOthers(migration)),
  )
}

/** A module that is named in code, or that only running it would tell. */
const IMPORTED = /\b(?:from|import|require)\b\s*(?:\(\s*)?(['"`])([^'"`]*)\1/g
const COMPUTED = /\b(?:import|require)\s*\(\s*[^'"`\s]|\b(?:getBuiltinModule|createRequire)\b/

function importsOthers({ up }: Migration): boolean {
  if (up === undefined) return false
  const text = readFileSync(up.path, 'utf8')
  const names = [...text.matchAll(IMPORTED)].map(([, , name = '']) => name)
  return COMPUTED.test(text) || names.some((name) => !/^godwit(\/|$)/.test(name))
}
