import type { Rule } from '../../rule.ts'
import { domainScan } from '../footprint-rare.ts'
import { quoted, shownName } from '../names.ts'

export const domainScansTables: Rule = {
  id: 'domain-scans-tables',
  severity: 'error',
  title: 'A new condition of a domain that is checked in every table that uses it',
  problem:
    'ALTER DOMAIN … ADD CHECK, SET NOT NULL and VALIDATE CONSTRAINT read every table with a column of the domain in full, one after another, under SHARE locks that are all held until the end: writes to all of them wait.',
  safe: `ALTER DOMAIN email ADD CONSTRAINT email_has_at CHECK (value LIKE '%@%') NOT VALID;
-- a CHECK of each table can be validated while it is written; a domain's cannot`,
  allow: 'The tables are small.',
  about: ['AlterDomainStmt'],
  check({ tree, schema }) {
    if (!('AlterDomainStmt' in tree)) return []
    const { name, tables } = domainScan(schema, tree.AlterDomainStmt)
    const used = tables.filter((table) => !schema.isNew(table.name))
    if (used.length === 0) return []
    return [
      {
        message: `Writes to ${used.map((table) => shownName(table.name)).join(', ')} wait while every row is checked: they have columns of the domain ${quoted(name)} (lock SHARE).`,
      },
    ]
  },
}
