import type { OpenBlock, StatementShape } from './facts.ts'
import { MysqlBody } from './mysql-body.ts'

const OPEN_PAREN = 40
const CLOSE_PAREN = 41

type Part =
  | 'first'
  | 'begin'
  | 'create'
  | 'trigger'
  | 'event'
  | 'routine'
  | 'traits'
  | 'body'
  | 'other'

const FIRST_WORDS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['CREATE', 'create'],
  ['ALTER', 'create'],
  ['BEGIN', 'begin'],
])

/** Objects without a body; their names may be words such as `event`. */
const NO_BODY: ReadonlySet<string> = new Set([
  'TABLE',
  'VIEW',
  'INDEX',
  'DATABASE',
  'SCHEMA',
  'USER',
  'ROLE',
  'SERVER',
  'TABLESPACE',
  'LOGFILE',
  'UNDO',
  'SEQUENCE',
  'RESOURCE',
  'SPATIAL',
  'LIBRARY',
])

/** Words that begin the body of a procedure or function; all others there are its traits. */
const BODY_STARTS: ReadonlySet<string> = new Set([
  'BEGIN',
  'IF',
  'CASE',
  'LOOP',
  'WHILE',
  'REPEAT',
  'FOR',
  'SET',
  'RETURN',
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'WITH',
  'CALL',
  'VALUES',
  'TABLE',
  'CREATE',
  'ALTER',
  'DROP',
  'TRUNCATE',
  'RENAME',
  'EXECUTE',
  'PREPARE',
  'DEALLOCATE',
  'DO',
  'START',
  'COMMIT',
  'ROLLBACK',
  'SAVEPOINT',
  'LOCK',
  'UNLOCK',
  'ANALYZE',
  'OPTIMIZE',
  'GRANT',
  'REVOKE',
  'SIGNAL',
  'RESIGNAL',
  'GET',
  'SHOW',
  'FLUSH',
  'KILL',
  'LOAD',
  'DECLARE',
])

/** Semicolons stay inside of the bodies of procedures, functions, triggers and events. */
export class MysqlShape implements StatementShape {
  #part: Part = 'first'
  #parens = 0
  #previous = ''
  #beginOffset = 0
  readonly #body = new MysqlBody()

  get listening(): boolean {
    return this.#part !== 'other'
  }

  word(word: string, offset: number): void {
    this.#take(word, offset)
    this.#previous = word
  }

  symbol(code: number): void {
    if (this.#part === 'body') return this.#body.symbol(code)
    if (code === OPEN_PAREN) this.#parens++
    else if (code === CLOSE_PAREN) {
      this.#parens = Math.max(0, this.#parens - 1)
      if (this.#part === 'routine' && this.#parens === 0) this.#part = 'traits'
    }
    this.literal()
  }

  literal(): void {
    if (this.#part === 'body') this.#body.literal()
    else if (this.#part === 'first' || this.#part === 'begin') this.#part = 'other'
    this.#previous = ''
  }

  ends(): boolean {
    return this.#part !== 'body' || this.#body.ends()
  }

  openBlock(): OpenBlock | undefined {
    return this.#part === 'body' ? this.#body.openBlock() : undefined
  }

  dataFollows(): boolean {
    return false
  }

  #take(word: string, offset: number): void {
    switch (this.#part) {
      case 'first':
        this.#part = FIRST_WORDS.get(word) ?? 'other'
        this.#beginOffset = offset
        return
      case 'begin':
        return this.#anonymousBlock(word, offset)
      case 'create':
        return this.#object(word)
      case 'trigger':
        if (word === 'ROW' && this.#previous === 'EACH') this.#part = 'body'
        return
      case 'event':
        if (word === 'DO' && this.#parens === 0) this.#part = 'body'
        return
      case 'traits':
        return this.#trait(word, offset)
      case 'body':
        return this.#body.word(word, offset)
      case 'routine':
      case 'other':
        break
    }
  }

  /** MariaDB's `BEGIN NOT ATOMIC … END`; any other BEGIN opens a transaction. */
  #anonymousBlock(word: string, offset: number): void {
    this.#part = word === 'NOT' ? 'body' : 'other'
    if (this.#part !== 'body') return
    this.#body.word('BEGIN', this.#beginOffset)
    this.#body.word(word, offset)
  }

  #object(word: string): void {
    if (word === 'EVENT') this.#part = 'event'
    else if (NO_BODY.has(word)) this.#part = 'other'
    else if (word === 'TRIGGER') this.#part = 'trigger'
    else if (word === 'PROCEDURE' || word === 'FUNCTION') this.#part = 'routine'
  }

  #trait(word: string, offset: number): void {
    // RETURNS SET('a', 'b') and CHARACTER SET are types.
    if (this.#parens > 0 || this.#previous === 'RETURNS' || this.#previous === 'CHARACTER') return
    if (!BODY_STARTS.has(word)) return
    this.#part = 'body'
    this.#body.word(word, offset)
  }
}
