import type { Schema } from '#schema'

/**
 * Takes out of schemas the views and triggers that are otherwise in `before` than in `after`: where a renaming leaves texts alone,
 * theirs hold names that are there only when the renaming is taken back.
 */
export function withoutLate(before: Schema, after: Schema): (schema: Schema) => Schema {
  const kept = new Set(textsIn(after))
  const late = new Set(
    textsIn(before)
      .filter((text) => !kept.has(text))
      .map((text) => text.split('\n', 1)[0]),
  )
  return ({ tables, objects }) => ({
    tables: tables.map((table) => ({
      ...table,
      triggers: table.triggers.filter(({ name }) => !late.has(`trigger ${name}`)),
    })),
    objects: objects.filter(({ kind, name }) => !late.has(`${kind} ${name}`)),
  })
}

/** What it is and its name, and in the next lines what it says. */
function textsIn({ tables, objects }: Schema): readonly string[] {
  return [
    ...tables.flatMap(({ triggers }) =>
      triggers.map(({ name, definition }) => `trigger ${name}\n${definition}`),
    ),
    ...objects
      .filter(({ kind }) => kind === 'view')
      .map(({ kind, name, definition }) => `${kind} ${name}\n${definition}`),
  ]
}
