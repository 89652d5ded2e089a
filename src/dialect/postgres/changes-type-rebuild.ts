import { keyOf, labelOf, type SchemaObject } from '#schema'
import { objectComment, wordsOf } from './changes-object-words.ts'
import { objectNames, type Scope } from './changes-scope.ts'
import { change, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql, shortName } from './names.ts'

/** Whether a type goes while another kind of type takes its name, and columns are of both. */
export function isTakenType(scope: Scope, object: SchemaObject): boolean {
  return (
    TYPES.some((kind) => kind === object.kind) &&
    isOfColumns(scope, keyOf(object)) &&
    TYPES.some((kind) => scope.to.objects.has(keyOf({ ...object, kind })))
  )
}

const TYPES = ['enum', 'domain', 'type'] as const

export function asideType(scope: Scope, object: SchemaObject): readonly Step[] {
  const [renamed, , dropped] = typeRebuild(scope, object, object)
  const key = keyOf(object)
  return renamed === undefined || dropped === undefined
    ? []
    : [
        { ...renamed, removes: objectNames(object) },
        { ...dropped, removes: [key], needs: [] },
      ]
}

/** Columns of the old type turn into the new one; the old one goes when none is left. */
export function typeRebuild(
  scope: Scope,
  before: SchemaObject,
  type: SchemaObject,
): readonly Step[] {
  const key = keyOf(type)
  const label = labelOf(type)
  const aside = shortName(type.name, type.kind, 'old')
  const words = wordsOf(type.kind)
  const old = fullName({ schema: type.schema, name: aside })
  const called = before.needs.filter(
    (need) => /^(function|sequence) /.test(need) && !staysAs(scope, need),
  )
  return [
    {
      rank: RANK.rename,
      changes: [
        change(
          `ALTER ${words} ${fullName(type)} RENAME TO ${nameSql(aside)}`,
          `puts the ${type.kind} ${label} aside until nothing is of it`,
        ),
        ...asideMultirange(before),
        ...lettingGo(before, called, old),
      ],
      removes: [key, ...objectNames(before)],
      holds: called,
    },
    {
      rank: RANK.createType,
      changes: [
        ...type.sql.map((sql) => change(sql, `creates the ${type.kind} ${label} as it should be`)),
        ...(type.comment === undefined ? [] : [objectComment(type)]),
      ],
      makes: [key, ...objectNames(type)],
      needs: type.needs,
    },
    {
      rank: RANK.dropType,
      changes: [change(`DROP ${words} ${old}`, `drops the old ${type.kind} ${label}`)],
      removes: [`old ${key}`],
      needs: [key],
      holds: before.needs.map((need) => (scope.rebuilt.has(need) ? `old ${need}` : need)),
    },
  ]
}

function staysAs({ to, rebuilt }: Scope, key: string): boolean {
  return to.objects.has(key) && !rebuilt.has(key)
}

/** A domain that is put aside needs no default and no checks, and what these call may go. `aside` is its full name then. */
function lettingGo(
  { kind, details = {}, ...name }: SchemaObject,
  called: readonly string[],
  aside: string,
): readonly Step['changes'][number][] {
  if (kind !== 'domain' || called.length === 0) return []
  const checks = Object.keys(details).filter((one) => one.startsWith('check '))
  const clauses = [
    ...((details['default'] ?? '') === '' ? [] : ['DROP DEFAULT']),
    ...checks.map((one) => `DROP CONSTRAINT ${nameSql(one.slice('check '.length))}`),
  ]
  return clauses.map((clause) =>
    change(`ALTER DOMAIN ${aside} ${clause}`, `lets the old domain ${labelOf(name)} call nothing`),
  )
}

/** Whether columns are of a type, so that it can only go when they are of another. */
export function isOfColumns(scope: Scope, key: string): boolean {
  const isOf = ({ needs = [] }: { readonly needs?: readonly string[] }): boolean =>
    needs.includes(key)
  return (
    [...scope.from.tables.values()].some(({ columns }) => columns.some(isOf)) ||
    [...scope.from.objects.values()].some(
      (object) => ['enum', 'domain', 'type'].includes(object.kind) && isOf(object),
    )
  )
}

/** The multirange that comes with a range has a name of its own. */
function asideMultirange({ schema, details }: SchemaObject): readonly Step['changes'][number][] {
  const name = details?.['multirange']
  if (name === undefined) return []
  const aside = shortName(name, 'multirange', 'old')
  return [
    change(
      `ALTER TYPE ${fullName({ schema, name })} RENAME TO ${nameSql(aside)}`,
      `puts the type ${labelOf({ schema, name })} aside, too`,
    ),
  ]
}
