import { labelOf, type Table } from '#schema'
import type { MysqlWay } from '#sql'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import { doingOf, type Alteration, type Doing, type Traits } from './alteration.ts'
import { writtenName } from './written-name.ts'

/** Statements that come one after the other, by what is done in them. */
type Stage = 'instantly' | 'virtual columns' | 'online' | 'writes wait' | 'copy' | 'last'

const STAGES: readonly Stage[] = [
  'instantly',
  'virtual columns',
  'online',
  'writes wait',
  'copy',
  'last',
]

type Placed = { readonly alteration: Alteration; readonly doing: Doing; stage: Stage }

/**
 * Puts alterations of a table into as few statements as keep each in its cheapest form: what is done at once in one, what is
 * done while others go on in another, and what copies the table in one more, so that it is copied once.
 */
export function groupAlterations(
  table: Table,
  alterations: readonly Alteration[],
  traits: Traits,
  isOnline: boolean,
): readonly SchemaChange[] {
  if (alterations.length === 0) return []
  const placed = alterations.map((alteration): Placed => {
    const doing = doingOf(alteration.kind, traits)
    return { alteration, doing, stage: stageOf(alteration, doing, traits) }
  })
  if (!isOnline || !traits.isInnodb) for (const one of placed) one.stage = 'copy'
  // What writes the table anew does so once, with what copies it.
  if (placed.some(({ stage }) => stage === 'copy'))
    for (const one of placed) if (one.doing.isRebuilt) one.stage = 'copy'
  do bringTogether(placed)
  while (copyWithVirtual(placed))
  return STAGES.flatMap((stage) =>
    inOrder(placed.filter((one) => one.stage === stage))
      .flatMap(statementsOf)
      .map((group) => changeOf(table, group, stage, isOnline)),
  )
}

function stageOf({ verb, kind }: Alteration, { way }: Doing, traits: Traits): Stage {
  if (VIRTUAL.includes(kind) && way === 'online') return 'virtual columns'
  if (kind === 'replace virtual column' && way === 'instant') return 'virtual columns'
  if (way === 'copy' || way === 'writes wait' || way === 'online') return way
  if (kind === 'drop virtual column') return dropsOneByOne(traits) ? 'virtual columns' : 'last'
  if (verb === 'drop column') return 'last'
  return VIRTUAL.includes(kind) && traits.product === 'MariaDB' ? 'virtual columns' : 'instantly'
}

/** Where other columns do not go at once, those go before that are made of them. */
function dropsOneByOne({ product, hasFulltext, isCompressed, hasVirtualIndex }: Traits): boolean {
  return hasFulltext || isCompressed || (product === 'MariaDB' && hasVirtualIndex)
}

const VIRTUAL: readonly Alteration['kind'][] = [
  'add virtual column',
  'drop virtual column',
  'replace virtual column',
]

/** The server does nothing else online in a statement in which virtual columns come or go. Says whether there was one. */
function copyWithVirtual(placed: readonly Placed[]): boolean {
  let hasMoved = false
  for (const stage of ['online', 'writes wait'] as const) {
    const group = placed.filter((one) => one.stage === stage)
    const isMixed =
      group.length > 1 && group.some(({ alteration }) => VIRTUAL.includes(alteration.kind))
    if (isMixed) for (const one of group) one.stage = 'copy'
    hasMoved ||= isMixed
  }
  return hasMoved
}

/**
 * MySQL has a hidden column for each index of an expression: it comes or goes with no other change of the table. MariaDB does a
 * column that gets a longer type, a renamed index and a comment of the table at once, but no two of them in one statement.
 */
function inOrder(group: readonly Placed[]): readonly (readonly Placed[])[] {
  const of = (kind: Alteration['kind']): readonly Placed[] =>
    group.filter(({ alteration, stage }) => alteration.kind === kind && stage !== 'copy')
  const atOnce = (kind: Alteration['kind']): readonly Placed[] =>
    of(kind).filter(({ stage }) => stage === 'instantly')
  const modified = group.filter(({ alteration: { verb } }) => verb === 'modify column')
  const [renamed, described] = [atOnce('rename index'), atOnce('describe table')]
  const isMixed = [modified, renamed, described].filter((some) => some.length > 0).length > 1
  const moved = isMixed ? [renamed, described] : []
  const [first, last] = [of('drop expression index'), of('add expression index')]
  const apart = new Set([...first, ...moved.flat(), ...last])
  const rest = group.filter((one) => !apart.has(one))
  return [first, rest, ...moved, last].filter((part) => part.length > 0)
}

/** The server makes one full-text index at a time. */
function statementsOf(group: readonly Placed[]): readonly (readonly Placed[])[] {
  const isAlone = ({ alteration, stage }: Placed): boolean =>
    stage === 'writes wait' && alteration.kind === 'add fulltext index'
  const alone = group.filter(isAlone)
  const together = group.filter((one) => !isAlone(one))
  const [first, ...rest] = alone
  return [
    ...(together.length === 0 && first === undefined
      ? []
      : [first === undefined ? together : [...together, first]]),
    ...rest.map((one) => [one]),
  ]
}

/** What cannot be done in two statements moves into the later of the two stages; a column that goes last, to the earlier one. */
function bringTogether(placed: readonly Placed[]): void {
  const rank = ({ stage }: Placed): number => STAGES.indexOf(stage)
  for (let isStable = false; !isStable;) {
    isStable = true
    for (const earlier of placed)
      for (const later of placed) {
        if (rank(earlier) >= rank(later) || mayPart(earlier.alteration, later.alteration)) continue
        if (later.stage === 'last') later.stage = earlier.stage
        else earlier.stage = later.stage
        isStable = false
      }
  }
}

