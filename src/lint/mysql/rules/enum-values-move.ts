import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'
import type { Change } from '../kinds.ts'

export const enumValuesMove: Rule<WordedScene> = {
  id: 'enum-values-move',
  severity: 'error',
  title: 'Values of an ENUM or SET that are taken out or change their places',
  problem:
    'Rows hold the number of a value. Only values that are added at the end leave the rows as they are; anything else copies the whole table while every write to it waits, and rows with a value that is gone make it fail or lose the value.',
  safe: `ALTER TABLE users MODIFY mood enum('sad','glad','calm'), ALGORITHM=INSTANT;`,
  allow: 'The table is small, and no row holds a value that is gone.',
  check(scene) {
    return costlyChanges(scene, ['move values'], (change) => appended(scene, change))
  },
}

/** The same values with the new ones at the end, where none was taken out and the definition says nothing else. */
function appended(
  { tables, deed }: WordedScene,
  { table, alteration }: Change,
): string | undefined {
  if (alteration?.kind !== 'modify column' || deed.kind !== 'alter table') return undefined
  if (deed.alterations.length > 1) return undefined
  const { column, from } = alteration
  const was = tables.table(table)?.columns.get(from.key)?.typeArguments ?? []
  const now = column.typeArguments
  const isPlain = !column.isNotNull && column.default === undefined && !column.isPlaced
  const isSetOfMany = column.type.startsWith('set') && now.length > 8
  if (!isPlain || isSetOfMany || now.length > 255) return undefined
  if (!was.every((value) => now.includes(value)) || now.length === was.length) return undefined
  const values = [...was, ...now.filter((value) => !was.includes(value))].join(',')
  const base = column.type.slice(0, column.type.indexOf('('))
  return `ALTER TABLE ${table.shown} MODIFY ${column.name.shown} ${base}(${values}), ALGORITHM=INSTANT;`
}
