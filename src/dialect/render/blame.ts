import { modelFault } from '#schema'
import type { DatabaseError } from '../contract.ts'
import type { ModelStatement } from '../model-contract.ts'

/** The error for a statement of a model that the database refused: with file, model, and the key where the answer lets it be known. */
export function refusedModel(
  { sql, of, keys }: ModelStatement,
  error: DatabaseError,
  product: string,
): Error {
  const key = of.key ?? keyAt(sql, keys, error)
  const reason = [error.message, ...(error.detail === undefined ? [] : [error.detail])]
    .map((one) => one.replace(/\.$/, ''))
    .join(': ')
  return modelFault({ ...of, key }, `is refused by ${product}: ${reason}`, [
    `Mend ${of.file ?? `the model of ${of.model}`}, then run the command again.`,
  ])
}

/** By the position in the statement, else by a name of the message that only one key's lines have. */
function keyAt(
  sql: string,
  keys: readonly (string | undefined)[],
  { position, message, detail = '' }: DatabaseError,
): string | undefined {
  if (position !== undefined) {
    const line =
      [...sql]
        .slice(0, position - 1)
        .join('')
        .split('\n').length - 1
    if (keys[line] !== undefined) return keys[line]
  }
  const lines = sql.split('\n')
  const quoted = [...`${message} ${detail}`.matchAll(/["'`]([^"'`]+)["'`]|: (\w+)/g)].map(
    ([, one, two]) => one ?? two ?? '',
  )
  for (const word of quoted.filter((one) => one !== '')) {
    if (keys.includes(word)) return word
    const found = new Set(keys.filter((_, at) => lines[at]?.includes(word.split('\n')[0] ?? word)))
    const [only] = found
    if (found.size === 1 && only !== undefined) return only
  }
  return undefined
}
