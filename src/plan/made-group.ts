import type { Group } from './types.ts'

/** A group as it is made; `explicit`: the file has its own BEGIN and COMMIT around it. */
export type MadeGroup = Group & { readonly explicit?: boolean }

/** Whether a group leaves something behind, of which the journal or the record tells. */
export function isLasting({ kind }: Group): boolean {
  return kind !== 'session' && kind !== 'assert'
}

/** The groups of a whole text as the plan knows them. */
export function finishGroups(groups: readonly MadeGroup[]): readonly Group[] {
  return mergeSoleBlock(groups) ?? apartFromChecks(groups.map(withoutOrigin))
}

/**
 * A file whose only block is its own BEGIN … COMMIT, perhaps with statements around it, runs as one transaction, so that it
 * takes effect with its record or not at all.
 */
function mergeSoleBlock(groups: readonly MadeGroup[]): Group[] | undefined {
  const transactions = groups.filter((group) => group.kind === 'transaction')
  const blocks = transactions.filter((group) => group.explicit === true)
  if (
    blocks.length !== 1 ||
    transactions.length === 1 ||
    groups.some((group) => group.kind !== 'transaction')
  )
    return undefined
  const isolation = blocks[0]?.isolation
  return [
    {
      kind: 'transaction',
      statements: transactions.flatMap((group) => group.statements),
      ...(isolation === undefined ? {} : { isolation }),
    },
  ]
}

/** A group as the plan knows it. One of several that would be a transaction of settings alone leaves nothing to record. */
function withoutOrigin(
  { explicit, ...group }: MadeGroup,
  _index: number,
  { length }: readonly MadeGroup[],
): Group {
  const { kind, statements } = group
  const isSettings = explicit === false && statements.every(({ setting }) => setting === true)
  return kind === 'transaction' && isSettings && length > 1
    ? { kind: 'session', statements }
    : group
}

/** Of several groups those that only assert have nothing to record, unless the record itself is written with them. */
function apartFromChecks(groups: readonly Group[]): Group[] {
  const last = groups.findLastIndex(isLasting)
  return groups.map((group, index) =>
    index !== last && group.kind === 'transaction' && onlyLooks(group)
      ? { ...group, kind: 'assert' }
      : group,
  )
}

function onlyLooks({ statements }: Group): boolean {
  return (
    statements.some(({ assertion }) => assertion !== undefined) &&
    statements.every(({ assertion, setting }) => assertion !== undefined || setting === true)
  )
}
