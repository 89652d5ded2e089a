import {
  keyOf,
  labelOf,
  type Column,
  type ObjectName,
  type SchemaObject,
  type Table,
} from '#schema'
import { needsValue } from './changes-retype.ts'
import { columnKey, relationName, type Scope, type Side } from './changes-scope.ts'
import {
  countFurther,
  countOn,
  identitySequence,
  outOfBounds,
  sequenceClauses,
} from './changes-sequences.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { identitySql } from './introspect-columns.ts'
import { fullName, literalSql, nameSql, shortName } from './names.ts'

/** Begins or ends counting, or counts otherwise. */
export function identitySteps(
  scope: Scope,
  table: Table,
  one: Column,
  two: Column,
): readonly Step[] {
  const label = `${labelOf(table)}.${two.name}`
  const alter = `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(two.name)}`
  const key = columnKey(table, two.name)
  const [before, after] = [one.details ?? {}, two.details ?? {}]
  if (two.identity === undefined) {
    if (one.identity === undefined) return []
    const name = { schema: table.schema, name: before['sequenceName'] ?? '' }
    const heir = ownedSequence(scope.to, label)
    if (heir !== undefined && !scope.from.objects.has(keyOf(heir)))
      return handsOver(table, two, name, heir)
    const isBare = two.default === undefined && needsValue(two)
    const dropped = change(`${alter} DROP IDENTITY`, `lets ${label} count no longer`, [
      ...(isBare ? [hazard('old-clients', 'code that inserts rows without a value fails')] : []),
      hazard('data-loss', `where the identity of ${label} stands is lost`),
    ])
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
  if (one.identity === undefined) return [begins(scope, table, two)]
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

/** A sequence takes over from an identity: the one behind that stays, under another name, until it has. */
function handsOver(
  table: Table,
  { name }: Column,
  sequence: ObjectName,
  heir: SchemaObject,
): readonly Step[] {
  const label = `${labelOf(table)}.${name}`
  const aside = shortName(table.name, name, 'identity')
  const place = `${literalSql(fullName(table))}, ${literalSql(name)}`
  const { details } = heir
  return [
    {
      rank: RANK.rename,
      changes: [
        change(
          // The server gave it its name, and on another database that may be another one.
          `DO $$ BEGIN EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence(${place}) || ${literalSql(` RENAME TO ${nameSql(aside)}`)}; END $$`,
          `puts the sequence of the identity ${label} aside until the new one goes on`,
        ),
      ],
      makes: [`aside ${label}`],
      removes: [relationName(sequence)],
    },
    {
      rank: RANK.alterTable,
      changes: [
        countFurther(
          table,
          name,
          `${literalSql(fullName(heir))}::regclass`,
          { schema: sequence.schema, name: aside },
          details?.['options'],
        ),
        change(
          `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(name)} DROP IDENTITY`,
          `lets ${label} count no longer by itself`,
        ),
      ],
      makes: [`plain ${label}`],
      needs: [keyOf(heir), `aside ${label}`],
    },
  ]
}

/** A column becomes an identity, and counts on. */
function begins(scope: Scope, table: Table, { name, identity, details }: Column): Step {
  const label = `${labelOf(table)}.${name}`
  const owned = ownedSequence(scope.from, label)
  const sequence = identitySequence(table, name)
  const words = identity === undefined ? '' : identitySql(identity, details?.['sequence'])
  return {
    rank: RANK.alterTable,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(name)} ADD ${words}`,
        `makes ${label} an identity`,
      ),
      owned === undefined
        ? countOn(table, name, sequence, label, details?.['sequence'])
        : countFurther(table, name, sequence, owned, details?.['sequence']),
    ],
    makes: [`identity ${label}`],
    // Only then the column's sequence is that of the identity.
    needs: [columnKey(table, name), `not null ${label}`, `disowned ${label}`],
    holds: owned === undefined ? [] : [keyOf(owned)],
  }
}

/** The sequence that a column counted with. */
function ownedSequence({ objects }: Side, label: string): SchemaObject | undefined {
  return [...objects.values()].find(
    ({ kind, details = {} }) =>
      kind === 'sequence' && `${details['owner']}.${details['ownerPart']}` === label,
  )
}
