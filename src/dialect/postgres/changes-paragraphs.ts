import { keyOf, labelOf, type SchemaObject, type Table } from '#schema'
import { apartFrom } from '../change-contract.ts'
import { constraintKey, tableKey, type Scope } from './changes-scope.ts'
import { RANK, type Step } from './changes-step.ts'

/** The new table that a sequence counts for, and stands with where what belongs together does. */
export function countedTable(
  { isByObject, from, to }: Scope,
  { kind, details }: SchemaObject,
): Table | undefined {
  const owner = details?.['owner'] ?? ''
  return isByObject && kind === 'sequence' && !from.tables.has(owner)
    ? to.tables.get(owner)
    : undefined
}

/** What makes a table, as one paragraph with its family of tables that inherit. Its foreign keys stand behind all tables. */
export function asTable(scope: Scope, table: Table, steps: readonly Step[]): readonly Step[] {
  if (!scope.isByObject) return steps
  const paragraph = tableKey(rootOf(scope, table))
  const foreignKeys = new Set(
    table.constraints
      .filter(({ references }) => references && labelOf(references.table) !== labelOf(table))
      .map((one) => constraintKey(table, one)),
  )
  const isOfKeys = ({ makes = [], needs = [] }: Step): boolean =>
    [...makes, ...needs].some((key) => foreignKeys.has(key))
  return steps.map((step) =>
    isOfKeys(step)
      ? inParagraph(apartFrom(table, 'foreign keys'), { ...step, rank: RANK.lastForeignKey })
      : inParagraph(paragraph, step),
  )
}

/** What makes an object. A sequence comes with the table that it counts for. */
export function asObject(
  scope: Scope,
  object: SchemaObject,
  steps: readonly Step[],
): readonly Step[] {
  if (!scope.isByObject) return steps
  const table = countedTable(scope, object)
  return table === undefined
    ? steps.map((step) => inParagraph(keyOf(object), step))
    : steps.map((step) =>
        inParagraph(tableKey(rootOf(scope, table)), {
          ...step,
          rank: Math.max(step.rank, RANK.createTable),
        }),
      )
}

/** What gives and takes privileges. */
export function asGrant(
  scope: Scope,
  { details = {} }: SchemaObject,
  steps: readonly Step[],
): readonly Step[] {
  const { thing } = details
  if (!scope.isByObject || thing === undefined) return steps
  const table = scope.to.tables.get(thing.slice('table '.length))
  const paragraph =
    thing.startsWith('table ') && table !== undefined
      ? apartFrom(table, 'privileges')
      : `privileges of ${thing}`
  return steps.map((step) => inParagraph(paragraph, step))
}

function inParagraph(paragraph: string, step: Step): Step {
  return {
    ...step,
    paragraph,
    changes: step.changes.map((one) => ({ ...one, paragraph })),
  }
}

function rootOf(scope: Scope, table: Table): Table {
  const [parent] = table.parents
  const above = parent && scope.to.tables.get(labelOf(parent))
  return above === undefined ? table : rootOf(scope, above)
}
