import type { Hit, Rule } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { changeOfType } from '../column-change.ts'
import { quoted, relationName } from '../names.ts'

export const columnTypeTimeZone: Rule = {
  id: 'column-type-time-zone',
  severity: 'warning',
  title: 'timestamp to timestamptz, or back, in whatever time zone the session has',
  problem:
    'The values are read in the time zone of the session that runs the migration: with another one they mean other moments. In UTC the rows stay as they are, in any other zone the table is written anew.',
  safe: `SET LOCAL TimeZone = 'UTC';
ALTER TABLE users ALTER COLUMN seen_at TYPE timestamptz;`,
  allow: 'Every server and role has the same time zone.',
  about: ['AT_AlterColumnType'],
  check({ tree, schema, statement, inTransaction }) {
    return alterations(tree, 'AT_AlterColumnType').flatMap(({ table, command }): Hit[] => {
      const known = schema.table(table)
      if (known === undefined || schema.timeZone !== undefined || schema.isNew(table)) return []
      if (columnOf(command)?.raw_default !== undefined) return []
      const { from = '', to } = changeOfType(schema, known, command)
      if (!isMoment(from) || !isMoment(to) || withZone(from) === withZone(to)) return []
      return [
        {
          message: `What the values of ${relationName(table)}.${quoted(command.name ?? '')} mean afterwards depends on the session's time zone, and outside of UTC the table is written anew.`,
          safe: inTransaction ? `SET LOCAL TimeZone = 'UTC';\n${statement.text};` : undefined,
        },
      ]
    })
  },
}

function isMoment(type: string): boolean {
  return /^timestamp(tz)?(\(\d\))?$/.test(type)
}

function withZone(type: string): boolean {
  return type.startsWith('timestamptz')
}
