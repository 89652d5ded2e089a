import type { LexicalFacts } from './facts.ts'
import { MysqlShape } from './mysql-shape.ts'

/** MySQL 8 and MariaDB, as the server's lexer and the `mysql` client read them in their default SQL mode. */
export const MYSQL: LexicalFacts = {
  language: 'mysql',
  comments: 'flat',
  openComment: 'error',
  lineCommentEnds: 'lf',
  dashes: 'before blank',
  hashComments: 'yes',
  codeComments: 'yes',
  hints: 'yes',
  backslash: 'all',
  dollarQuotes: 'no',
  doubleQuotes: 'string',
  backticks: 'name',
  brackets: 'no',
  digitsWithLetters: 'one word',
  dollarWords: 'yes',
  commandMark: '\\',
  commandWords: ['SOURCE'],
  delimiterLines: 'yes',
  watch: () => new MysqlShape(),
}

/** What the SQL mode of this name changes. */
export const ANSI_QUOTES: Pick<LexicalFacts, 'doubleQuotes'> = { doubleQuotes: 'name' }

/** What the SQL mode of this name changes. */
export const NO_BACKSLASH_ESCAPES: Pick<LexicalFacts, 'backslash'> = { backslash: 'none' }
