import { factsOf, type Fact, type FactKind } from './facts.ts'
import type { Schema } from './schema.ts'

/** What one schema has and the other has not, or has otherwise. */
export type SchemaDifference =
  | {
      readonly change: 'missing' | 'extra'
      readonly kind: FactKind
      readonly name: string
      readonly definition: string
    }
  | {
      readonly change: 'changed'
      readonly kind: FactKind
      readonly name: string
      readonly expected: string
      readonly found: string
    }

/** What has parts that do not count where the whole is missing. */
const WITH_PARTS: readonly FactKind[] = ['table', 'view', 'materialized view']

/** Holds a schema against the expected one. What belongs to a table that is missing or extra as a whole is not repeated. */
export function compareSchemas(expected: Schema, found: Schema): readonly SchemaDifference[] {
  const before = byKey(expected)
  const after = byKey(found)
  const differences: SchemaDifference[] = []
  for (const [key, { kind, name, definition }] of before) {
    const other = after.get(key)
    if (other === undefined) differences.push({ change: 'missing', kind, name, definition })
    else if (other.definition !== definition)
      differences.push({
        change: 'changed',
        kind,
        name,
        expected: definition,
        found: other.definition,
      })
  }
  for (const [key, { kind, name, definition }] of after)
    if (!before.has(key)) differences.push({ change: 'extra', kind, name, definition })
  const wholes = new Set(
    differences.flatMap(({ change, kind, name }) =>
      change === 'changed' ? [] : [`${change} ${kind} ${name}`],
    ),
  )
  return differences.filter((one) => !isPartOfAnother(one, wholes))
}

/** Whether its table, or what it is a remark on, differs as a whole in the same way. */
function isPartOfAnother(
  { change, kind, name }: SchemaDifference,
  wholes: ReadonlySet<string>,
): boolean {
  if (kind === 'comment') return wholes.has(`${change} ${name}`) || isInside(change, name, wholes)
  return !WITH_PARTS.includes(kind) && isInside(change, `${kind} ${name}`, wholes)
}

/** Names may hold points themselves, so each beginning is looked for. */
function isInside(change: string, named: string, wholes: ReadonlySet<string>): boolean {
  const name = named.slice(named.indexOf(' ') + 1)
  for (let at = name.indexOf('.'); at !== -1; at = name.indexOf('.', at + 1))
    if (WITH_PARTS.some((kind) => wholes.has(`${change} ${kind} ${name.slice(0, at)}`))) return true
  return false
}

function byKey(schema: Schema): ReadonlyMap<string, Fact> {
  return new Map(factsOf(schema).map((fact) => [`${fact.kind}\n${fact.name}`, fact]))
}
