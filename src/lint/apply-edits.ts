import type { Edit } from './finding.ts'

/**
 * The edits of the first fixes that do not get in each other's way, each edit once however many fixes ask for it, in the order
 * of their places.
 */
export function chooseFixes<T extends { readonly fix?: readonly Edit[] }>(
  candidates: readonly T[],
): { readonly chosen: readonly T[]; readonly edits: readonly Edit[] } {
  const chosen: T[] = []
  const edits: Edit[] = []
  for (const candidate of candidates) {
    const own = candidate.fix ?? []
    const more = own.filter((edit) => !edits.some((other) => isSame(edit, other)))
    if (own.length === 0 || more.some((edit) => edits.some((other) => touches(edit, other))))
      continue
    chosen.push(candidate)
    edits.push(...more)
  }
  return { chosen, edits: edits.toSorted((a, b) => a.start.offset - b.start.offset) }
}

/** A text with edits made in it, which are in the order of their places and do not touch. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end, text: replacement } of edits) {
    pieces.push(text.slice(at, start.offset), replacement)
    at = end.offset
  }
  return [...pieces, text.slice(at)].join('')
}

function isSame(a: Edit, b: Edit): boolean {
  return a.start.offset === b.start.offset && a.end.offset === b.end.offset && a.text === b.text
}

function touches(a: Edit, b: Edit): boolean {
  return a.start.offset <= b.end.offset && b.start.offset <= a.end.offset
}
