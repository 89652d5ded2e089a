import { closest, distance } from 'fastest-levenshtein'

/** The known name that a mistyped one most likely means, or undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  // Letters in the wrong order count as two mistakes by distance, and as one by how people type.
  const swapped = known.find((name) => sortedLetters(name) === sortedLetters(word))
  if (swapped !== undefined) return swapped
  const best = closest(word.toLowerCase(), [...known])
  const mistakes = distance(word.toLowerCase(), best.toLowerCase())
  // As many mistakes as letters: they have nothing in common.
  const isNear = mistakes < best.length && mistakes <= Math.max(2, Math.floor(best.length / 3))
  return isNear ? best : undefined
}

function sortedLetters(word: string): string {
  return [...word.toLowerCase()].sort().join('')
}
