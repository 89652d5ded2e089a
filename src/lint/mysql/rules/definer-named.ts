import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const definerNamed: Rule<WordedScene> = {
  id: 'definer-named',
  severity: 'warning',
  title: 'DEFINER = somebody',
  problem:
    'A view, trigger or routine runs with the rights of its definer. A user who is not there on another server makes it fail when it is used, and naming another user than oneself needs rights that a migration should not have.',
  safe: 'CREATE SQL SECURITY INVOKER VIEW active_users AS SELECT id FROM users WHERE active;',
  allow: 'The user is there on every server, and is meant to.',
  check({ deed }) {
    if (deed.kind !== 'create routine' || deed.definer === undefined) return []
    const { definer, object, name } = deed
    return definer.key === 'current_user'
      ? []
      : [
          {
            at: definer.at,
            message: `The ${object} ${name.shown} only works where the user ${definer.shown} is.`,
          },
        ]
  },
}
