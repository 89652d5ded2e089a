import type { Grammar } from '#sql'

/** How SQL as the servers write it is written for a session: they always let backslashes escape, a session need not (NO_BACKSLASH_ESCAPES). */
export function sessionText(grammar: Grammar): (sql: string) => string {
  return grammar.includes('NO_BACKSLASH_ESCAPES') ? withPlainBackslashes : (sql) => sql
}

function withPlainBackslashes(sql: string): string {
  return sql.replaceAll(QUOTED, (whole) =>
    whole.startsWith("'") && whole.includes('\\')
      ? `'${whole.slice(1, -1).replaceAll(/\\(.)/gs, (_, one: string) => meant(one))}'`
      : whole,
  )
}

const QUOTED = /'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`/gs

/** What a character stands for behind a backslash, as it stands in quotes. */
function meant(character: string): string {
  if (character === "'") return "''"
  // Before these the backslash stays.
  if (character === '%' || character === '_') return `\\${character}`
  return CONTROLS[character] ?? character
}

const CONTROLS: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
}
