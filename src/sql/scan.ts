import { clientCommand } from './client-command.ts'
import { copyDataAt } from './copy-data.ts'
import { delimiterAt, refuseLateDelimiter } from './delimiter.ts'
import type { Grammar, LexicalFacts, StatementShape } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'
import { isBlank, Lexer } from './lexer.ts'
import type { Range } from './range.ts'
import { unclosedBlock, unclosedToken } from './unclosed.ts'
import { type Place, unreadable } from './unreadable.ts'

/** A statement, without the blanks and comments around it; `data` are the lines of a COPY. */
export type RawStatement = Range & { readonly data?: Range }

/** A line comment that speaks to godwit, and where it stands. */
export type Note = Range & {
  /** `own line` between statements, `inside` a statement on a line of its own, or `beside` something else. */
  readonly place: 'own line' | 'inside' | 'beside'
  /** How many statements are complete above it. */
  readonly statementsAbove: number
}

/** A text taken apart. */
export type Scan = { readonly statements: readonly RawStatement[]; readonly notes: readonly Note[] }

const LONGEST_KEYWORD = 12
const MARK = /^(?:--|#)[ \t]*godwit[ \t]*:[ \t]*(?:up|down)(?![\w-])/i
const BACKSLASH = 92
const AT_SIGN = 64
const DOT = 46

/**
 * Finds the statements of a text, and the comments that name godwit. A mark of a section (`-- godwit:up`) also
 * ends a statement that lacks its semicolon.
 * @throws GodwitError `GODWIT_SQL_UNREADABLE` with file, line and column of what is never closed or is no SQL
 */
export function scan(text: string, grammar: Grammar, source: string): Scan {
  return scanBy(GRAMMARS[grammar], text, source)
}

/** The same by the facts of a language. */
export function scanBy(facts: LexicalFacts, text: string, source: string): Scan {
  const nul = text.indexOf('\0')
  if (nul !== -1) {
    throw unreadable({ source, text, offset: nul }, 'there is a NUL character in the text.', [
      'Remove the character, or save the file as UTF-8: an editor may have written it as UTF-16.',
    ])
  }
  return new Scanner(text, facts, source).run()
}

/** Whether a line comment is `-- godwit:up` or `-- godwit:down`. */
export function isSectionMark(comment: string): boolean {
  return MARK.test(comment)
}

class Scanner {
  readonly #text: string
  readonly #facts: LexicalFacts
  readonly #source: string
  readonly #lexer: Lexer
  readonly #statements: RawStatement[] = []
  readonly #notes: Note[] = []
  readonly #hasNotes: 'yes' | 'no'
  #shape: StatementShape
  /** Where the statement being read starts and ends so far; -1: none is. */
  #start = -1
  #end = -1
  /** Whether the statement holds more than hints. */
  #substance: 'yes' | 'no' = 'no'
  /** The code of the last token if it was a symbol. */
  #symbol = 0

  constructor(text: string, facts: LexicalFacts, source: string) {
    this.#text = text
    this.#facts = facts
    this.#source = source
    this.#lexer = new Lexer(text, facts)
    this.#shape = facts.watch()
    this.#hasNotes = /godwit/i.test(text) ? 'yes' : 'no'
  }

  run(): Scan {
    while (this.#lexer.next()) {
      this.#take()
      if (this.#start !== -1 && !this.#shape.listening) this.#passOver()
    }
    if (this.#lexer.codeDepth > 0) {
      const sentence = 'the comment that opens here is never closed.'
      throw unreadable(this.#at(this.#lexer.codeStart), sentence, ['Add */ where it ends.'])
    }
    const block = this.#start === -1 ? undefined : this.#shape.openBlock()
    if (block !== undefined && !this.#shape.ends()) {
      throw unclosedBlock(block, this.#facts.language, this.#at(block.offset))
    }
    this.#flush()
    return { statements: this.#statements, notes: this.#notes }
  }

  #take(): void {
    const { start, end, kind } = this.#lexer
    switch (kind) {
      case 'blank':
      case 'comment':
        return
      case 'line comment':
        return this.#lineComment(start, end)
      case 'unclosed':
        throw unclosedToken(this.#lexer, this.#at(start))
      case 'end':
        return this.#terminator(start, end)
      case 'word':
        return this.#word(start, end)
      case 'symbol':
        return this.#takeSymbol(start, end)
      case 'hint':
        return this.#extend(start, end, this.#substance)
      case 'code open':
      case 'code close':
        return this.#extend(start, end, 'yes')
      case 'name':
      case 'string':
      case 'number':
        this.#extend(start, end, 'yes')
        return this.#shape.literal()
    }
  }

  #passOver(): void {
    const end = this.#lexer.passOver()
    if (end !== -1) this.#extend(this.#start, end, 'yes')
  }

  #word(start: number, end: number): void {
    const facts = this.#facts
    const qualified = this.#symbol === DOT || this.#symbol === AT_SIGN
    const listening = this.#shape.listening || this.#start === -1
    const word =
      listening && !qualified && end - start <= LONGEST_KEYWORD
        ? this.#text.slice(start, end).toUpperCase()
        : ''
    if (this.#start === -1) {
      if (word === 'DELIMITER' && facts.delimiterLines === 'yes') return this.#delimiter(end)
      if (facts.commandWords.includes(word)) throw clientCommand(facts.language, this.#at(start))
    } else if (this.#lexer.terminator !== ';') {
      refuseLateDelimiter(this.#at(start), this.#lexer.terminator)
    }
    this.#extend(start, end, 'yes')
    if (word === '') this.#shape.literal()
    else this.#shape.word(word, start)
  }

  #takeSymbol(start: number, end: number): void {
    const code = this.#text.charCodeAt(start)
    if (code === BACKSLASH || code === DOT) this.#refuseCommand(start, code)
    this.#extend(start, end, 'yes')
    this.#symbol = code
    this.#shape.symbol(code)
  }

  #refuseCommand(start: number, code: number): void {
    const { language, commandMark } = this.#facts
    if (code !== commandMark.charCodeAt(0)) return
    const next = this.#text.slice(start + 1, start + 2)
    if (language === 'sqlite' && (this.#start !== -1 || !/[a-z]/i.test(next))) return
    // MySQL writes NULL as \N, too.
    if (language === 'mysql' && next === 'N') return
    throw clientCommand(language, this.#at(start))
  }

  #terminator(start: number, end: number): void {
    if (this.#start === -1) return
    const isDefault = this.#lexer.terminator === ';'
    const inside = this.#lexer.codeDepth > 0 || !this.#shape.ends()
    if (isDefault && inside) {
      this.#extend(start, end, 'yes')
      return this.#shape.symbol(59)
    }
    const dataFollows = this.#shape.dataFollows()
    this.#flush(dataFollows ? this.#copyData(end) : undefined)
  }

  #copyData(from: number): Range {
    const place = this.#at(this.#start)
    const { data, after } = copyDataAt(this.#text, from, place)
    this.#lexer.moveTo(after)
    return data
  }

  #delimiter(wordEnd: number): void {
    const { terminator, after } = delimiterAt(this.#text, wordEnd, this.#at(this.#lexer.start))
    this.#lexer.terminator = terminator
    this.#lexer.moveTo(after)
  }

  #lineComment(start: number, end: number): void {
    if (this.#hasNotes === 'no' || this.#lexer.codeDepth > 0) return
    const comment = this.#text.slice(start, end)
    if (!/godwit/i.test(comment)) return
    const alone = standsAlone(this.#text, start)
    if (alone && isSectionMark(comment)) this.#flush()
    const place = !alone ? 'beside' : this.#start === -1 ? 'own line' : 'inside'
    this.#notes.push({ start, end, place, statementsAbove: this.#statements.length })
  }

  #extend(start: number, end: number, substance: 'yes' | 'no'): void {
    if (this.#start === -1) this.#start = start
    this.#end = end
    this.#substance = substance
    this.#symbol = 0
  }

  #flush(data?: Range): void {
    const dataMissing = data === undefined && this.#start !== -1 && this.#shape.dataFollows()
    if (dataMissing) copyDataAt(this.#text, this.#text.length, this.#at(this.#start))
    if (this.#substance === 'yes') {
      const statement = { start: this.#start, end: this.#end }
      this.#statements.push(data === undefined ? statement : { ...statement, data })
    }
    if (this.#start !== -1) this.#shape = this.#facts.watch()
    this.#start = -1
    this.#substance = 'no'
    this.#symbol = 0
  }

  #at(offset: number): Place {
    return { source: this.#source, text: this.#text, offset }
  }
}

/** Whether nothing but blanks stands before a place on its line. */
function standsAlone(text: string, offset: number): boolean {
  let at = offset - 1
  while (at >= 0 && text[at] !== '\n' && text[at] !== '\r' && isBlank(text.charCodeAt(at))) at--
  return at < 0 || text[at] === '\n' || text[at] === '\r'
}
