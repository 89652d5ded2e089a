import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const secretInSql: Rule<WordedScene> = {
  id: 'secret-in-sql',
  severity: 'error',
  title: 'A password in a migration',
  problem:
    'Migrations are kept in version control and on every machine that runs them, and servers write their statements to logs.',
  safe: `CREATE USER app IDENTIFIED BY RANDOM PASSWORD;
-- MySQL; or make the user outside of migrations`,
  allow: 'It is a password of a database for tests alone.',
  check({ words }) {
    if (!['CREATE', 'ALTER', 'GRANT', 'SET', 'CHANGE'].includes(words[0]?.word ?? '')) return []
    const at = words.find((_, index) => isPassword(words, index))?.at
    return at === undefined ? [] : [{ at, message: 'Everybody who can read the file knows it.' }]
  },
}

/** Whether a string is a password: behind `IDENTIFIED BY`, `AS`, `SET PASSWORD … =` and the like. */
function isPassword(words: WordedScene['words'], index: number): boolean {
  const { word, spelling = '' } = words[index] ?? {}
  if (word !== "'" || spelling.length <= 2) return false
  const [before, last] = [words[index - 2]?.word, words[index - 1]?.word]
  if (last === 'BY') return before === 'IDENTIFIED' || isPlugin(words, index - 2)
  if (last === 'AS' || last === 'USING') return isPlugin(words, index - 2)
  if (last === '=')
    return before === 'MASTER_PASSWORD' || before === 'SOURCE_PASSWORD' || isSetPassword(words)
  return (last === '(' && before === 'PASSWORD') || (last === 'PASSWORD' && before === ',')
}

/** `IDENTIFIED WITH plugin`, MariaDB: `IDENTIFIED VIA plugin`. */
function isPlugin(words: WordedScene['words'], plugin: number): boolean {
  return (
    ['WITH', 'VIA'].includes(words[plugin - 1]?.word ?? '') &&
    words[plugin - 2]?.word === 'IDENTIFIED'
  )
}

function isSetPassword(words: WordedScene['words']): boolean {
  return words[0]?.word === 'SET' && words[1]?.word === 'PASSWORD'
}
