import type { Column } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { isRebuilt, type Scope, type Side } from './changes-scope.ts'
import { hazard } from './changes-step.ts'
import { conversionOf, typeHazards } from './changes-types.ts'
import { nameSql } from './names.ts'

/** Whether the type of a column changes, so that what is made of it has to go first. */
export function isRetyped(rebuilt: ReadonlySet<string>, one: Column, two: Column): boolean {
  return (
    one.type !== two.type ||
    one.details?.['collation'] !== two.details?.['collation'] ||
    typeKeys(one).some((key) => rebuilt.has(key)) ||
    typeKeys(one).join() !== typeKeys(two).join()
  )
}

function typeKeys({ needs = [] }: Column): readonly string[] {
  return needs.filter((key) => /^(enum|domain|type) /.test(key))
}

function isCollated(one: Column, two: Column): boolean {
  return one.details?.['collation'] !== two.details?.['collation']
}

/** The type that a domain is made of; any other type itself. */
function baseOf({ objects }: Side, column: Column): string {
  const domain = typeKeys(column).find((key) => objects.get(key)?.kind === 'domain')
  const base = domain === undefined ? undefined : objects.get(domain)?.details?.['base']
  return base === undefined || column.type.endsWith('[]') ? column.type : base
}

/** Values that become ones of a domain are held against its checks, one by one. */
function retypeHazards(scope: Scope, one: Column, two: Column): readonly Hazard[] {
  const [was, is] = [baseOf(scope.from, one), baseOf(scope.to, two)]
  const domain = typeKeys(two).flatMap((key) => scope.to.objects.get(key) ?? [])
  const isChecked =
    is !== two.type && domain.some(({ definition }) => / CHECK |NOT NULL/.test(definition))
  const plain = typeHazards(was, is)
  if (!isChecked) return plain
  return [
    ...(plain.some(({ kind }) => kind === 'rewrite') ? [] : [REWRITE]),
    ...plain,
    hazard('may-fail', `fails for values that are no ${two.type}`),
  ]
}

/** Whether what a default calls is made anew. */
export function calledAnew(scope: Scope, { needs = [] }: Column): readonly string[] {
  return needs.filter((key) => scope.rebuilt.has(key) && !/^(enum|domain|type) /.test(key))
}

type Alterations = { readonly clauses: readonly string[]; readonly hazards: readonly Hazard[] }

/** A default may not fit the new type, so it goes before and comes back behind. */
export function clausesOf(scope: Scope, one: Column, two: Column, retyped: boolean): Alterations {
  const alter = `ALTER COLUMN ${nameSql(two.name)}`
  const isOfRebuilt = one.type === two.type && retyped && !isCollated(one, two)
  const [was, is] = [baseOf(scope.from, one), baseOf(scope.to, two)]
  const using = isOfRebuilt
    ? `${nameSql(two.name)}::text${two.type.endsWith('[]') ? '[]' : ''}::${two.type}`
    : conversionOf(nameSql(two.name), was, is, two.type)
  const isKept = one.default === two.default && using === undefined
  const isAnew = (retyped && !isKept) || one.default !== two.default || isRebuilt(scope, one)
  const [before, after] = [one.generated, two.generated]
  const isOther =
    before !== undefined && after !== undefined && before.expression !== after.expression
  const drops =
    one.default !== undefined &&
    calledAnew(scope, one).length === 0 &&
    isAnew &&
    (two.default === undefined || (retyped && !isKept) || two.identity !== undefined)
  return {
    clauses: [
      ...(before !== undefined && after === undefined ? [`${alter} DROP EXPRESSION`] : []),
      ...(drops ? [`${alter} DROP DEFAULT`] : []),
      ...(retyped ? [`${alter} ${typeClause(one, two, using)}`] : []),
      ...(two.default !== undefined && isAnew ? [`${alter} SET DEFAULT ${two.default}`] : []),
      ...(isOther ? [`${alter} SET EXPRESSION AS (${after.expression})`] : []),
    ],
    hazards: [
      ...(retyped ? (isOfRebuilt ? rebuiltHazards() : retypeHazards(scope, one, two)) : []),
      ...(isOther && after.isStored ? [REWRITE] : []),
      ...(one.default !== undefined && two.default === undefined && needsValue(two)
        ? [hazard('old-clients', 'code that inserts rows without a value fails')]
        : []),
    ],
  }
}

/** Whether a row cannot do without a value that somebody gives. */
export function needsValue({ isNullable, identity, generated }: Column): boolean {
  return !isNullable && identity === undefined && generated === undefined
}

export const REWRITE = hazard(
  'rewrite',
  'the table is written anew, and nobody reads or writes it meanwhile',
)

function rebuiltHazards(): readonly Hazard[] {
  return [REWRITE, hazard('may-fail', 'fails for values that the new type does not have')]
}

function typeClause(one: Column, two: Column, using: string | undefined): string {
  const collation = two.details?.['collation']
  const hadCollation = one.details?.['collation'] !== undefined
  const shown = collation ?? (hadCollation ? '"default"' : undefined)
  return [
    `TYPE ${two.type}`,
    ...(shown === undefined ? [] : [`COLLATE ${shown}`]),
    ...(using === undefined ? [] : [`USING ${using}`]),
  ].join(' ')
}
