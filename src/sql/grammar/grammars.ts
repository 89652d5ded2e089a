import type { Grammar, LexicalFacts } from './facts.ts'
import { MYSQL } from './mysql.ts'
import { POSTGRES } from './postgres.ts'
import { SQLITE } from './sqlite.ts'

/** The facts of each language. */
export const GRAMMARS: Readonly<Record<Grammar, LexicalFacts>> = {
  postgres: POSTGRES,
  sqlite: SQLITE,
  mysql: MYSQL,
}
