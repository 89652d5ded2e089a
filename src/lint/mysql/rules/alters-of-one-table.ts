import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const altersOfOneTable: Rule<WordedScene> = {
  id: 'alters-of-one-table',
  severity: 'warning',
  title: 'Several ALTER TABLE of one table, one after the other',
  problem:
    'Each one commits by itself and may write the whole table anew. As one statement they take effect together or not at all, and the table is gone through once.',
  safe: 'ALTER TABLE users ADD COLUMN city text, ADD COLUMN country text;',
  allow:
    'They must not be one, for instance since one of them is done at once and the other is not.',
  check({ deed, tables, earlier, statement }) {
    const last = earlier.at(-1)
    if (deed.kind !== 'alter table' || last?.deed.kind !== 'alter table') return []
    const { table, alterations } = deed
    if (last.deed.table.key !== table.key || tables.isNew(table)) return []
    const both = [...last.deed.alterations, ...alterations]
    if (!both.every(({ kind }) => SIMPLE.has(kind))) return []
    const before = last.statement.text
    const clauses = statement.text.slice(alterations[0]?.at ?? 0)
    return [
      {
        message: `This and the ALTER TABLE before it change ${table.shown} one after the other, and if this one fails the other stays.`,
        safe: /--|#|\/\*/.test(before) ? undefined : `${before},\n  ${clauses};`,
      },
    ]
  },
}

/** Clauses that stand beside others, and do not build on the one before. */
const SIMPLE: ReadonlySet<string> = new Set([
  'add column',
  'drop column',
  'add constraint',
  'drop index',
  'set default',
])
