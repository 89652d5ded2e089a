import { keyOf, labelOf, type ObjectName, type SchemaObject } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { objectNames, type Scope } from './changes-scope.ts'
import { change, RANK, type Step } from './changes-step.ts'
import { fullName, literalSql, nameSql } from './names.ts'

const OPTIONS = [
  [/INCREMENT BY -?\d+/, 'INCREMENT BY 1'],
  [/MINVALUE -?\d+/, 'NO MINVALUE'],
  [/MAXVALUE -?\d+/, 'NO MAXVALUE'],
  [/CACHE \d+/, 'CACHE 1'],
  [/CYCLE/, 'NO CYCLE'],
] as const

/** The options of a sequence that differ; what is left out is as usual again. */
export function sequenceClauses(one = '', two = ''): readonly string[] {
  const [before, after] = [boundsOf(one), boundsOf(two)]
  return [
    ...OPTIONS.flatMap(([pattern, usual]) => {
      const [was, is] = [pattern.exec(one)?.[0], pattern.exec(two)?.[0]]
      return was === is ? [] : [is ?? usual]
    }),
    ...(before.start === after.start ? [] : [`START WITH ${after.start}`]),
  ]
}

type Bounds = {
  readonly least: bigint
  readonly most: bigint
  readonly start: bigint
  readonly isFalling: boolean
}

const MOST = 9_223_372_036_854_775_807n

function boundsOf(options: string): Bounds {
  const number = (pattern: RegExp): bigint | undefined => {
    const found = pattern.exec(options)?.[1]
    return found === undefined ? undefined : BigInt(found)
  }
  const isFalling = options.includes('INCREMENT BY -')
  const least = number(/MINVALUE (-?\d+)/) ?? (isFalling ? -MOST : 1n)
  const most = number(/MAXVALUE (-?\d+)/) ?? (isFalling ? -1n : MOST)
  return {
    least,
    most,
    isFalling,
    start: number(/START WITH (-?\d+)/) ?? (isFalling ? most : least),
  }
}

/** Where a sequence stands outside of bounds that become narrower, it begins anew, as far as its old ones let it. */
export function outOfBounds(
  sequence: string,
  label: string,
  one = '',
  two = '',
): readonly SchemaChange[] {
  const [before, after] = [boundsOf(one), boundsOf(two)]
  const isNarrower = after.least > before.least || after.most < before.most
  if (!isNarrower || after.start < before.least || after.start > before.most) return []
  return [
    change(
      `SELECT setval(${sequence}, ${after.start}, false) WHERE coalesce(pg_sequence_last_value(${sequence}), ${before.start}) NOT BETWEEN ${after.least} AND ${after.most}`,
      `lets ${label} begin anew where it stands outside of its new bounds`,
    ),
  ]
}

/** Lets a sequence count on behind the values that are there. */
export function countOn(
  table: ObjectName,
  column: string,
  sequence: string,
  label: string,
  options = '',
): SchemaChange {
  const { start, isFalling } = boundsOf(options)
  const furthest = `${isFalling ? 'min' : 'max'}(${nameSql(column)})`
  return change(
    `SELECT setval(${sequence}, ${furthest}) FROM ${fullName(table)} HAVING ${furthest} ${isFalling ? '<=' : '>='} ${start}`,
    `lets ${label} count on behind the values that are there`,
  )
}

/** Lets a sequence count on where another one stands, or behind the values that are there if they are further. */
export function countFurther(
  table: ObjectName,
  column: string,
  sequence: string,
  other: ObjectName,
  options = '',
): SchemaChange {
  const { start, isFalling } = boundsOf(options)
  const [further, most, beyond] = isFalling ? ['least', 'min', '<='] : ['greatest', 'max', '>=']
  const place = `${further}(s.last_value, v.most)`
  return change(
    `SELECT setval(${sequence}, ${place}, (s.is_called OR v.most ${beyond} s.last_value) IS TRUE) FROM ${fullName(other)} AS s, (SELECT ${most}(${nameSql(column)}) AS most FROM ${fullName(table)}) AS v WHERE ${place} ${beyond} ${start}`,
    `lets ${labelOf(table)}.${column} count on where ${labelOf(other)} stands`,
  )
}

/** The sequence behind an identity, as an expression. */
export function identitySequence(table: ObjectName, column: string): string {
  return `pg_get_serial_sequence(${literalSql(fullName(table))}, ${literalSql(column)})::regclass`
}

/** Sequences that belong to the same column under another name, so that they count on: the new one, and the old one. */
export function renamedSequences({ from, to }: Scope): ReadonlyMap<SchemaObject, SchemaObject> {
  const renamed = new Map<SchemaObject, SchemaObject>()
  const gone = [...from.objects].filter(
    ([key, { kind }]) => kind === 'sequence' && !to.objects.has(key),
  )
  if (gone.length === 0) return renamed
  for (const [key, two] of to.objects) {
    if (two.kind !== 'sequence' || from.objects.has(key)) continue
    const owner = two.details?.['ownerColumn']
    const one = gone.find(
      ([, other]) =>
        owner !== undefined &&
        other.details?.['ownerColumn'] === owner &&
        other.schema === two.schema &&
        other.definition === two.definition,
    )?.[1]
    if (one !== undefined) renamed.set(two, one)
  }
  return renamed
}

export function renameSequence(one: SchemaObject, two: SchemaObject): Step {
  return {
    rank: RANK.rename,
    changes: [
      change(
        `ALTER SEQUENCE ${fullName(one)} RENAME TO ${nameSql(two.name)}`,
        `renames the sequence ${labelOf(one)} to ${two.name}`,
      ),
    ],
    makes: [keyOf(two), ...objectNames(two)],
    removes: objectNames(one),
  }
}
