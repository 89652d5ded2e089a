import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const dropSchema: Rule<WordedScene> = {
  id: 'drop-schema',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP SCHEMA or DROP DATABASE',
  problem: 'Everything in it is gone for good.',
  safe: '',
  allow: 'The database is empty, or its data is not needed.',
  check({ deed }) {
    if (deed.kind !== 'drop' || !['database', 'schema'].includes(deed.object)) return []
    return deed.names.map(({ shown, at }) => ({
      at,
      message: `The whole database ${shown} is lost.`,
    }))
  },
}
