import { labelOf, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { attachmentSteps } from './changes-attachments.ts'
import { commentChange, optionChanges } from './changes-column-words.ts'
import { indexChoices, securityChanges } from './changes-create-table.ts'
import { indexSteps, type IndexedOn } from './changes-indexes.ts'
import { restingIndex } from './changes-keys.ts'
import { parentSteps, settled } from './changes-partitions.ts'
import { columnKeys, isRebuilt, tableKey, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { columnSteps, goesWith, lostColumns, uses } from './changes-table-columns.ts'
import { constraintSteps } from './changes-table-constraints.ts'
import { fullName } from './names.ts'

/** What makes one table of another of the same name. */
export function alterTable(scope: Scope, one: Table, after: Table): readonly Step[] {
  const before = settled(scope, one, after)
  const on: IndexedOn = {
    schema: after.schema,
    name: after.name,
    key: tableKey(after),
    parts: [...new Set([...columnKeys(before), ...columnKeys(after)])],
    isNew: false,
  }
  const lost = lostColumns(scope, before, after)
  const old = new Set(before.constraints.map(({ name }) => name))
  const taken = new Set(
    after.constraints
      .filter(({ name }) => !old.has(name))
      .map((constraint) => restingIndex(scope, after, constraint)?.name),
  )
  return [
    ...parentSteps(scope, before, after),
    ...columnSteps(scope, before, after),
    ...constraintSteps(scope, before, after, lost),
    ...indexSteps(
      scope,
      on,
      before.indexes.filter(
        (index) => !goesWith(index, lost, after.indexes) && !taken.has(index.name),
      ),
      after.indexes,
      (index) => isRebuilt(scope, index) || uses(index, lost.replaced),
      (index) => uses(index, lost.dropped),
    ),
    ...attachmentSteps(
      scope,
      on,
      [...before.attachments, ...before.triggers],
      [...after.attachments, ...after.triggers],
    ),
    ...settingSteps(before, after),
    ...indexChoices(after, before),
  ]
}

/** What is set for the table itself. */
function settingSteps(before: Table, after: Table): readonly Step[] {
  const [one, two] = [before.details ?? {}, after.details ?? {}]
  const alter = `ALTER TABLE ${fullName(after)}`
  const label = labelOf(after)
  const rewrite = hazard(
    'rewrite',
    'the table is written anew, and nobody reads or writes it meanwhile',
  )
  const changes: SchemaChange[] = [...securityChanges(after, before)]
  if (one['persistence'] !== two['persistence'])
    changes.push(
      change(
        `${alter} SET ${two['persistence'] ?? 'LOGGED'}`,
        two['persistence'] === undefined
          ? `lets ${label} survive a crash`
          : `lets ${label} be emptied by a crash`,
        [rewrite],
      ),
    )
  if (one['access'] !== two['access'])
    changes.push(
      change(
        `${alter} SET ACCESS METHOD ${two['access'] ?? 'heap'}`,
        `changes how ${label} is stored`,
        [rewrite],
      ),
    )
  changes.push(...optionChanges(alter, label, one['options'], two['options']))
  if (before.comment !== after.comment)
    changes.push(commentChange(`TABLE ${fullName(after)}`, label, after.comment))
  return changes.length === 0
    ? []
    : [{ rank: RANK.alterTable, changes, needs: [tableKey(after)], makes: [] }]
}
