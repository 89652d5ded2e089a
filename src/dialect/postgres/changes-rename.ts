import type { Schema } from '#schema'
import type { Renaming, SetAside } from '../change-contract.ts'
import { change } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** Views, functions with a body that the server has read, indexes and constraints follow the new name by themselves. */
export function rename(renaming: Renaming, schema?: Schema): readonly string[] {
  if (renaming.kind === 'column')
    return [
      `ALTER TABLE ${fullName(renaming.table)} RENAME COLUMN ${nameSql(renaming.from)} TO ${nameSql(renaming.to)}`,
    ]
  const { from, to, schema: place } = renaming
  const called = `RENAME TO ${nameSql(to)}`
  if (place === undefined) return [`ALTER TABLE ${fullName(from)} ${called}`]
  const moved = `SET SCHEMA ${nameSql(place)}`
  if (from.name === to) return [`ALTER TABLE ${fullName(from)} ${moved}`]
  // On the way it has one name of the two in one schema of the two.
  const isTaken = schema?.tables.some((one) => one.schema === from.schema && one.name === to)
  return isTaken === true
    ? [
        `ALTER TABLE ${fullName(from)} ${moved}`,
        `ALTER TABLE ${fullName({ schema: place, name: from.name })} ${called}`,
      ]
    : [
        `ALTER TABLE ${fullName(from)} ${called}`,
        `ALTER TABLE ${fullName({ schema: from.schema, name: to })} ${moved}`,
      ]
}

/** The schema that a table is moved to may have to be made first. */
export function inTheWay(renaming: Renaming, { objects }: Schema): SetAside {
  const place = renaming.kind === 'table' ? renaming.schema : undefined
  const isThere =
    place === undefined ||
    place === 'public' ||
    objects.some(({ kind, name }) => kind === 'schema' && name === place)
  if (isThere) return { dropped: [], made: [] }
  return {
    dropped: [change(`CREATE SCHEMA ${nameSql(place)}`, `creates the schema ${place}`)],
    made: [change(`DROP SCHEMA ${nameSql(place)}`, `drops the schema ${place}`)],
  }
}
