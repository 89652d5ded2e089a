import type { Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { relationName, relationsOf } from '../names.ts'

export const partitionLocks: Rule = {
  id: 'partition-locks',
  severity: 'warning',
  title: 'A partition that is made or taken away under a lock on the parent',
  problem:
    'CREATE TABLE … PARTITION OF takes an ACCESS EXCLUSIVE lock on the parent; a table that is attached takes a lock that lets reads and writes go on. DETACH without CONCURRENTLY (PostgreSQL 14 and newer) locks parent and partition.',
  safe: `CREATE TABLE events_2027 (LIKE events INCLUDING ALL);
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;`,
  allow: 'The parent is hardly used.',
  about: ['CreateStmt', 'AT_DetachPartition'],
  check({ tree, schema, statement }) {
    if ('CreateStmt' in tree) {
      const { partbound, inhRelations } = tree.CreateStmt
      const [parent] = relationsOf(inhRelations)
      if (partbound === undefined || parent === undefined || schema.isNew(parent)) return []
      return [
        {
          message: `Nobody reads or writes ${relationName(parent)} while the partition is made (lock ACCESS EXCLUSIVE). Make a table with LIKE and attach it.`,
        },
      ]
    }
    return alterations(tree, 'AT_DetachPartition').flatMap(({ table, command: { def } }) => {
      const isConcurrent = def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent
      if (isConcurrent || schema.isNew(table)) return []
      return [
        {
          message: `Nobody reads or writes ${relationName(table)} and the partition while it is taken away (lock ACCESS EXCLUSIVE).`,
          safe: `${statement.text} CONCURRENTLY;`,
        },
      ]
    })
  },
}
