import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { isImplied } from '../footprint-partition.ts'
import { relationName, shownName } from '../names.ts'

export const attachScansPartition: Rule = {
  id: 'attach-scans-partition',
  severity: 'error',
  title: 'ATTACH PARTITION without a CHECK that says the same',
  problem:
    'Every row of the table that is attached is checked under an ACCESS EXCLUSIVE lock on it, unless a valid CHECK says what the bounds say. Where the parent has a default partition, that one is locked and read as well.',
  safe: `ALTER TABLE events_2027 ADD CONSTRAINT bounds CHECK (at IS NOT NULL AND at >= '2027-01-01' AND at < '2028-01-01') NOT VALID;
-- in a later migration:
ALTER TABLE events_2027 VALIDATE CONSTRAINT bounds;
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE events_2027 DROP CONSTRAINT bounds;`,
  allow: 'The table is small, or nobody uses it yet.',
  about: ['AT_AttachPartition'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AttachPartition').flatMap(({ table, command: { def } }): Hit[] => {
      if (def === undefined || !('PartitionCmd' in def)) return []
      const { name, bound } = def.PartitionCmd
      const parent = schema.table(table)
      const rest = parent?.defaultPartition
      const hits: Hit[] = []
      if (
        name !== undefined &&
        !schema.isNew(name) &&
        !isImplied(parent, schema.table(name), bound)
      )
        hits.push({
          message: `Nobody reads or writes ${relationName(name)} while every row of it is checked against the bounds (lock ACCESS EXCLUSIVE). A valid CHECK that says the same, with the column NOT NULL, makes that needless.`,
        })
      if (rest !== undefined && !schema.isNew(rest.name))
        hits.push({
          message: `Nobody reads or writes the default partition ${shownName(rest.name)} while every row of it is checked (lock ACCESS EXCLUSIVE).`,
        })
      return hits
    })
  },
}
