import { alterationsOf } from '../../reading/alteration.ts'
import type { ColumnText } from '../../reading/column.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import { hasWord } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const preferStrict: Rule<WordedScene> = {
  id: 'prefer-strict',
  severity: 'off',
  title: 'CREATE TABLE without STRICT',
  problem:
    'A column takes values of any type, whatever its own says: a text in an integer column is kept as text. A STRICT table refuses it (SQLite 3.37 and newer).',
  safe: 'CREATE TABLE users (id integer PRIMARY KEY, age integer) STRICT;',
  allow: 'Older versions of SQLite read the file, or the types are only a hint.',
  check({ deed }) {
    if (deed.kind !== 'create table' || deed.copies !== undefined || deed.isTemporary) return []
    return hasWord(deed.options, 'STRICT')
      ? []
      : [{ message: `${deed.table.shown} takes values of any type in every column.` }]
  },
}

export const typeAffinity: Rule<WordedScene> = {
  id: 'type-affinity',
  severity: 'off',
  title: 'A type whose name makes numbers of texts',
  problem:
    'SQLite goes by the letters in a type: CHAR, CLOB and TEXT keep texts, INT makes integers, REAL, FLOA and DOUB floating-point numbers, and any other name numbers where it can: in a column of type STRING the text 007 becomes the number 7.',
  safe: 'CREATE TABLE users (phone text);',
  allow: 'The values are numbers.',
  check({ deed }) {
    return columnsOf(deed).flatMap(({ name, type }) =>
      TEXTS.test(type)
        ? [
            {
              at: name.at,
              message: `${name.shown} is of type ${type}, which makes numbers of texts that look like some; write text.`,
            },
          ]
        : [],
    )
  },
}

/** Names that mean texts, without the letters that SQLite looks for. */
const TEXTS = /^(string|str|uuid|guid|json|email|phone|url|enum|set)\b/

export const banAutoincrement: Rule<WordedScene> = {
  id: 'ban-autoincrement',
  severity: 'off',
  title: 'AUTOINCREMENT',
  problem:
    'An integer primary key counts up by itself. AUTOINCREMENT only adds that the number of a deleted row is never given again, for which SQLite writes another table with every insert.',
  safe: 'CREATE TABLE users (id integer PRIMARY KEY);',
  allow: 'Numbers of deleted rows must not be given again.',
  check({ deed }) {
    return columnsOf(deed)
      .filter(({ countsUp }) => countsUp)
      .map(({ name }) => ({
        at: name.at,
        message: `${name.shown} counts up without AUTOINCREMENT, too.`,
      }))
  },
}

function columnsOf(deed: WordedScene['deed']): readonly ColumnText[] {
  if (deed.kind === 'create table') return deed.columns
  return alterationsOf(deed, 'add column').map(({ alteration }) => alteration.column)
}
