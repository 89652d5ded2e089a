import type { Hit, Rule } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { quoted, relationName, shownName } from '../names.ts'

export const dropPrimaryKey: Rule = {
  id: 'drop-primary-key',
  severity: 'error',
  title: 'A primary key that is dropped without a new one',
  problem:
    'Rows can no longer be told apart: logical replication refuses UPDATE and DELETE, and nothing keeps the same key from being written twice.',
  safe: `CREATE UNIQUE INDEX CONCURRENTLY orders_new_id ON orders (new_id);
ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY USING INDEX orders_new_id;`,
  allow: 'The table is about to be dropped.',
  about: ['AT_DropConstraint'],
  check({ tree, schema }) {
    const hasNew = alterations(tree, 'AT_AddConstraint').some(
      ({ command }) => constraintOf(command)?.contype === 'CONSTR_PRIMARY',
    )
    if (hasNew) return []
    return alterations(tree, 'AT_DropConstraint').flatMap(({ table, command }): Hit[] => {
      const constraint = schema.table(table)?.constraints.get(command.name ?? '')
      if (constraint?.kind !== 'primary' || schema.isNew(table)) return []
      return [
        {
          message: `Rows of ${relationName(table)} can no longer be told apart. Drop the key and add the new one in the same statement.`,
        },
      ]
    })
  },
}

export const dropForeignKey: Rule = {
  id: 'drop-foreign-key',
  severity: 'warning',
  title: 'DROP CONSTRAINT of a foreign key',
  problem:
    'Both tables are locked (ACCESS EXCLUSIVE), also the one that is only referred to. From then on rows can refer to what is not there.',
  safe: '',
  allow: 'The application keeps the tables together by itself, or one of them goes soon.',
  about: ['AT_DropConstraint'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_DropConstraint').flatMap(({ table, command }): Hit[] => {
      const constraint = schema.table(table)?.constraints.get(command.name ?? '')
      if (constraint?.kind !== 'foreign' || schema.isNew(table)) return []
      const { references } = constraint
      const isOwn = references === schema.table(table)
      const other = references === undefined ? 'the other table' : shownName(references.name)
      return [
        {
          message: `Nobody reads or writes ${relationName(table)}${isOwn ? '' : ` and ${other}`} until the transaction ends (lock ACCESS EXCLUSIVE), and nothing keeps ${quoted(command.name ?? '')} true any more.`,
        },
      ]
    })
  },
}
