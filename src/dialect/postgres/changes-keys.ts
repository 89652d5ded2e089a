import { labelOf, type Constraint, type Index, type Table } from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import { constraintKey, hasIndex, isPartitioned, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql, shortName } from './names.ts'

/** What can stand against a constraint. */
export function failure(constraint: Constraint, table: Table): Hazard {
  const { kind, columns, references } = constraint
  switch (kind) {
    case 'primary key':
    case 'unique':
      return hazard(
        'may-fail',
        `fails where rows of ${labelOf(table)} have the same ${columns.join(', ')}`,
      )
    case 'foreign key':
      return hazard(
        'may-fail',
        `fails where rows of ${labelOf(table)} have no row in ${references === undefined ? 'the other table' : labelOf(references.table)}`,
      )
    case 'exclusion':
      return hazard('may-fail', `fails where rows of ${labelOf(table)} exclude each other`)
    case 'check':
    case 'not null':
      return hazard('may-fail', `fails where rows of ${labelOf(table)} do not meet it`)
  }
}

export function canRestOnIndex(table: Table, { kind, definition }: Constraint): boolean {
  return (
    (kind === 'primary key' || kind === 'unique') &&
    !isPartitioned(table) &&
    !definition.includes(' WITHOUT OVERLAPS')
  )
}

const SHAPE =
  /^(?:PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\(.*?\))( INCLUDE \(.*?\))?((?: NOT)? DEFERRABLE.*?)?( WITH \(.*\))?$/

/** What comes behind the table's name in CREATE INDEX, and what behind the index in ADD CONSTRAINT. */
function shapeOf({ definition }: Constraint): { readonly index: string; readonly when: string } {
  const [, nulls = '', columns = '', include = '', when = '', options = ''] =
    SHAPE.exec(definition) ?? []
  return { index: `${columns}${include}${nulls}${options}`, when }
}

/** A unique index that goes, and could be the constraint's. */
export function restingIndex(
  scope: Scope,
  table: Table,
  constraint: Constraint,
): Index | undefined {
  if (!canRestOnIndex(table, constraint)) return undefined
  const label = labelOf(table)
  const stays = new Set(scope.to.tables.get(label)?.indexes.map(({ name }) => name))
  const { index } = shapeOf(constraint)
  return scope.from.tables
    .get(label)
    ?.indexes.find(
      (one) =>
        one.isUnique &&
        one.isValid &&
        !stays.has(one.name) &&
        one.details?.['body'] === `USING btree ${index}`,
    )
}

function wordsOf({ kind }: Constraint): string {
  return kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE'
}

/** The index that is there becomes the constraint's in a moment. */
export function onIndex(
  table: Table,
  constraint: Constraint,
  index: Index,
  needs: readonly string[],
  makes: readonly string[],
): Step {
  const label = `${labelOf(table)}.${constraint.name}`
  return {
    rank: RANK.addConstraint,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} ADD CONSTRAINT ${nameSql(constraint.name)} ${wordsOf(constraint)} USING INDEX ${nameSql(index.name)}${shapeOf(constraint).when}`,
        `makes the index ${labelOf(table)}.${index.name} the constraint ${label}`,
      ),
    ],
    makes,
    needs,
  }
}

/** An index is built while others go on, and becomes the constraint's in a moment. */
export function byIndex(
  table: Table,
  constraint: Constraint,
  needs: readonly string[],
  makes: readonly string[],
): Step {
  const { name } = constraint
  return {
    rank: RANK.index,
    changes: [buildKey(table, constraint, name), useKey(table, constraint, name)],
    makes,
    needs,
  }
}

function buildKey(table: Table, constraint: Constraint, index: string): SchemaChange {
  return change(
    `CREATE UNIQUE INDEX CONCURRENTLY ${nameSql(index)} ON ${fullName(table)} ${shapeOf(constraint).index}`,
    `creates the index of the constraint ${labelOf(table)}.${constraint.name} while others go on`,
    [failure(constraint, table)],
    'alone',
  )
}

function useKey(table: Table, constraint: Constraint, index: string): SchemaChange {
  return change(
    `ALTER TABLE ${fullName(table)} ADD CONSTRAINT ${nameSql(constraint.name)} ${wordsOf(constraint)} USING INDEX ${nameSql(index)}${shapeOf(constraint).when}`,
    `makes the index the constraint ${labelOf(table)}.${constraint.name}`,
  )
}

/** A key that changes is never missing: the new index is there before the old key goes. Undefined where that cannot be. */
export function swapKey(
  scope: Scope,
  table: Table,
  one: Constraint,
  two: Constraint,
  needs: readonly string[],
): readonly Step[] | undefined {
  if (!scope.isOnline || !canRestOnIndex(table, two) || !hasIndex(one)) return undefined
  const key = constraintKey(table, two)
  const aside = shortName(table.name, two.name, 'new')
  return [
    {
      rank: RANK.index,
      changes: [buildKey(table, two, aside)],
      makes: [`built ${key}`],
      needs: needs.filter((need) => need !== key),
    },
    {
      rank: RANK.addConstraint,
      changes: [
        change(
          `ALTER TABLE ${fullName(table)} DROP CONSTRAINT ${nameSql(one.name)}`,
          `drops the constraint ${labelOf(table)}.${one.name} as it was`,
        ),
        useKey(table, two, aside),
      ],
      makes: [key, `gone ${key}`],
      removes: [key],
      needs: [`built ${key}`],
    },
  ]
}
