import { spelledWords, type Grammar, type SpelledWord } from '#sql'

/** A statement that changes a table or its indexes, and that a server can be asked to do in a certain way. */
export type TableChange = {
  /** The table as the statement spells it. */
  readonly table: string
  /** Its own name, as names are compared. */
  readonly key: string
  /** Whether the statement says itself how it is to be done. */
  readonly isSaid: boolean
  /** The statement with a clause such as `ALGORITHM=INPLACE, LOCK=NONE`. */
  with(clause: string): string
}

/** No statement that can be asked about is longer. */
const MOST_WORDS = 20_000

/** Reads an ALTER TABLE, CREATE INDEX or DROP INDEX; undefined for another statement. */
export function tableChangeIn(text: string, grammar: Grammar): TableChange | undefined {
  const words = spelledWords(text, grammar, MOST_WORDS)
  const isSaid = words.some(
    ({ word }, at) =>
      (word === 'ALGORITHM' || word === 'LOCK') && /^(?:=|[A-Z]+)$/.test(words[at + 1]?.word ?? ''),
  )
  if (words[0]?.word !== 'ALTER') return indexChangeIn(text, words, isSaid)
  const at = words.findIndex(({ word }) => word === 'TABLE')
  if (at === -1 || at > 3) return undefined
  const from = words[at + 1]?.word === 'IF' ? at + 3 : at + 1
  const name = nameAt(words, from)
  const next = words[behindWait(words, name.end)]
  if (next === undefined) return undefined
  const [head, rest] = [text.slice(0, next.at), text.slice(next.at)]
  const comma = next.word === 'PARTITION' ? '' : ','
  return { ...name, isSaid, with: (clause) => `${head}${clause}${comma} ${rest}` }
}

function indexChangeIn(
  text: string,
  words: readonly SpelledWord[],
  isSaid: boolean,
): TableChange | undefined {
  const verb = words[0]?.word
  const index = words.slice(0, 4).find(({ word }) => word === 'INDEX')
  const place = words.findIndex(({ word }) => word === 'ON')
  const on = words[place]
  if (index === undefined || on === undefined) return undefined
  const name = nameAt(words, place + 1)
  if (verb === 'CREATE')
    return { ...name, isSaid, with: (clause) => `${text} ${clause.replace(',', ' ')}` }
  if (verb !== 'DROP') return undefined
  // MariaDB takes no clause behind DROP INDEX, but behind the ALTER TABLE that is the same.
  const dropped = text.slice(index.at, on.at)
  return {
    ...name,
    isSaid,
    with: (clause) => `ALTER TABLE ${name.table} ${clause}, DROP ${dropped}`,
  }
}

/** A name, also one with dots, and the place behind it. */
function nameAt(
  words: readonly SpelledWord[],
  from: number,
): Pick<TableChange, 'table' | 'key'> & { readonly end: number } {
  let end = from + 1
  while (words[end]?.word === '.') end += 2
  const parts = words.slice(from, end).map(({ spelling }) => spelling)
  return { table: parts.join(''), key: keyOf(parts.at(-1) ?? ''), end }
}

/** MariaDB knows `WAIT 5` and `NOWAIT` behind the name. */
function behindWait(words: readonly SpelledWord[], at: number): number {
  const word = words[at]?.word
  return word === 'WAIT' ? at + 2 : word === 'NOWAIT' ? at + 1 : at
}

/** A name as names are compared: without its quotes, in small letters. */
export function keyOf(name: string): string {
  const bare = /^([`"])(.*)\1$/s.exec(name)?.[2] ?? name
  return bare.replace(/(``|"")/g, (two) => two.charAt(0)).toLowerCase()
}
