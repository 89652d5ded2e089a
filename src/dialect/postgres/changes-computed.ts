import {
  keyOf,
  labelOf,
  type Column,
  type ObjectName,
  type SchemaObject,
  type Table,
} from '#schema'
import type { Hazard } from '../change-contract.ts'
import type { Scope } from './changes-scope.ts'
import { hazard } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

type Needy = { readonly name: string; readonly needs?: readonly string[] }

/** What holds values that the function gave: PostgreSQL does not compute them again when it is replaced. */
export function computedBefore(
  { from, to }: Scope,
  one: SchemaObject,
  two: SchemaObject,
): readonly Hazard[] {
  if (!isOther(one, two)) return []
  const key = keyOf(two)
  const stays = ({ name, needs }: Needy, others: readonly Needy[] = []): boolean =>
    needs?.includes(key) === true && others.some((other) => other.name === name)
  const ofTables = [...from.tables.values()].flatMap((table) => {
    const now = to.tables.get(labelOf(table))
    return [
      ...table.indexes.filter((it) => stays(it, now?.indexes)).map((it) => ofIndex(table, it)),
      ...table.constraints
        .filter((it) => it.kind === 'exclusion' && stays(it, now?.constraints))
        .map((it) => ofIndex(table, it)),
      ...table.columns
        .filter((it) => it.generated?.isStored === true && stays(it, now?.columns))
        .map((it) => kept(`the column ${labelOf(table)}.${it.name}`, anew(table, it))),
      ...table.constraints
        .filter((it) => it.kind === 'check' && stays(it, now?.constraints))
        .map(({ name }) =>
          hazard(
            'old-clients',
            `the check ${name} of ${labelOf(table)} is not held against the rows that are there; an UPDATE of one may fail`,
          ),
        ),
    ]
  })
  const ofViews = [...from.objects.values()]
    .filter(({ kind }) => kind === 'materialized view')
    .flatMap((view) => {
      const now = to.objects.get(keyOf(view))
      if (now === undefined) return []
      return [
        ...(view.needs.includes(key)
          ? [kept(`the view ${labelOf(view)}`, `REFRESH MATERIALIZED VIEW ${fullName(view)}`)]
          : []),
        ...(view.indexes ?? [])
          .filter((it) => stays(it, now.indexes))
          .map((it) => ofIndex(view, it)),
      ]
    })
  return [...ofTables, ...ofViews]
}

/** A generated column is computed again only where a column is set that it is made of. */
function anew(table: Table, { generated }: Column): string {
  const words = generated?.expression ?? ''
  const set = table.columns
    .filter((one) => one.generated === undefined && one.identity !== 'always')
    .map(({ name }) => nameSql(name))
    .filter((name) => words.split(/[^\p{L}\p{N}_$"]+/u).includes(name) || isOdd(name, words))
    .map((name) => `${name} = ${name}`)
  return set.length === 0
    ? 'drop the column and add it again'
    : `UPDATE ${fullName(table)} SET ${set.join(', ')}`
}

/** Whether a name in quotes is there. */
function isOdd(name: string, words: string): boolean {
  return name.startsWith('"') && words.includes(name)
}

/** Whether it may give other values. */
function isOther(one: SchemaObject, two: SchemaObject): boolean {
  // A body of the standard's form is no text of its own.
  const hasText = one.details?.['body'] !== '' && two.details?.['body'] !== ''
  return hasText
    ? ['body', 'language'].some((name) => one.details?.[name] !== two.details?.[name])
    : one.definition !== two.definition
}

function ofIndex({ schema }: ObjectName, { name }: Needy): Hazard {
  return kept(
    `the index ${labelOf({ schema, name })}`,
    `REINDEX INDEX CONCURRENTLY ${fullName({ schema, name })}`,
  )
}

function kept(what: string, how: string): Hazard {
  return hazard(
    'old-clients',
    `${what} keeps the values of the old function until you do this: ${how}`,
  )
}
