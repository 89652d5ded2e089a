/** The parts of a list between commas, brackets and quotes heeded. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  for (const { at, depth } of outside(text)) {
    if (text[at] !== ',' || depth > 0) continue
    parts.push(text.slice(start, at).trim())
    start = at + 1
  }
  return [...parts, text.slice(start).trim()]
}

/** What stands in the first pair of brackets, and what behind it; undefined where there is none. */
export function firstBracket(
  text: string,
): { readonly before: string; readonly inside: string; readonly behind: string } | undefined {
  let start: number | undefined
  for (const { at, depth } of outside(text)) {
    if (text[at] === '(' && depth === 0) start ??= at
    if (text[at] !== ')' || depth !== 1 || start === undefined) continue
    return {
      before: text.slice(0, start).trim(),
      inside: text.slice(start + 1, at).trim(),
      behind: text.slice(at + 1).trim(),
    }
  }
  return undefined
}

/** The characters outside of quotes, with how many brackets are open before each. */
function* outside(text: string): Generator<{ readonly at: number; readonly depth: number }> {
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
      continue
    }
    if (["'", '"', '`'].includes(char)) quote = char
    else yield { at, depth }
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
  }
}
