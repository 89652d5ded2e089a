import { labelOf, type Index, type ObjectName, type Table } from '#schema'
import {
  columnKeys,
  indexKey,
  isPartitioned,
  relationName,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/**
 * Builds the index of a partitioned table without keeping writers out: first that of the table alone, then one of each
 * partition while others go on, which becomes a part of it. With the last one it is valid.
 */
export function createPartitionedIndex(scope: Scope, table: Table, index: Index): readonly Step[] {
  const key = indexKey(table, index)
  const begun = `begun ${key}`
  const parts = partitionsOf(scope, table)
  const nested = parts.flatMap((part) =>
    partSteps(scope, part, index, fullName({ ...table, name: index.name }), begun),
  )
  return [
    {
      rank: RANK.addConstraint,
      changes: [onlySql(table, index, index.name)],
      makes: [begun, relationName({ ...table, name: index.name })],
      needs: [
        tableKey(table),
        ...columnKeys(table),
        ...(index.needs ?? []),
        ...leavers(scope, table),
        ...parts.map((part) => `in ${labelOf(part)}`),
      ],
    },
    ...nested,
    {
      rank: RANK.dropIndex,
      changes: [],
      makes: [key],
      needs: [begun, ...nested.flatMap(({ makes = [] }) => makes)],
    },
  ]
}

function onlySql(table: Table, index: Index, name: string) {
  return change(
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${nameSql(name)} ON ONLY ${fullName(table)} ${index.details?.['body'] ?? ''}`,
    `creates the index ${name} of ${labelOf(table)}, without its partitions yet`,
  )
}

/** What is no partition any more: the index would wait for one of it. */
function leavers(scope: Scope, table: Table): readonly string[] {
  return [...scope.from.tables.values()]
    .filter((part) => isPartOf(part, table) && !isPartOf(scope.to.tables.get(labelOf(part)), table))
    .flatMap((part) => [`gone ${tableKey(part)}`, `out ${labelOf(part)}`])
}

function partitionsOf(scope: Scope, table: Table): readonly Table[] {
  return [...scope.to.tables.values()].filter(
    ({ isPartition, parents, ...name }) =>
      isPartition &&
      parents.some((parent) => labelOf(parent) === labelOf(table)) &&
      isPartOf(scope.from.tables.get(labelOf(name)), table),
  )
}

/** What becomes a partition in the same change makes or finds its index as it does. */
function isPartOf(before: Table | undefined, table: Table): boolean {
  return (
    before?.isPartition === true &&
    before.parents.some((parent) => labelOf(parent) === labelOf(table))
  )
}

function partSteps(
  scope: Scope,
  part: Table,
  index: Index,
  parent: string,
  begun: string,
): readonly Step[] {
  const label = labelOf(part)
  const fitting = fittingIndex(scope, part, index)
  const name = fitting ?? `${part.name}_${index.name}`.slice(0, 63)
  const full: ObjectName = { schema: part.schema, name }
  const isDeep = isPartitioned(part)
  const own = `part ${label} ${index.name}`
  const attach = change(
    `ALTER INDEX ${parent} ATTACH PARTITION ${fullName(full)}`,
    `makes the index ${labelOf(full)} a part of it`,
  )
  const build = isDeep
    ? onlySql(part, index, name)
    : change(
        `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${nameSql(name)} ON ${fullName(part)} ${index.details?.['body'] ?? ''}`,
        `creates the index ${name} of ${label} while others go on`,
        index.isUnique
          ? [hazard('may-fail', `fails where rows of ${label} have the same values`)]
          : [],
        'alone',
      )
  const needs = [begun, tableKey(part), `in ${label}`, ...columnKeys(part)]
  if (!isDeep)
    return [
      {
        rank: RANK.index,
        changes: fitting === undefined ? [build, attach] : [attach],
        makes: [own],
        needs,
      },
    ]
  const inside = partitionsOf(scope, part)
  const inner = inside.flatMap((one) =>
    partSteps(scope, one, index, fullName(full), `${own} begun`),
  )
  return [
    {
      rank: RANK.addConstraint,
      changes: [build],
      makes: [`${own} begun`],
      needs: [...needs, ...inside.map((one) => `in ${labelOf(one)}`)],
    },
    ...inner,
    {
      rank: RANK.index,
      changes: [attach],
      makes: [own],
      needs: [`${own} begun`, ...inner.flatMap(({ makes = [] }) => makes)],
    },
  ]
}

/** An index that a partition has already, and that is one of the table's then. */
function fittingIndex(scope: Scope, part: Table, index: Index): string | undefined {
  const label = labelOf(part)
  const wanted = scope.to.tables.get(label)?.indexes ?? []
  return scope.from.tables
    .get(label)
    ?.indexes.find(
      ({ definition, name }) =>
        definition === index.definition && !wanted.some((other) => other.name === name),
    )?.name
}
