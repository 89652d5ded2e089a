import type { LexicalFacts } from './grammar/facts.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SLASH = 47
const STAR = 42

/** The offset just after a line comment; the line end is no part of it. */
export function afterLineComment(text: string, at: number, facts: LexicalFacts): number {
  const orCr = facts.lineCommentEnds === 'lf or cr'
  let end = at
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === LINE_FEED || (orCr && code === CARRIAGE_RETURN)) break
  }
  return end
}

/** The offset just after the block comment that opens at `at`, or -1 when it is never closed. */
export function afterBlockComment(text: string, at: number, facts: LexicalFacts): number {
  if (facts.comments === 'flat') {
    const end = text.indexOf('*/', at + 2)
    return end === -1 ? -1 : end + 2
  }
  let depth = 1
  for (let next = at + 2; next < text.length; next++) {
    const code = text.charCodeAt(next)
    const following = text.charCodeAt(next + 1)
    if (code === STAR && following === SLASH) {
      next++
      if (--depth === 0) return next + 1
    } else if (code === SLASH && following === STAR) {
      next++
      depth++
    }
  }
  return -1
}
