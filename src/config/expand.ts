/** A `${NAME}` that has no value, or text that starts like one and is not. */
export type ExpandProblem =
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'malformed' }

/** The text with its variables filled in, or why that is not possible. */
export type Expanded = { readonly text: string } | { readonly problem: ExpandProblem }

/** Whether a text refers to a variable, or escapes one. */
export function hasVariables(text: string): boolean {
  return text.includes('${')
}

/**
 * Fills in `${NAME}` and `${NAME:-default}` (used when NAME is not set or empty; it may hold
 * further references). `$${` stands for `${`. What a variable holds is not searched again.
 */
export function expandText(text: string, get: (name: string) => string | undefined): Expanded {
  const parsed = parse(text, 0, 'text')
  return parsed === undefined ? { problem: { kind: 'malformed' } } : evaluate(parsed.parts, get)
}

type Part = string | { readonly name: string; readonly fallback: readonly Part[] | undefined }
type Parsed = { readonly parts: readonly Part[]; readonly end: number }

function parse(text: string, start: number, place: 'text' | 'fallback'): Parsed | undefined {
  const parts: Part[] = []
  let at = start
  while (at < text.length) {
    if (place === 'fallback' && text[at] === '}') return { parts, end: at + 1 }
    if (text.startsWith('$${', at)) {
      parts.push('${')
      at += 3
    } else if (text.startsWith('${', at)) {
      const reference = parseReference(text, at)
      if (reference === undefined) return undefined
      parts.push(reference.part)
      at = reference.end
    } else {
      parts.push(text[at] ?? '')
      at += 1
    }
  }
  return place === 'fallback' ? undefined : { parts, end: at }
}

function parseReference(
  text: string,
  start: number,
): { readonly part: Part; readonly end: number } | undefined {
  const head = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(\}|:-)/.exec(text.slice(start))
  if (head === null) return undefined
  const [whole, name = '', close] = head
  const end = start + whole.length
  if (close === '}') return { part: { name, fallback: undefined }, end }
  const fallback = parse(text, end, 'fallback')
  return fallback === undefined
    ? undefined
    : { part: { name, fallback: fallback.parts }, end: fallback.end }
}

function evaluate(parts: readonly Part[], get: (name: string) => string | undefined): Expanded {
  let text = ''
  for (const part of parts) {
    const filled = typeof part === 'string' ? { text: part } : fill(part.name, part.fallback, get)
    if ('problem' in filled) return filled
    text += filled.text
  }
  return { text }
}

function fill(
  name: string,
  fallback: readonly Part[] | undefined,
  get: (name: string) => string | undefined,
): Expanded {
  const value = get(name)
  if (fallback !== undefined && (value === undefined || value === ''))
    return evaluate(fallback, get)
  return value === undefined ? { problem: { kind: 'missing', name } } : { text: value }
}
