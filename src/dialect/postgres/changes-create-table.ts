import { labelOf, type Column, type Constraint, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { createAttachment } from './changes-attachments.ts'
import { columnSettings, columnSql, commentChange, typedColumns } from './changes-column-words.ts'
import { alterColumn } from './changes-columns.ts'
import { addConstraint, constraintComment, constraintSql, needsOf } from './changes-constraints.ts'
import { createIndex, indexComment, type IndexedOn } from './changes-indexes.ts'
import { nullability } from './changes-not-null.ts'
import { defaultHazards, shapeOfParent } from './changes-partitions.ts'
import { publishing } from './changes-publications.ts'
import {
  columnKeys,
  constraintKey,
  indexKey,
  isInherited,
  needsOneAbout,
  tableKey,
  tableNames,
  restsOnOld,
  type Scope,
} from './changes-scope.ts'
import { change, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** Constraints that stand in CREATE TABLE: those that hold for all rows, and rest on what is there before. */
function isInline(scope: Scope, table: Table, constraint: Constraint): boolean {
  const { kind, isValid, references } = constraint
  if (kind === 'not null' || !isValid) return false
  if (needsOneAbout(scope.to, tableKey(table), constraint)) return false
  if (references === undefined) return true
  const target = labelOf(references.table)
  if (target === labelOf(table)) return true
  if (scope.isByObject) return false
  return scope.from.tables.has(target)
    ? restsOnOld(scope, references)
    : !scope.isInRing(table, constraint)
}

/** All that makes a table. */
export function createTable(scope: Scope, table: Table): readonly Step[] {
  const inline = table.constraints.filter((one) => isInline(scope, table, one))
  const on: IndexedOn = {
    schema: table.schema,
    name: table.name,
    key: tableKey(table),
    parts: columnKeys(table),
    isNew: true,
  }
  const sqls = tableSql(scope, table, inline)
  const made: Step = {
    rank: RANK.createTable,
    changes: [
      ...sqls.map((sql, place) =>
        change(
          sql,
          place === 0
            ? `creates the table ${labelOf(table)}`
            : `makes ${labelOf(table)} a partition`,
          place === 0 && sqls.length > 1
            ? []
            : table.parents.flatMap((parent) => defaultHazards(scope, table, parent)),
        ),
      ),
      ...ownSettings(table),
      ...securityChanges(table, undefined),
    ],
    makes: [
      tableKey(table),
      ...tableNames(table),
      ...columnKeys(table),
      ...inline.map((one) => constraintKey(table, one)),
    ],
    needs: [
      ...(table.needs ?? []),
      ...inline.flatMap((one) => one.needs ?? []),
      ...targetNeeds(scope, table, inline),
      ...table.parents.flatMap((parent) => shapeOfParent(scope, parent)),
    ],
  }
  return [
    made,
    ...inheritedSteps(scope, table),
    ...table.constraints
      .filter((one) => !inline.includes(one))
      .flatMap((one) => addConstraint(scope, table, one, true)),
    ...table.indexes.map((index) => createIndex(scope, on, index)),
    ...[...table.attachments, ...table.triggers].map((one) => createAttachment(on, one)),
    ...indexChoices(table, undefined),
    ...comments(table),
    ...table.constraints
      .filter(({ comment }) => comment !== undefined)
      .map((one) => constraintComment(table, one)),
    ...table.indexes
      .filter(({ comment }) => comment !== undefined)
      .map((index) => indexComment(on, index)),
    ...publishing(scope, table),
  ]
}

/** What the foreign keys in CREATE TABLE rest on. */
function targetNeeds(scope: Scope, table: Table, inline: readonly Constraint[]): readonly string[] {
  const own = new Set([tableKey(table), ...columnKeys(table), ...indexKeys(table)])
  return inline
    .filter(({ references }) => references !== undefined)
    .flatMap((one) => needsOf(scope, table, one))
    .filter((key) => !own.has(key))
}

/** CREATE TABLE; for a partition of a table in use behind it the statement that attaches it, which keeps nobody from that table. */
function tableSql(scope: Scope, table: Table, inline: readonly Constraint[]): readonly string[] {
  const { details = {}, parents, isPartition } = table
  const [parent] = parents
  const words = details['persistence'] === undefined ? 'CREATE' : `CREATE ${details['persistence']}`
  const head = `${words} TABLE ${fullName(table)}`
  const tail = [
    details['partitionBy'] && `PARTITION BY ${details['partitionBy']}`,
    details['access'] && `USING ${details['access']}`,
    details['options'] && `WITH (${details['options']})`,
  ].filter((part) => part !== undefined && part !== '')
  const isLive = parent !== undefined && scope.from.tables.has(labelOf(parent))
  if (isPartition && parent !== undefined && !(scope.isOnline && isLive)) {
    const own = partLines(table, inline, false)
    return [
      [
        `${head} PARTITION OF ${fullName(parent)}${own.length === 0 ? '' : ` ${listed(own)}`} ${details['bound'] ?? ''}`,
        ...tail,
      ].join(' '),
    ]
  }
  if (details['of'] !== undefined) {
    const own = [...typedColumns(table, inline), ...inline.map(constraintSql)]
    return [
      [`${head} OF ${details['of']}${own.length === 0 ? '' : ` ${listed(own)}`}`, ...tail].join(
        ' ',
      ),
    ]
  }
  const inherits = parents.length > 0 && !isPartition
  const made = [
    `${head} ${listed(partLines(table, inline, isPartition))}`,
    ...(inherits ? [`INHERITS (${parents.map(fullName).join(', ')})`] : []),
    ...tail,
  ].join(' ')
  return isPartition && parent !== undefined
    ? [
        made,
        `ALTER TABLE ${fullName(parent)} ATTACH PARTITION ${fullName(table)} ${details['bound'] ?? ''}`,
      ]
    : [made]
}

function listed(lines: readonly string[]): string {
  return lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`
}

/** Columns and constraints, each as a line. */
function partLines(
  table: Table,
  inline: readonly Constraint[],
  withInherited: boolean,
): readonly string[] {
  const key = inline.find(({ kind }) => kind === 'primary key')?.columns ?? []
  return [
    ...table.columns
      .filter((column) => withInherited || !isInherited(column))
      .map((column) => columnSql(column, key.includes(column.name))),
    ...inline.map(constraintSql),
  ]
}

function ownSettings(table: Table): readonly SchemaChange[] {
  return table.columns
    .filter((column) => !isInherited(column))
    .flatMap((column) => columnSettings(table, undefined, column))
}

/** Where a child has a column otherwise than its parent. */
function inheritedSteps(scope: Scope, table: Table): readonly Step[] {
  const [parent] = table.parents
  const above = parent && scope.to.tables.get(labelOf(parent))
  if (
    above === undefined ||
    (table.isPartition && scope.isOnline && scope.from.tables.has(labelOf(above)))
  )
    return []
  return table.columns.filter(isInherited).flatMap((column): readonly Step[] => {
    const one = above.columns.find(({ name }) => name === column.name)
    if (one === undefined) return []
    const quiet = { ...scope, isOnline: false }
    return [
      ...alterColumn(quiet, table, sameKind(one, column), column),
      ...nullability(quiet, table, table, one, column),
    ].map((step) => ({
      ...step,
      needs: [...(step.needs ?? []), tableKey(table)],
      changes: step.changes.map((each) => ({ ...each, hazards: [] })),
      makes: [],
    }))
  })
}

/** Types and identities are the parent's. */
function sameKind(one: Column, two: Column): Column {
  return { ...one, type: two.type, identity: two.identity }
}

/** Row security. */
export function securityChanges(table: Table, before: Table | undefined): readonly SchemaChange[] {
  const switches = [
    ['rowSecurity', 'ENABLE ROW LEVEL SECURITY', 'DISABLE ROW LEVEL SECURITY'],
    ['forcedRowSecurity', 'FORCE ROW LEVEL SECURITY', 'NO FORCE ROW LEVEL SECURITY'],
  ] as const
  return switches.flatMap(([name, on, off]) => {
    const [one, two] = [before?.details?.[name], table.details?.[name]]
    if (one === two) return []
    return [
      change(
        `ALTER TABLE ${fullName(table)} ${two === undefined ? off : on}`,
        `${two === undefined ? 'ends' : 'begins'} row security of ${labelOf(table)}${name === 'rowSecurity' ? '' : ' for its owner, too'}`,
      ),
    ]
  })
}

/** What is said of a table by one of its indexes: what replicas know rows by, and how rows are laid out. */
export function indexChoices(table: Table, before: Table | undefined): readonly Step[] {
  return [...replicaIdentity(table, before), ...clustering(table, before)]
}

function replicaIdentity(table: Table, before: Table | undefined): readonly Step[] {
  const [one, two] = [before?.details?.['replicaIdentity'], table.details?.['replicaIdentity']]
  if (one === two) return []
  const index = /^USING INDEX (.*)$/.exec(two ?? '')?.[1]
  return [
    {
      rank: RANK.remark,
      changes: [
        change(
          `ALTER TABLE ${fullName(table)} REPLICA IDENTITY ${index === undefined ? (two ?? 'DEFAULT') : `USING INDEX ${nameSql(index)}`}`,
          `changes the replica identity of ${labelOf(table)}`,
        ),
      ],
      needs: [tableKey(table), ...indexKeys(table)],
    },
  ]
}

function clustering(table: Table, before: Table | undefined): readonly Step[] {
  const [one, two] = [before?.details?.['clustered'], table.details?.['clustered']]
  if (one === two) return []
  const what = two === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${nameSql(two)}`
  return [
    {
      rank: RANK.remark,
      changes: [
        change(
          `ALTER TABLE ${fullName(table)} ${what}`,
          `changes the index that ${labelOf(table)} is laid out by`,
        ),
      ],
      needs: [tableKey(table), ...indexKeys(table)],
    },
  ]
}

function indexKeys(table: Table): readonly string[] {
  return [
    ...table.indexes.map((index) => indexKey(table, index)),
    ...table.constraints.map((constraint) => constraintKey(table, constraint)),
  ]
}

/** Remarks on a new table and its columns. */
function comments(table: Table): readonly Step[] {
  const changes = [
    ...(table.comment === undefined
      ? []
      : [commentChange(`TABLE ${fullName(table)}`, labelOf(table), table.comment)]),
    ...table.columns
      .filter(({ comment }) => comment !== undefined)
      .map(({ name, comment }) => columnComment(table, name, comment)),
  ]
  return changes.length === 0
    ? []
    : [{ rank: RANK.remark, changes, needs: [tableKey(table), ...columnKeys(table)] }]
}

export function columnComment(
  table: Table,
  name: string,
  comment: string | undefined,
): SchemaChange {
  return commentChange(
    `COLUMN ${fullName(table)}.${nameSql(name)}`,
    `${labelOf(table)}.${name}`,
    comment,
  )
}
