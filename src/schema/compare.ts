import type { Fact, FactKind, Schema } from './facts.ts'

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
  return differences.filter((one) => !isPartOfAnother(one, differences))
}

function isPartOfAnother(one: SchemaDifference, all: readonly SchemaDifference[]): boolean {
  return all.some(
    ({ change, kind, name }) =>
      kind === 'table' &&
      change === one.change &&
      one.kind !== 'table' &&
      one.name.startsWith(`${name}.`),
  )
}

function byKey({ facts }: Schema): ReadonlyMap<string, Fact> {
  return new Map(facts.map((fact) => [`${fact.kind}\n${fact.name}`, fact]))
}
