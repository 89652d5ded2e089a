import { labelOf, type Index, type ObjectName } from '#schema'
import { commentChange } from './changes-column-words.ts'
import { createPartitionedIndex } from './changes-partitioned-indexes.ts'
import { renamings } from './changes-renamings.ts'
import { indexKey, relationName, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql, shortName } from './names.ts'

/** The table or materialized view that an index is on. */
export type IndexedOn = ObjectName & {
  readonly key: string
  /** The keys of its columns. */
  readonly parts: readonly string[]
  /** Nobody uses it yet. */
  readonly isNew: boolean
}

function isPartitioned({ details }: Index): boolean {
  return details?.['partitioned'] !== undefined
}

export function createIndex(scope: Scope, on: IndexedOn, index: Index, name = index.name): Step {
  const label = `${index.name} of ${labelOf(on)}`
  const isConcurrent = scope.isOnline && !on.isNew && !isPartitioned(index)
  const words = `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX${isConcurrent ? ' CONCURRENTLY' : ''}`
  const mayFail = index.isUnique && !on.isNew
  return {
    rank: isConcurrent ? RANK.index : RANK.addConstraint,
    changes: [
      change(
        `${words} ${nameSql(name)} ON ${isPartitioned(index) && !index.isValid ? 'ONLY ' : ''}${fullName(on)} ${index.details?.['body'] ?? ''}`,
        `creates the index ${label}${isConcurrent ? ' while others go on' : ''}`,
        [
          ...(mayFail
            ? [
                hazard(
                  'may-fail',
                  `fails where rows of ${labelOf(on)} have the same ${columnsOf(index)}`,
                ),
              ]
            : []),
          ...(on.isNew || isConcurrent
            ? []
            : [hazard('blocks-writes', 'nobody writes to the table while the index is built')]),
        ],
        isConcurrent ? 'alone' : 'with',
      ),
    ],
    makes: [indexKey(on, index), relationName({ ...on, name })],
    needs: [on.key, ...on.parts, ...(index.needs ?? [])],
  }
}

function columnsOf({ columns }: Index): string {
  return columns.map((column) => column ?? 'value of an expression').join(', ')
}

export function dropIndex(scope: Scope, on: IndexedOn, index: Index, name = index.name): Step {
  const isConcurrent = scope.isOnline && !isPartitioned(index)
  const full = fullName({ schema: on.schema, name })
  return {
    rank: isConcurrent ? RANK.dropIndex : RANK.dropConstraint,
    changes: [
      change(
        `DROP INDEX ${isConcurrent ? 'CONCURRENTLY ' : ''}${full}`,
        `drops the index ${name} of ${labelOf(on)}`,
        [],
        isConcurrent ? 'alone' : 'with',
      ),
    ],
    makes: [`gone ${indexKey(on, index)}`],
    removes: [indexKey(on, index), relationName({ ...on, name })],
    holds: [on.key, ...on.parts, ...(index.needs ?? [])],
  }
}

/** One for each partition where the table has some. */
function createIndexes(scope: Scope, on: IndexedOn, index: Index): readonly Step[] {
  const table = scope.to.tables.get(labelOf(on))
  return table !== undefined && isPartitioned(index) && index.isValid && scope.isOnline && !on.isNew
    ? createPartitionedIndex(scope, table, index)
    : [createIndex(scope, on, index)]
}

/** The new index is there before the old one goes, under another name until then. */
function replaceIndex(
  scope: Scope,
  on: IndexedOn,
  one: Index,
  two: Index,
  goesAlone: boolean,
): readonly Step[] {
  const isPlain = !isPartitioned(two) && !isPartitioned(one)
  if (!one.isValid && one.definition === `${two.definition} INVALID` && scope.isOnline && isPlain)
    return [rebuildIndex(on, two)]
  if (!two.isValid && isPlain) return [leaveInvalid(on, two)]
  if (!scope.isOnline || !isPlain || !one.isValid)
    return [dropIndex(scope, on, one), ...createIndexes(scope, on, two)]
  const aside = shortName(on.name, one.name, 'old')
  const key = indexKey(on, two)
  const created = createIndex(scope, on, two)
  const dropped = dropIndex(scope, on, one, aside)
  return [
    {
      rank: RANK.rename,
      changes: [
        change(
          `ALTER INDEX ${fullName({ schema: on.schema, name: one.name })} RENAME TO ${nameSql(aside)}`,
          `puts the index ${one.name} of ${labelOf(on)} aside until the new one is there`,
        ),
      ],
      makes: [`aside ${key}`],
      removes: [relationName({ ...on, name: one.name })],
    },
    { ...created, needs: [...(created.needs ?? []), `aside ${key}`] },
    ...(goesAlone
      ? []
      : [
          {
            ...dropped,
            removes: [`aside ${key}`],
            holds: one.needs ?? [],
            makes: [`swapped ${key}`],
            needs: [key],
          },
        ]),
  ]
}

