import type { Rule } from '../../rule.ts'

export const nameTooLong: Rule = {
  id: 'name-too-long',
  severity: 'warning',
  title: 'A name that PostgreSQL cuts',
  problem:
    'Names have at most 63 bytes. PostgreSQL cuts a longer one with no more than a notice: two that begin alike become the same name, and what looks for the whole name does not find it.',
  safe: 'CREATE INDEX CONCURRENTLY orders_user_and_shop ON orders (user_id, shop_id);',
  allow: 'Never: a shorter name costs nothing.',
  check({ statement: { text } }) {
    if (!LONG_WORD.test(text)) return []
    // Texts, bodies of functions and comments may be as long as they like.
    const names = text
      .replaceAll(/'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?\*\//g, ' ')
      .matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]{20,}/gu)
    for (const [found, quotedName = found] of names)
      if (Buffer.byteLength(quotedName) > 63)
        return [{ message: `PostgreSQL cuts ${found} to its first 63 bytes.` }]
    return []
  },
}

/** Without a run like that there is no long name: 22 characters may have 63 bytes. */
const LONG_WORD = /[^\s,();.']{21,}|"[^"]{21,}/