/** Whether one alteration can be done before the other, in a statement of its own. */
function mayPart(earlier: Alteration, later: Alteration): boolean {
  const isKey = (one: Alteration): boolean => one.verb === 'add key' || one.verb === 'drop key'
  const isCheck = (one: Alteration): boolean =>
    one.verb === 'add check' || one.verb === 'drop check'
  if (isKey(earlier) && isKey(later)) return earlier.name !== later.name && !shares(earlier, later)
  if (isCheck(earlier) && isCheck(later)) return earlier.name !== later.name
  if (later.verb.endsWith(' column') && earlier.users?.includes(later.name) === true) return false
  if (!shares(earlier, later)) return true
  if (later.verb === 'add column') return !earlier.columns.includes(later.name)
  if (later.verb === 'drop column') {
    // What is computed of a column cannot stay behind when that begins to be computed itself.
    const isUsed = earlier.verb === 'modify column' && earlier.kind === undefined
    return !isUsed && later.isCounting !== true && earlier.verb !== 'add foreign key'
  }
  if (earlier.verb === 'add column')
    return (
      earlier.isCounting !== true && !(isMadeAnew(later) && earlier.columns.includes(later.name))
    )
  if (earlier.verb === 'add key' && later.verb === 'modify column') return false
  const isPrimary = [earlier, later].some((one) => isKey(one) && one.name === 'PRIMARY')
  const isCounting = earlier.isCounting === true || later.isCounting === true
  return !isPrimary && !isCounting
}

/** A column that goes and comes again: what is made of it may not be there before. */
function isMadeAnew({ verb, users }: Alteration): boolean {
  return verb === 'modify column' && users !== undefined
}

function shares(one: Alteration, other: Alteration): boolean {
  return one.columns.some((column) => other.columns.includes(column))
}

/** What is written behind the alterations: with it the server refuses where it could not do it so. */
export const CLAUSES: Readonly<Record<Stage, string>> = {
  instantly: ', ALGORITHM=INSTANT',
  'virtual columns': ', ALGORITHM=INSTANT',
  online: ', ALGORITHM=INPLACE, LOCK=NONE',
  'writes wait': ', ALGORITHM=INPLACE, LOCK=SHARED',
  copy: '',
  last: ', ALGORITHM=INSTANT',
}

function changeOf(
  table: Table,
  group: readonly Placed[],
  stage: Stage,
  isOnline: boolean,
): SchemaChange {
  const alterations = group.map(({ alteration }) => alteration)
  // Columns come and go at once only where nothing else is done with them.
  const isRebuilt =
    stage === 'copy' ||
    group.some(
      ({ alteration, doing }) =>
        doing.isRebuilt ||
        ((stage === 'online' || stage === 'writes wait') &&
          /^(?:add|drop) column/.test(alteration.kind ?? '')),
    )
  return {
    sql: alterText(
      table,
      alterations.map(({ sql }) => sql),
      alterations.some(({ looksAtRows }) => looksAtRows)
        ? ', ALGORITHM=COPY'
        : isOnline
          ? CLAUSES[clauseStage(group, stage)]
          : '',
    ),
    summary: alterations.map(({ summary }) => summary).join(', '),
    hazards: [
      ...costHazards(labelOf(table), wayOf(group, stage), isRebuilt),
      ...withoutDoubles(
        alterations.flatMap(({ summary, hazards }) =>
          hazards.map((one) => (alterations.length > 1 ? { ...one, about: summary } : one)),
        ),
      ),
    ],
    placement: 'with',
  }
}

function clauseStage(group: readonly Placed[], stage: Stage): Stage {
  return stage === 'virtual columns' && group.some(({ doing }) => doing.way === 'online')
    ? 'online'
    : stage
}

/** Everything is in one stage where nobody uses the database; its cost is still that of what is in it. */
function wayOf(group: readonly Placed[], stage: Stage): MysqlWay {
  if (stage === 'online' || stage === 'writes wait') return stage
  if (stage !== 'copy') return 'instant'
  return group.some(({ doing }) => doing.way === 'copy') ? 'copy' : 'online'
}

/** What others notice of a statement while it runs. */
export function costHazards(label: string, way: MysqlWay, isRebuilt: boolean): readonly Hazard[] {
  const rewrite: Hazard = {
    kind: 'rewrite',
    text: way === 'copy' ? `${label} is copied as a whole` : `${label} is written anew`,
  }
  const wait: Hazard = { kind: 'blocks-writes', text: `writes to ${label} wait meanwhile` }
  switch (way) {
    case 'copy':
      return [rewrite, wait]
    case 'writes wait':
      return isRebuilt ? [rewrite, wait] : [wait]
    case 'online':
      return isRebuilt ? [rewrite] : []
    case 'instant':
      return []
  }
}

/** `ALTER TABLE …`, one alteration to a line where there are several. */
export function alterText(
  { name }: Pick<Table, 'name'>,
  parts: readonly string[],
  clause: string,
): string {
  return parts.length === 1
    ? `ALTER TABLE ${writtenName(name)} ${parts.join('')}${clause}`
    : `ALTER TABLE ${writtenName(name)}\n  ${parts.join(',\n  ')}${clause.replace(', ', ',\n  ')}`
}

function withoutDoubles(hazards: readonly Hazard[]): readonly Hazard[] {
  return hazards.filter(
    (one, at) =>
      hazards.findIndex(({ kind, text }) => kind === one.kind && text === one.text) === at,
  )
}
