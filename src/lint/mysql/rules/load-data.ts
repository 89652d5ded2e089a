import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const loadData: Rule<WordedScene> = {
  id: 'load-data',
  severity: 'warning',
  title: 'LOAD DATA or LOAD XML',
  problem:
    'The file is one of the server’s machine, or with LOCAL one of whoever runs the migration, and with LOCAL a server can ask for any file of theirs; drivers and servers refuse it unless they are set up for it.',
  safe: `INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('CH', 'Switzerland');`,
  allow: 'The file is there wherever the migration runs, and LOCAL is allowed on both sides.',
  check({ words }) {
    const [first, second] = words
    if (first?.word !== 'LOAD' || !['DATA', 'XML'].includes(second?.word ?? '')) return []
    const isLocal = words.slice(2, 5).some(({ word }) => word === 'LOCAL')
    return [
      {
        message: isLocal
          ? 'The file must be there on the machine that runs the migration, and both sides must allow LOCAL.'
          : 'The file must be there on the machine of the server.',
      },
    ]
  },
}
