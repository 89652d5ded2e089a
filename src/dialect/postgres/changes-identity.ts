import { labelOf, type Column, type Table } from '#schema'
import { needsValue } from './changes-retype.ts'
import { columnKey, relationName } from './changes-scope.ts'
import { countOn, identitySequence, outOfBounds, sequenceClauses } from './changes-sequences.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { identitySql } from './introspect-columns.ts'
import { fullName, nameSql } from './names.ts'

/** Begins or ends counting, or counts otherwise. */
export function identitySteps(table: Table, one: Column, two: Column): readonly Step[] {
  const label = `${labelOf(table)}.${two.name}`
  const alter = `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(two.name)}`
  const key = columnKey(table, two.name)
  const [before, after] = [one.details ?? {}, two.details ?? {}]
  if (two.identity === undefined) {
    if (one.identity === undefined) return []
    const name = { schema: table.schema, name: before['sequenceName'] ?? '' }
    const isBare = two.default === undefined && needsValue(two)
    const dropped = change(
      `${alter} DROP IDENTITY`,
      `lets ${label} count no longer`,
      isBare ? [hazard('old-clients', 'code that inserts rows without a value fails')] : [],
    )
    return [
      {
        rank: RANK.dropConstraint,
        changes: [dropped],
        makes: [`plain ${label}`],
        removes: [relationName(name)],
      },
    ]
  }
  const sequence = identitySequence(table, two.name)
  if (one.identity === undefined)
    return [
      {
        rank: RANK.alterTable,
        changes: [
          change(
            `${alter} ADD ${identitySql(two.identity, after['sequence'])}`,
            `makes ${label} an identity`,
          ),
          countOn(table, two.name, sequence, label, after['sequence']),
        ],
        makes: [`identity ${label}`],
        needs: [key, `not null ${label}`],
      },
    ]
  const clauses = [
    ...(one.identity === two.identity ? [] : [`SET GENERATED ${two.identity.toUpperCase()}`]),
    ...sequenceClauses(before['sequence'], after['sequence']).map((clause) => `SET ${clause}`),
  ]
  return clauses.length === 0
    ? []
    : [
        {
          rank: RANK.alterTable,
          changes: [
            ...outOfBounds(sequence, label, before['sequence'], after['sequence']),
            change(`${alter} ${clauses.join(' ')}`, `changes the identity ${label}`),
          ],
          makes: [],
          needs: [key],
        },
      ]
}
