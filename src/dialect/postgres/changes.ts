import { labelOf, type Attachment, type Constraint, type Schema, type Table } from '#schema'
import type { SchemaChange, SchemaChanges } from '../change-contract.ts'
import { alterTable } from './changes-alter-table.ts'
import { dropAttachment } from './changes-attachments.ts'
import { dropConstraint } from './changes-constraints.ts'
import { createTable } from './changes-create-table.ts'
import { grantSteps, isGrant } from './changes-grants.ts'
import { hintsIn } from './changes-hints.ts'
import { dropIndex } from './changes-indexes.ts'
import { withLabelsApart } from './changes-labels.ts'
import { mergeRewrites } from './changes-merge.ts'
import { createObject, dropObject, objectSteps } from './changes-objects.ts'
import { asObject, asTable, countedTable } from './changes-paragraphs.ts'
import { leaveTable, leftTables } from './changes-partitions.ts'
import { unpublishing } from './changes-publications.ts'
import { rebuiltOf } from './changes-rebuild.ts'
import { inTheWay, rename } from './changes-rename.ts'
import { ringsAmong, type InRing } from './changes-rings.ts'
import {
  columnKey,
  columnKeys,
  constraintKey,
  needsOneAbout,
  settingsOf,
  sideOf,
  tableNames,
  uniqueKeys,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { renamedSequences, renameSequence } from './changes-sequences.ts'
import { change, hazard, inOrder, RANK, type Step } from './changes-step.ts'
import { reachable } from './changes-untouched.ts'
import { fullName } from './names.ts'

/** How a PostgreSQL schema is changed. */
export const changes: SchemaChanges = { between, rename, inTheWay }

function between(
  from: Schema,
  wanted: Schema,
  options?: Parameters<SchemaChanges['between']>[2],
): readonly SchemaChange[] {
  const settings = settingsOf(options)
  const { to, left } = reachable(from, wanted, settings.version)
  const [before, after] = [sideOf(from), sideOf(to)]
  const rebuilt = rebuiltOf(before, after, settings.version)
  const isInRing = ringsAmong(to.tables.filter((table) => !before.tables.has(labelOf(table))))
  const scope: Scope = { ...settings, from: before, to: after, ...rebuilt, isInRing }
  const steps = [...objectPart(scope, to), ...tablePart(scope, from, to), ...left]
  return together(withLabelsApart(mergeRewrites(inOrder(steps)), before, after))
}

/** What only looks through rows can share a migration: others read and write meanwhile. */
function together(list: readonly SchemaChange[]): readonly SchemaChange[] {
  const looks = (one: SchemaChange | undefined): boolean =>
    one?.placement === 'apart' && / VALIDATE CONSTRAINT /.test(one.sql)
  return list.map((one, at) =>
    looks(one) && looks(list[at - 1]) ? { ...one, placement: 'with' as const } : one,
  )
}

function objectPart(scope: Scope, to: Schema): readonly Step[] {
  const hints = hintsIn(to)
  const { from, to: wanted } = scope
  const renamed = renamedSequences(scope)
  const sources = new Set(renamed.values())
  return [
    ...[...from.objects].flatMap(([key, object]) =>
      wanted.objects.has(key) || sources.has(object) || isGrant(object)
        ? []
        : dropObject(scope, object, false),
    ),
    ...[...wanted.objects].flatMap(([key, object]) => {
      if (isGrant(object)) return []
      const one = from.objects.get(key)
      const source = renamed.get(object)
      if (source !== undefined) return [renameSequence(source, object)]
      if (one === undefined)
        return countedTable(scope, object) === undefined
          ? asObject(scope, object, createObject(scope, object, hints))
          : []
      return objectSteps(scope, one, object, hints)
    }),
    ...grantSteps(scope),
  ]
}

function tablePart(scope: Scope, from: Schema, to: Schema): readonly Step[] {
  const left = leftTables(scope)
  const gone = from.tables.filter(
    (table) => !scope.to.tables.has(labelOf(table)) && !left.has(labelOf(table)),
  )
  const labels = new Set(gone.map(labelOf))
  const isInRing = ringsAmong(gone)
  return [
    ...gone.flatMap((table) => dropTable(scope, table, labels, isInRing)),
    ...to.tables.flatMap((table) => {
      if (left.has(labelOf(table))) return leaveTable(scope, table)
      const one = scope.from.tables.get(labelOf(table))
      return one === undefined
        ? [...countersOf(scope, table), ...asTable(scope, table, createTable(scope, table))]
        : alterTable(scope, one, table)
    }),
  ]
}

/** Where what belongs together stands together, sequences come with the table that they count for. */
function countersOf(scope: Scope, table: Table): readonly Step[] {
  if (!scope.isByObject) return []
  return [...scope.to.objects.values()]
    .filter((object) => countedTable(scope, object) === table)
    .flatMap((object) =>
      asObject(
        scope,
        object,
        createObject(scope, object, () => []),
      ),
    )
}

/** Partitions go with what they are partitions of. Foreign keys between tables that refer to each other in a ring go first, and so does what calls a function that is about the table's rows. */
function dropTable(
  scope: Scope,
  table: Table,
  gone: ReadonlySet<string>,
  isInRing: InRing,
): readonly Step[] {
  const [parent] = table.parents
  if (table.isPartition && parent !== undefined && gone.has(labelOf(parent))) return []
  const key = tableKey(table)
  const on = { schema: table.schema, name: table.name, key, parts: [], isNew: false }
  const isBefore = (one: Pick<Attachment, 'needs'>): boolean => needsOneAbout(scope.from, key, one)
  const hung = [...table.attachments, ...table.triggers]
  const goesFirst = (one: Constraint): boolean => isInRing(table, one) || isBefore(one)
  // Those that go before the table hold what they need by themselves.
  const constraints = table.constraints.filter((one) => !goesFirst(one))
  return [
    ...table.constraints.filter(goesFirst).map((one) => dropConstraint(scope, table, one)),
    ...hung.filter(isBefore).map((one) => dropAttachment(on, one)),
    ...table.indexes
      .filter(isBefore)
      .map((one) => dropIndex({ ...scope, isOnline: false }, on, one)),
    {
      rank: RANK.dropTable,
      changes: [
        change(`DROP TABLE ${fullName(table)}`, `drops the table ${labelOf(table)}`, [
          hazard('data-loss', `the rows of ${labelOf(table)} are lost`),
          hazard('old-clients', `code that uses ${labelOf(table)} fails`),
          ...unpublishing(scope, table),
        ]),
      ],
      makes: [`gone ${key}`],
      removes: [key, ...tableNames(table), ...columnKeys(table)],
      holds: [
        ...(table.needs ?? []),
        ...table.parents.map(tableKey),
        ...constraints.flatMap((one) => one.needs ?? []),
        ...[...table.indexes, ...hung]
          .filter((one) => !isBefore(one))
          .flatMap((one) => one.needs ?? []),
        ...constraints.map((one) => constraintKey(table, one)),
        ...constraints.flatMap(({ references }) =>
          references === undefined
            ? []
            : [
                tableKey(references.table),
                ...references.columns.map((name) => columnKey(references.table, name)),
                ...uniqueKeys(scope.from.tables.get(labelOf(references.table)), references.columns),
              ],
        ),
      ].filter((one) => one !== key),
    },
  ]
}
