import type { RowChange } from '../../reading/deed.ts'
import type { Tables } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import { Words } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const doubleQuotedString: Rule<WordedScene> = {
  id: 'double-quoted-string',
  severity: 'error',
  title: 'A string in double quotes',
  problem:
    'Double quotes are for names. SQLite may take a name that does not exist for a string, but its drivers are built without that, Node’s own among them: the statement fails. Where it does not, a misspelt column silently becomes a text.',
  safe: `INSERT INTO plans (name) VALUES ('free');`,
  allow: 'Never: it does not do what it says.',
  check({ deed, statement, words, tables }) {
    if (!statement.text.includes('"') || deed.kind !== 'change') return []
    const found =
      deed.verb === 'insert' ? quotedValues(words) : quotedStrangers(words, tables, deed)
    return found.map(({ at, spelling, word }) => ({
      at,
      message: `${spelling} is a name here, and there is no column of it: write '${word.slice(1).replaceAll("'", "''")}'.`,
    }))
  },
}

type Text = WordedScene['words']

/** Names in quotes in the rows of an INSERT: no column can be meant there. */
function quotedValues(text: Text): Text {
  const words = new Words(text)
  while (!words.isDone && words.peek() !== 'VALUES') words.skip()
  if (!words.take('VALUES')) return []
  const found: Text[number][] = []
  do {
    const row = words.takeGroup() ?? []
    if (!row.some(({ word }) => word === 'SELECT')) found.push(...quotedAlone(row))
  } while (words.take(','))
  return found
}

/** Names in quotes in an UPDATE or DELETE of a table whose columns are all known, and which has none of that name. */
function quotedStrangers(text: Text, tables: Tables, { table: { key } }: RowChange): Text {
  const table = tables.table({ key })
  const isPlain = !text.some(({ word }) => ['SELECT', 'FROM', 'AS', 'WITH'].includes(word))
  const isDelete = text[0]?.word === 'DELETE'
  if (table === undefined || !table.isWhole || !(isPlain || isDelete)) return []
  if (isDelete && text.some(({ word }) => ['SELECT', 'AS', 'WITH'].includes(word))) return []
  return quotedAlone(text).filter(({ word }) => {
    const name = word.slice(1).toLowerCase()
    return name !== key && !table.columns.has(name)
  })
}

/** Names in quotes that are no part of another name, no function and no collation. */
function quotedAlone(words: Text): Text {
  return words.filter(({ spelling }, index) => {
    const before = words[index - 1]?.word
    const behind = words[index + 1]?.word
    const isPart = before === '.' || behind === '.'
    return spelling.startsWith('"') && !isPart && before !== 'COLLATE' && behind !== '('
  })
}
