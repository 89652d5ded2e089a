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
  return changes.flatMap((change) =>
    remarksOf(change).map(({ text }) => `${change.summary}: ${text}`),
  )
}

/** One of {@link untouched} as a line. */
export function untouchedNote(one: string): string {
  return `note: godwit ${one.startsWith('leaves ') ? one : `leaves this as it is: ${one}`}`
}

/** What stays different whichever way one goes, once for each thing. */
export function untouchedBothWays(
  there: readonly SchemaChange[],
  back: readonly SchemaChange[],
): readonly string[] {
  const told = new Set(
    there.filter((change) => remarksOf(change).length > 0).map(({ summary }) => summary),
  )
  const others = back.filter(({ summary }) => !told.has(summary))
  return [...new Set([...untouched(there), ...untouched(others)])]
}

function remarksOf({ hazards }: SchemaChange): SchemaChange['hazards'] {
  return hazards.filter(({ kind }) => kind === 'untouched')
}
