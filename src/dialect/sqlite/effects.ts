import { StatementWords } from '#sql'
import { INVISIBLE, REPEATABLE, type Effect } from '../effect.ts'

/** What can be seen later of a SQLite statement that ran outside a transaction: only VACUUM cannot run inside of one. */
export function effectOf(text: string): Effect {
  const words = new StatementWords(text, 'sqlite')
  return words.take('VACUUM') && !words.rest().includes('INTO') ? REPEATABLE : INVISIBLE
}