function rebuildIndex(on: IndexedOn, index: Index): Step {
  return {
    rank: RANK.index,
    changes: [
      change(
        `REINDEX INDEX CONCURRENTLY ${fullName({ schema: on.schema, name: index.name })}`,
        `creates the index ${index.name} of ${labelOf(on)} again, which is not valid`,
        index.isUnique
          ? [
              hazard(
                'may-fail',
                `fails where rows of ${labelOf(on)} have the same ${columnsOf(index)}`,
              ),
            ]
          : [],
        'alone',
      ),
    ],
    makes: [indexKey(on, index)],
  }
}

function leaveInvalid(on: IndexedOn, index: Index): Step {
  return {
    rank: RANK.leave,
    changes: [
      change('', `leaves the index ${index.name} of ${labelOf(on)} as it is`, [
        hazard('untouched', 'an index cannot be made one that is not valid'),
      ]),
    ],
  }
}

export function indexComment(on: IndexedOn, index: Index): Step {
  return {
    rank: RANK.remark,
    changes: [
      commentChange(
        `INDEX ${fullName({ schema: on.schema, name: index.name })}`,
        `${labelOf(on)}.${index.name}`,
        index.comment,
      ),
    ],
    needs: [on.key, indexKey(on, index)],
  }
}

/** What is done about the indexes of something that both schemas have. */
export function indexSteps(
  scope: Scope,
  on: IndexedOn,
  before: readonly Index[],
  after: readonly Index[],
  /** Whether an index has to go before what it is made of changes. */
  mustRebuild: (index: Index) => boolean,
  /** Whether an index goes by itself, with one of its columns. */
  goesAlone: (index: Index) => boolean = () => false,
): readonly Step[] {
  const renamed = renamings(before, after, mustRebuild)
  const old = new Map(before.map((index) => [index.name, index]))
  const names = new Set(after.map(({ name }) => name))
  const isHere = { ...on, isNew: false }
  return [
    ...before
      .filter(({ name }) => !names.has(name) && !renamed.has(name))
      .map((index) => dropIndex(scope, isHere, index)),
    ...after.flatMap((index): readonly Step[] => {
      const source = [...renamed].find(([, name]) => name === index.name)?.[0]
      const one = old.get(source ?? index.name)
      if (one === undefined)
        return [...createIndexes(scope, isHere, index), ...remark(isHere, undefined, index)]
      if (source !== undefined)
        return [renameIndex(isHere, one, index.name, index), ...remark(isHere, one, index)]
      if (mustRebuild(one)) return rebuilt(scope, isHere, one, index)
      if (one.definition === index.definition) return remark(isHere, one, index)
      return [
        ...replaceIndex(scope, isHere, one, index, goesAlone(one)),
        ...remark(isHere, undefined, index),
      ]
    }),
  ]
}

function remark(on: IndexedOn, one: Index | undefined, two: Index): readonly Step[] {
  return one?.comment === two.comment ? [] : [indexComment(on, two)]
}

function renameIndex(on: IndexedOn, one: Index, name: string, two: Index): Step {
  return {
    rank: RANK.rename,
    changes: [
      change(
        `ALTER INDEX ${fullName({ schema: on.schema, name: one.name })} RENAME TO ${nameSql(name)}`,
        `renames the index ${one.name} of ${labelOf(on)} to ${name}`,
      ),
    ],
    makes: [indexKey(on, two), relationName({ ...on, name })],
    removes: [relationName({ ...on, name: one.name })],
  }
}

/** What it is made of changes, so that it has to go before and come back behind that. */
function rebuilt(scope: Scope, on: IndexedOn, one: Index, two: Index): readonly Step[] {
  return [
    dropIndex({ ...scope, isOnline: false }, on, one),
    createIndex(scope, on, two),
    ...(two.comment === undefined ? [] : [indexComment(on, two)]),
  ]
}
