import { bare } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Name } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'
import { isPredecessor, successorOf } from '../rebuild.ts'

export const rebuildLosesObjects: Rule<WordedScene> = {
  id: 'rebuild-loses-objects',
  severity: 'error',
  title: 'A rebuild that does not make the indexes and triggers of the table again',
  problem:
    'Indexes and triggers belong to the old table and go with it. Without a unique index the database takes duplicates from then on; without the others it only becomes slow, or stops doing what a trigger did.',
  safe: `PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (email);
PRAGMA foreign_keys = ON;`,
  allow: 'They are meant to go.',
  check(scene) {
    const { deed } = scene
    if (deed.kind !== 'drop' || deed.object !== 'table') return []
    return deed.names.flatMap((name) => {
      const isRebuilt = successorOf(scene, name) !== undefined || isPredecessor(scene, name)
      const lost = isRebuilt ? lostWith(scene, name) : []
      return lost.length === 0
        ? []
        : [
            {
              at: name.at,
              message: `With the old ${name.shown} go ${lost.join(', ')}, and nothing in this file makes them again.`,
            },
          ]
    })
  },
}

/** What belongs to a table and is made by no statement of the file. */
function lostWith({ tables, earlier, later }: WordedScene, name: Name): readonly string[] {
  const made = [...earlier, ...later].flatMap(({ deed }) => {
    if (deed.kind === 'create index')
      return [bare(deed.index.key), `(${deed.columns.join()}) ${deed.form === 'unique'}`]
    return deed.kind === 'create routine' ? [bare(deed.name.key)] : []
  })
  const successor = [...earlier].find(
    ({ deed }) => deed.kind === 'change' && deed.sources.map(bare).includes(bare(name.key)),
  )?.deed
  const columns = successor?.kind === 'change' ? tables.table(successor.table)?.columns : undefined
  const indexes = [...(tables.table(name)?.indexes ?? [])]
    .filter(([, { isApart }]) => isApart)
    .filter(([key, index]) => !made.includes(key) && !made.includes(signOf(index)))
    // An index of a column that the new table does not have is meant to go.
    .filter(([, index]) => index.columns.every((column) => columns?.has(column) ?? true))
    .map(([, { shown }]) => `the index ${shown}`)
  const triggers = tables
    .routines()
    .filter(({ object, table }) => object === 'trigger' && table === bare(name.key))
    .filter(({ shown }) => !made.includes(shown.toLowerCase()))
    .map(({ shown }) => `the trigger ${shown}`)
  return [...indexes, ...triggers]
}

function signOf({ columns, isUnique }: { columns: readonly string[]; isUnique: boolean }): string {
  return `(${columns.join()}) ${isUnique}`
}
