import type { SchemaChange } from '#dialect'

/** Divides changes into those of one migration each: what needs the locks of the others to be given back, and what runs outside of transactions, stands in one of its own. */
export function splitChanges(
  changes: readonly SchemaChange[],
): readonly (readonly SchemaChange[])[] {
  const parts: SchemaChange[][] = []
  let isClosed = true
  for (const change of changes) {
    if (isClosed || change.placement === 'apart' || change.placement === 'alone') parts.push([])
    parts.at(-1)?.push(change)
    isClosed = change.placement === 'alone'
  }
  return parts
}

/** Changes that have a statement; the others only tell of what stays as it is. */
export function effective(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  return changes.filter(({ sql }) => sql !== '')
}

/** What stays different, for people. */
export function untouched(changes: readonly SchemaChange[]): readonly string[] {
  return changes.flatMap(({ summary, hazards }) =>
    hazards.filter(({ kind }) => kind === 'untouched').map(({ text }) => `${summary}: ${text}`),
  )
}
