import type { Connection } from '#dialect'
import { spelledWords } from '#sql'
import type { Reach, ReachOf } from '../reach.ts'

/** What a statement of SQLite does to other files. */
export function sqliteReach({ dialect }: Connection): Promise<ReachOf> {
  return Promise.resolve((text) => {
    const [first, ...rest] = spelledWords(text, dialect.grammar, 8)
    if (first?.word === 'ATTACH') {
      const path = rest[0]?.word === 'DATABASE' ? rest.slice(1) : rest
      return isMemory(path.map(({ spelling }) => spelling)) ? undefined : reach('opens')
    }
    const isCopy = first?.word === 'VACUUM' && rest.some(({ word }) => word === 'INTO')
    return isCopy ? reach('writes') : undefined
  })
}

/** What begins with such a text may go on with `||`. */
function isMemory([path = '', next]: readonly string[]): boolean {
  return /^(['"])(?::memory:)?\1$/.test(path) && next?.toUpperCase() === 'AS'
}

function reach(verb: string): Reach {
  return {
    does: `${verb} another file`,
    changes: 'that file',
    inMigration: [
      "Take the statement out, then run the command again: a migration changes the database that it is run on, and can attach ':memory:' besides.",
    ],
    inSchema: (shown) => `Take the statement out of ${shown}, then run the command again.`,
  }
}
