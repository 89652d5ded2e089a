import type { ColumnDef, Constraint, Node, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import {
  alterations,
  columnOf,
  constraintOf,
  inlineConstraints,
  type Alteration,
} from './alterations.ts'
import { droppedRelations, relationKey, textsOf } from './names.ts'
import { typeOf } from './types.ts'

/** A column, as far as the migrations tell. */
export type Column = { readonly type: string; readonly isNotNull: boolean }

/** A constraint that later statements ask about. */
export type KnownConstraint = {
  readonly isValid: boolean
  /** The column that a check proves to hold no NULL. */
  readonly provesNotNull?: string
}

/** A table, as far as the migrations tell. */
export type Table = {
  /** The unit of deployment that made it; undefined when it was there before. */
  readonly madeIn: string | undefined
  /** Its rows lie in partitions: many things are done to those one by one. */
  readonly isPartitioned: boolean
  readonly columns: Map<string, Column>
  readonly constraints: Map<string, KnownConstraint>
}

/**
 * The schema that a run of statements makes, from their trees alone. It knows what the migrations say, and no more: of a table
 * that it has not seen it claims nothing.
 */
export class Schema {
  readonly #tables = new Map<string, Table>()
  readonly #indexes = new Map<string, { readonly table: string; readonly madeIn: string }>()
  readonly #enumsMadeIn = new Map<string, string>()
  #unit = ''

  /** What comes next belongs to another unit of deployment: its own tables are new and empty in it, those of others are not. */
  beginUnit(unit: string): void {
    this.#unit = unit
  }

  table(relation: RangeVar | undefined): Table | undefined {
    if (relation === undefined) return undefined
    const temporary = relation.schemaname === undefined && this.#tables.get(temporaryKey(relation))
    return temporary || this.#tables.get(relationKey(relation))
  }

  /** Whether a table was made in the unit that runs now: nobody uses it yet, and it holds no rows of theirs. */
  isNew(relation: RangeVar | undefined): boolean {
    const isTemporary = relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp'
    return isTemporary || this.table(relation)?.madeIn === this.#unit
  }

  /** Whether an index was made in the unit that runs now. */
  isNewIndex(name: RangeVar): boolean {
    const index = this.#indexes.get(relationKey(name))
    return (
      index?.madeIn === this.#unit ||
      (index !== undefined && this.#tables.get(index.table)?.madeIn === this.#unit)
    )
  }

  /** Whether a type was made in the unit that runs now. */
  isNewType(name: string): boolean {
    return this.#enumsMadeIn.get(name) === this.#unit
  }

  /** Goes on to the schema after a statement. */
  apply(tree: PostgresTree): void {
    if ('CreateStmt' in tree) {
      const { relation, tableElts = [], if_not_exists: isOptional, partspec } = tree.CreateStmt
      if (relation === undefined || (isOptional && this.table(relation) !== undefined)) return
      const table = this.#make(relation, partspec !== undefined)
      for (const element of tableElts) {
        if ('ColumnDef' in element) addColumn(table, element.ColumnDef)
        if ('Constraint' in element) addConstraint(table, element.Constraint)
      }
    } else if ('CreateTableAsStmt' in tree) {
      const relation = tree.CreateTableAsStmt.into?.rel
      if (relation !== undefined) this.#make(relation)
    } else if ('AlterTableStmt' in tree) {
      for (const alteration of alterations(tree)) this.#alter(alteration)
    } else if ('RenameStmt' in tree) {
      const { renameType, relation, subname = '', newname = '' } = tree.RenameStmt
      const table = this.table(relation)
      if (relation === undefined || table === undefined) return
      if (renameType === 'OBJECT_TABLE') {
        this.#tables.delete(relationKey(relation))
        this.#tables.set(relationKey({ ...relation, relname: newname }), table)
      } else if (renameType === 'OBJECT_COLUMN') move(table.columns, subname, newname)
      else if (renameType === 'OBJECT_TABCONSTRAINT') move(table.constraints, subname, newname)
    } else if ('IndexStmt' in tree) {
      const { relation, idxname } = tree.IndexStmt
      if (relation === undefined || idxname === undefined) return
      const { schemaname } = relation
      const name =
        schemaname === undefined ? { relname: idxname } : { schemaname, relname: idxname }
      this.#indexes.set(relationKey(name), { table: relationKey(relation), madeIn: this.#unit })
    } else if ('CreateEnumStmt' in tree) {
      this.#enumsMadeIn.set(textsOf(tree.CreateEnumStmt.typeName).join('.'), this.#unit)
    } else if ('DropStmt' in tree) {
      const { removeType, objects } = tree.DropStmt
      for (const key of droppedRelations(objects).map(relationKey)) {
        if (removeType === 'OBJECT_TABLE') this.#tables.delete(key)
        if (removeType === 'OBJECT_INDEX') this.#indexes.delete(key)
      }
    }
  }

  #make(relation: RangeVar, isPartitioned = false): Table {
    const made = { columns: new Map(), constraints: new Map() }
    const table: Table = { madeIn: this.#unit, isPartitioned, ...made }
    const isTemporary = relation.relpersistence === 't'
    this.#tables.set(isTemporary ? temporaryKey(relation) : relationKey(relation), table)
    return table
  }

  #alter({ table: relation, command }: Alteration): void {
    const table = this.table(relation)
    if (table === undefined) return
    const { subtype, name = '' } = command
    const definition = columnOf(command)
    const added = constraintOf(command)
    const column = table.columns.get(name)
    const constraint = table.constraints.get(name)
    if (subtype === 'AT_AddColumn' && definition) addColumn(table, definition)
    else if (subtype === 'AT_DropColumn') table.columns.delete(name)
    else if (subtype === 'AT_AddConstraint' && added) addConstraint(table, added)
    else if (subtype === 'AT_DropConstraint') table.constraints.delete(name)
    else if (subtype === 'AT_ValidateConstraint' && constraint)
      table.constraints.set(name, { ...constraint, isValid: true })
    else if (subtype === 'AT_SetNotNull' && column)
      table.columns.set(name, { ...column, isNotNull: true })
    else if (subtype === 'AT_DropNotNull' && column)
      table.columns.set(name, { ...column, isNotNull: false })
    else if (subtype === 'AT_AlterColumnType' && column && definition)
      table.columns.set(name, { ...column, type: typeOf(definition.typeName) })
  }
}

function addColumn(table: Table, column: ColumnDef): void {
  const { colname = '', typeName } = column
  const isNotNull = inlineConstraints(column).some(
    ({ contype }) => contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY',
  )
  table.columns.set(colname, { type: typeOf(typeName), isNotNull })
}

function addConstraint(table: Table, constraint: Constraint): void {
  const { contype, conname, keys, skip_validation: isUnchecked } = constraint
  if (contype === 'CONSTR_PRIMARY')
    for (const name of textsOf(keys)) {
      const column = table.columns.get(name)
      if (column !== undefined) table.columns.set(name, { ...column, isNotNull: true })
    }
  if (conname === undefined) return
  const proven = contype === 'CONSTR_NOTNULL' ? textsOf(keys)[0] : provenBy(constraint.raw_expr)
  table.constraints.set(conname, {
    isValid: isUnchecked !== true,
    ...(proven === undefined ? {} : { provesNotNull: proven }),
  })
}

/** The column of `CHECK (c IS NOT NULL)`; no other constraint of a table has an expression. */
function provenBy(expression: Node | undefined): string | undefined {
  if (expression === undefined || !('NullTest' in expression)) return undefined
  const { arg, nulltesttype } = expression.NullTest
  if (nulltesttype !== 'IS_NOT_NULL' || arg === undefined || !('ColumnRef' in arg)) return undefined
  return textsOf(arg.ColumnRef.fields).at(-1)
}

/** Temporary tables go before those of the same name. */
function temporaryKey({ relname = '' }: RangeVar): string {
  return `pg_temp.${relname}`
}

function move<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from)
  map.delete(from)
  if (value !== undefined) map.set(to, value)
}
