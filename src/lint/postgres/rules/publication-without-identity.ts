import type { Hit, Rule, Scene } from '../../rule.ts'
import { alterations, constraintOf } from '../alterations.ts'
import { shownName } from '../names.ts'
import {
  type Changes,
  changesSentFrom,
  changesSentOf,
  hasIdentity,
  hasKey,
  identityBy,
  publicationAfter,
} from '../publications.ts'
import { familyOf, type Table } from '../relations.ts'

export const publicationWithoutIdentity: Rule = {
  id: 'publication-without-identity',
  severity: 'error',
  title: 'A table without a key in a publication that sends changed rows',
  problem:
    'PostgreSQL refuses every UPDATE and DELETE of such a table (55000): other servers could not tell which row is meant. The migration itself succeeds, the application fails. The same happens when the key of a table that is sent goes.',
  safe: `ALTER TABLE visits REPLICA IDENTITY FULL;
CREATE PUBLICATION changes FOR TABLE visits;
-- or a primary key, or REPLICA IDENTITY USING INDEX over a unique index`,
  allow: 'Rows of the table are only added.',
  about: [
    'CreatePublicationStmt',
    'AlterPublicationStmt',
    'AT_DropConstraint',
    'AT_ReplicaIdentity',
  ],
  check(scene) {
    const { schema, tree, statement } = scene
    const after = publicationAfter(schema, tree)
    if (after === undefined) return lost(scene)
    const sent = new Set(changesSentOf(schema, schema.publications.get(after.name)))
    const open = changesSentOf(schema, after.publication).filter(
      (table) => !sent.has(table) && !hasIdentity(table),
    )
    if (open.length === 0) return []
    const identities = open.map(
      ({ name }) => `ALTER TABLE ${shownName(name)} REPLICA IDENTITY FULL;\n`,
    )
    return [
      {
        message: refused(open, after.publication.changes),
        safe: `${identities.join('')}${statement.text};`,
      },
    ]
  },
}

/** A long list is cut. */
const MOST_NAMES = 6

function refused(tables: readonly Table[], changes: Changes): string {
  const names = tables.slice(0, MOST_NAMES).map(({ name }) => shownName(name))
  const more = tables.length > names.length ? ` and ${tables.length - names.length} more` : ''
  return `From then on every ${changes} of ${names.join(', ')}${more} fails: changed rows are sent to other servers, and nothing tells them apart (no primary key, no REPLICA IDENTITY).`
}

/** Tables that are sent already, and whose rows cannot be told apart any more. */
function lost({ tree, schema }: Scene): readonly Hit[] {
  const clauses = alterations(tree)
  const table = schema.table(clauses[0]?.table)
  if (table === undefined) return []
  const commands = clauses.map(({ command }) => command)
  const set = commands.findLast(({ subtype }) => subtype === 'AT_ReplicaIdentity')
  const addsKey = commands.some((each) => constraintOf(each)?.contype === 'CONSTR_PRIMARY')
  const dropsKey = commands.some(
    ({ subtype, name = '' }) =>
      subtype === 'AT_DropConstraint' && table.constraints.get(name)?.kind === 'primary',
  )
  const open = familyOf(table).filter((member) => {
    if (changesSentFrom(schema, member) === '' || !hasIdentity(member)) return false
    const identity = member === table && set !== undefined ? identityBy(set) : member.identity
    if (identity !== undefined && identity !== 'key') return identity === 'nothing'
    return !addsKey && (dropsKey || !hasKey(member))
  })
  const [first] = open
  return first === undefined ? [] : [{ message: refused(open, changesSentFrom(schema, first)) }]
}
