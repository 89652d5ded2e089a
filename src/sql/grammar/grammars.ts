import type { Grammar, Language, LexicalFacts } from './facts.ts'
import { ANSI_QUOTES, MYSQL, NO_BACKSLASH_ESCAPES } from './mysql.ts'
import { POSTGRES } from './postgres.ts'
import { SQLITE } from './sqlite.ts'

/** The facts of each language. */
export const GRAMMARS: Readonly<Record<Grammar, LexicalFacts>> = {
  postgres: POSTGRES,
  sqlite: SQLITE,
  mysql: MYSQL,
  'mysql, ANSI_QUOTES': { ...MYSQL, ...ANSI_QUOTES },
  'mysql, NO_BACKSLASH_ESCAPES': { ...MYSQL, ...NO_BACKSLASH_ESCAPES },
  'mysql, ANSI_QUOTES, NO_BACKSLASH_ESCAPES': { ...MYSQL, ...ANSI_QUOTES, ...NO_BACKSLASH_ESCAPES },
}

/** The language of a grammar. */
export function languageOf(grammar: Grammar): Language {
  return GRAMMARS[grammar].language
}
