import { keyOf, type Constraint, type Table } from '#schema'
import { apartFrom, type ChangeOptions, type SchemaChange } from '../change-contract.ts'
import { addToNewTable } from './change-foreign-keys.ts'
import { inOrder, type Sides } from './change-references.ts'
import { createTableText, foreignKeysIn } from './change-text.ts'

/** What makes new tables, and their foreign keys that can only be made when all of them are there. */
export type NewTables = {
  readonly tables: readonly SchemaChange[]
  readonly foreignKeys: readonly SchemaChange[]
  /** Whose triggers are among what makes the tables. */
  readonly isWhole: (table: Table) => boolean
}

/** How the text of a table is sent, and what makes its triggers. */
export type Writing = {
  written(sql: string): string
  triggersOf(table: Table): readonly SchemaChange[]
}

/** Tables behind those that they refer to; where what belongs together stands together, by their names and with their triggers. */
export function newTables(
  made: readonly Table[],
  sides: Sides,
  layout: ChangeOptions['layout'],
  { written, triggersOf }: Writing,
): NewTables {
  if (layout === undefined) {
    const created = inOrder(made, sides)
    return {
      tables: created.map(({ table, foreignKeys }) =>
        createTable(table, written(createTableText(table, foreignKeys))),
      ),
      foreignKeys: created.flatMap(({ table, foreignKeys }) => addLeft(table, foreignKeys)),
      isWhole: () => false,
    }
  }
  return {
    tables: made.flatMap((table) =>
      inParagraph(keyOf({ ...table, kind: 'table' }), [
        createTable(table, written(createTableText(table, ownKeys(table)))),
        ...triggersOf(table),
      ]),
    ),
    foreignKeys: made.flatMap((table) =>
      inParagraph(apartFrom(table, 'foreign keys'), addLeft(table, ownKeys(table))),
    ),
    isWhole: (table) => made.includes(table),
  }
}

/** Foreign keys to the table itself, and to another database. */
function ownKeys(table: Table): readonly Constraint[] {
  return foreignKeysIn(table).filter(
    ({ references }) =>
      references?.table.name === table.name || references?.table.schema !== undefined,
  )
}

function addLeft(table: Table, made: readonly Constraint[]): readonly SchemaChange[] {
  return addToNewTable(
    table,
    foreignKeysIn(table).filter((one) => !made.includes(one)),
  )
}

function createTable({ name }: Table, sql: string): SchemaChange {
  return {
    sql,
    summary: `creates the table ${name}`,
    hazards: [],
    placement: 'with',
  }
}

function inParagraph(paragraph: string, changes: readonly SchemaChange[]): readonly SchemaChange[] {
  return changes.map((one) => ({ ...one, paragraph }))
}
