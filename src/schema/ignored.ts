import { factsOf, type FactKind } from './facts.ts'
import { keyOf, labelOf, type Schema, type SchemaObject, type Table } from './schema.ts'

/** What is left of a schema, and the patterns that named nothing in it. */
export type WithoutIgnored = { readonly schema: Schema; readonly unused: readonly string[] }

/**
 * Takes out of a schema what patterns name: `audit_log`, `reporting.*`, with its kind `view legacy_*`, as part of a table
 * `users.idx_tmp` or `index users.*`. A `*` stands for any characters. What is named is gone with all that belongs to it, and with privileges.
 */
export function withoutIgnored(schema: Schema, patterns: readonly string[]): WithoutIgnored {
  const matchers = patterns.map(readPattern)
  const isKept = (kind: FactKind, name: string): boolean => !matchers.some((one) => one(kind, name))
  const tables = schema.tables
    .filter((table) => isKept('table', labelOf(table)))
    .map((table) => withoutParts(table, isKept))
  const kept = schema.objects.filter((object) => isKept(object.kind, labelOf(object)))
  const keys = new Set([
    ...tables.map(({ schema: inside, name }) => keyOf({ kind: 'table', schema: inside, name })),
    ...kept.map(keyOf),
  ])
  const objects = kept
    .filter(({ details }) => details?.['thing'] === undefined || keys.has(details['thing']))
    .map((object) => ofObject(object, isKept))
  const all = factsOf(schema)
  return {
    schema: { tables, objects },
    unused: patterns.filter((_, at) => !all.some(({ kind, name }) => matchers[at]?.(kind, name))),
  }
}

type IsKept = (kind: FactKind, name: string) => boolean

function withoutParts(table: Table, isKept: IsKept): Table {
  const label = labelOf(table)
  const kept =
    (kind: FactKind) =>
    ({ name }: { readonly name: string }): boolean =>
      isKept(kind, `${label}.${name}`)
  return {
    ...table,
    columns: table.columns.filter(kept('column')),
    constraints: table.constraints.filter(kept('constraint')),
    indexes: table.indexes.filter(kept('index')),
    triggers: table.triggers.filter(kept('trigger')),
    attachments: table.attachments.filter((one) => isKept(one.kind, `${label}.${one.name}`)),
  }
}

function ofObject(object: SchemaObject, isKept: IsKept): SchemaObject {
  const { indexes, attachments } = object
  const isKeptPart = (kind: FactKind, name: string): boolean =>
    isKept(kind, `${labelOf(object)}.${name}`)
  return {
    ...object,
    ...(indexes && { indexes: indexes.filter(({ name }) => isKeptPart('index', name)) }),
    ...(attachments && {
      attachments: attachments.filter(({ kind, name }) => isKeptPart(kind, name)),
    }),
  }
}

const KINDS: readonly FactKind[] = [
  'materialized view',
  'table',
  'column',
  'constraint',
  'index',
  'comment',
  'type',
  'trigger',
  'rule',
  'policy',
  'schema',
  'extension',
  'enum',
  'domain',
  'sequence',
  'view',
  'function',
  'procedure',
  'aggregate',
  'statistics',
  'event',
  'grant',
  'owner',
  'other',
]

function readPattern(pattern: string): (kind: FactKind, name: string) => boolean {
  const kind = KINDS.find((one) => pattern.startsWith(`${one} `))
  const rest = kind === undefined ? pattern : pattern.slice(kind.length + 1)
  const parts = rest.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
  const shape = new RegExp(`^${parts.join('.*')}$`, 's')
  return (found, name) => (kind === undefined || kind === found) && shape.test(name)
}
