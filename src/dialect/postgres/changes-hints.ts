import { keyOf, type Schema, type SchemaObject } from '#schema'
import { spelledWords } from '#sql'

/** The keys of what the text of a function speaks of. */
export type Hints = (object: SchemaObject) => readonly string[]

export function hintsIn({ tables, objects }: Schema): Hints {
  const named = new Map<string, string[]>()
  const add = (name: string, key: string): void => {
    const plain = name.replace(/\(.*$/s, '')
    const keys = named.get(plain)
    if (keys === undefined) named.set(plain, [key])
    else keys.push(key)
  }
  for (const table of tables) add(table.name, keyOf({ kind: 'table', ...table }))
  for (const object of objects) add(object.name, keyOf(object))
  return (object) => {
    const body = object.details?.['body']
    if (body === undefined || body === '') return []
    const self = keyOf(object)
    const words = spelledWords(body, 'postgres', Infinity).map(({ spelling }) =>
      spelling.startsWith('"')
        ? spelling.slice(1, -1).replaceAll('""', '"')
        : spelling.toLowerCase(),
    )
    return [...new Set(words.flatMap((word) => named.get(word) ?? []))].filter(
      (key) => key !== self,
    )
  }
}
