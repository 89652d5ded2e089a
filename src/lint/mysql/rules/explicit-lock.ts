import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const explicitLock: Rule<WordedScene> = {
  id: 'explicit-lock',
  severity: 'warning',
  title: 'LOCK TABLES',
  problem:
    'It commits what is open, the locks are held until UNLOCK TABLES, whatever else the migration does, and no table but the locked ones can be used until then: not godwit’s own either.',
  safe: '',
  allow: 'What follows needs it and is short.',
  check({ words }) {
    const [first, second] = words
    const isLock =
      (first?.word === 'LOCK' && ['TABLE', 'TABLES'].includes(second?.word ?? '')) ||
      (first?.word === 'FLUSH' &&
        words
          .slice(-3)
          .map(({ word }) => word)
          .join(' ') === 'WITH READ LOCK')
    return isLock
      ? [{ message: 'The locks are held until UNLOCK TABLES, and others wait for them.' }]
      : []
  },
}
