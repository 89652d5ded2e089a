/** The languages that godwit reads. That of MySQL and MariaDB depends on two SQL modes of the session. */
export type Grammar = 'postgres' | 'sqlite' | MysqlGrammar
export type MysqlGrammar =
  | 'mysql'
  | 'mysql, ANSI_QUOTES'
  | 'mysql, NO_BACKSLASH_ESCAPES'
  | 'mysql, ANSI_QUOTES, NO_BACKSLASH_ESCAPES'

/** A language whatever its modes. */
export type Language = 'postgres' | 'sqlite' | 'mysql'

/** What tells the words of one SQL language apart. */
export type LexicalFacts = {
  readonly language: Language
  /** Whether a block comment may hold another one. */
  readonly comments: 'nested' | 'flat'
  /** What a block comment means that the text ends in. */
  readonly openComment: 'error' | 'legal'
  /** The characters that end a line comment. */
  readonly lineCommentEnds: 'lf' | 'lf or cr'
  /** Whether `--` opens a comment by itself or only before a blank. */
  readonly dashes: 'alone' | 'before blank'
  /** Other marks of a line comment. */
  readonly hashComments: 'yes' | 'no'
  /** Whether the text inside of slash-star-exclamation-mark runs. */
  readonly codeComments: 'yes' | 'no'
  /** Whether slash-star-plus opens an optimizer hint, which changes what runs. */
  readonly hints: 'yes' | 'no'
  /** In which strings a backslash takes the next character with it. */
  readonly backslash: 'all' | 'prefixed with E' | 'none'
  readonly dollarQuotes: 'yes' | 'no'
  /** What stands in double quotes. */
  readonly doubleQuotes: 'name' | 'string'
  readonly backticks: 'name' | 'no'
  readonly brackets: 'name' | 'no'
  /** Whether letters directly behind digits belong to them (`1a`), or begin a word of their own. */
  readonly digitsWithLetters: 'one word' | 'two words'
  /** Whether a word may begin with a dollar sign. */
  readonly dollarWords: 'yes' | 'no'
  /** The character that opens a command of the database's own client. */
  readonly commandMark: '\\' | '.'
  /** Words of that client which look like statements. */
  readonly commandWords: readonly string[]
  /** Whether `DELIMITER` lines change what ends a statement. */
  readonly delimiterLines: 'yes' | 'no'
  /**
   * Sticky: words, numbers, blanks and signs that tell nothing to a shape that does not listen, whole ones and not too many at
   * once. Undefined where each may count.
   */
  readonly plain?: RegExp
  /** Watches one statement from its first word. */
  readonly watch: () => StatementShape
}

/** A block that is open, for instance a trigger's body. */
export type OpenBlock = {
  /** How it opens, in the language's own words. */
  readonly opener: string
  readonly offset: number
}

/** Follows the words of one statement to tell whether a semicolon ends it. */
export interface StatementShape {
  /** Whether words still matter; when not, they need not be given. */
  readonly listening: boolean
  /** Takes an unquoted word in capitals. Not called for parts of a dotted name and for variables. */
  word(word: string, offset: number): void
  /** Takes one other character by its code: operators, parentheses, a semicolon that did not end the statement. */
  symbol(code: number): void
  /** Takes anything else: a quoted name, a string, a number. */
  literal(): void
  /** Whether a semicolon at this place ends the statement. */
  ends(): boolean
  /** The innermost block that still waits for its END. */
  openBlock(): OpenBlock | undefined
  /** Whether data lines follow the statement. */
  dataFollows(): boolean
}
