import { type Index, keyOf, type Schema, type SchemaObject, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { type Hung, textsOf } from './aside.ts'
import { isSameName, written } from './name.ts'
import { leave, oldCodeFails, rowsLost, rowsRefused, step, WRITERS_WAIT } from './step.ts'

export function createIndex(
  { name, definition, isUnique }: Index,
  table: Table,
  isNewForRows: boolean,
): SchemaChange {
  const list = definition.replace(/^UNIQUE /, '')
  return step(
    `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${written(name)} ON ${written(table.name)} ${list}`,
    `makes the index ${name} of ${table.name}`,
    isNewForRows
      ? [
          isUnique ? rowsRefused(`rows of ${table.name} with the same ${list}`) : undefined,
          WRITERS_WAIT,
        ]
      : [],
  )
}

export function createTable({ name }: Table, sql: string): SchemaChange {
  return step(sql, `makes the table ${name}`)
}

export function missVirtual({ name }: Table): SchemaChange {
  return leave(
    `the virtual table ${name}`,
    'it is missing, and godwit makes none: write that migration by hand',
  )
}

export function leaveVirtual(name: string): SchemaChange {
  return leave(
    `the virtual table ${name}`,
    'it is not what it should be, and godwit changes and drops none: write that migration by hand',
  )
}

/** `what`: the view or trigger, with its kind. */
export function leaveWaiting(what: string): SchemaChange {
  return leave(
    `the ${what}`,
    'it names a virtual table that is not yet what it should be: write it in the migration that changes that one',
  )
}

export function dropTable({ name }: Table): SchemaChange {
  return step(`DROP TABLE ${written(name)}`, `drops the table ${name}`, [
    rowsLost(name),
    oldCodeFails(name),
  ])
}

export function dropTrigger({ trigger: { name } }: Hung): SchemaChange {
  return step(`DROP TRIGGER ${written(name)}`, `drops the trigger ${name}`)
}

export function createTrigger({ table, trigger: { name, sql } }: Hung): SchemaChange {
  return step(sql, `makes the trigger ${name} of ${table.name}`)
}

export function dropView({ name }: SchemaObject, to: Schema): SchemaChange {
  const isBack = [...to.objects, ...to.tables].some((one) => isSameName(one.name, name))
  const hazards = isBack ? [] : [oldCodeFails(name)]
  return step(`DROP VIEW ${written(name)}`, `drops the view ${name}`, hazards)
}

export function createView(view: SchemaObject): readonly SchemaChange[] {
  const [text = '', ...triggers] = textsOf(view)
  return [
    step(text, `makes the view ${view.name}`),
    ...triggers.map((sql) => step(sql, `makes a trigger of the view ${view.name}`)),
  ].map((one) => ({ ...one, paragraph: keyOf(view) }))
}
