import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const serverSetting: Rule<WordedScene> = {
  id: 'server-setting',
  severity: 'error',
  title: 'SET GLOBAL or SET PERSIST',
  problem:
    'It changes the whole server, for everybody and every database on it, needs rights that a migration should not have, and is in none of the others that the migration is for.',
  safe: 'SET SESSION lock_wait_timeout = 5;',
  allow: 'The server belongs to this database alone.',
  check({ deed }) {
    if (deed.kind !== 'set') return []
    return deed.settings
      .filter(({ isGlobal }) => isGlobal)
      .map(({ name }) => ({ message: `${name} changes for everybody on this server.` }))
  },
}
