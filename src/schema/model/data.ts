import type { ObjectName } from '../schema.ts'
import type { FaultPlace } from './fault.ts'
import type { MODEL } from './mark.ts'

/** Where a model was made. */
export type Place = {
  /** Absolute path. */
  readonly file: string
  readonly line: number
}

/** A value that SQL can hold as it stands. */
export type Literal = string | number | bigint | boolean | null | Date

/** SQL of the user's own, with names and values that each product writes in its way; made with {@link sql}. */
export type SqlText = { readonly [MODEL]: SqlData }

export type SqlData = { readonly kind: 'sql'; readonly pieces: readonly SqlPiece[] }

export type SqlPiece =
  | string
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'object'; readonly object: ModelData }
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  /** Another text for each product, by its name. */
  | { readonly kind: 'choice'; readonly choices: { readonly [dialect: string]: SqlData } }

export type ColumnType =
  | {
      readonly kind:
        | 'smallint'
        | 'integer'
        | 'bigint'
        | 'real'
        | 'double'
        | 'boolean'
        | 'text'
        | 'uuid'
        | 'json'
        | 'date'
    }
  | { readonly kind: 'varchar' | 'char'; readonly length: number }
  | { readonly kind: 'bytes'; readonly length: number | undefined }
  | {
      readonly kind: 'decimal'
      readonly precision: number | undefined
      readonly scale: number | undefined
    }
  | {
      readonly kind: 'time' | 'timestamp' | 'local timestamp'
      readonly precision: number | undefined
    }
  | { readonly kind: 'enum'; readonly enum: EnumData }
  | { readonly kind: 'array'; readonly of: ColumnType }
  /** As the database calls it. */
  | { readonly kind: 'native'; readonly sql: SqlData }

/** What the database gives a column where a row names none. */
export type DefaultData =
  | { readonly kind: 'sql'; readonly sql: SqlData }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'now' | 'new uuid' }

export type Action = 'cascade' | 'restrict' | 'set null' | 'set default' | 'no action'

export type ReferenceData = {
  readonly name: string | undefined
  /** Called once all models are there: two tables may refer to each other. */
  readonly columns: () => readonly { readonly [MODEL]: ColumnData }[]
  readonly onDelete: Action | undefined
  readonly onUpdate: Action | undefined
  /** What stands behind it: `DEFERRABLE INITIALLY DEFERRED`. */
  readonly clause: SqlData | undefined
}

export type ColumnData = {
  readonly kind: 'column'
  readonly type: ColumnType
  readonly isNullable: boolean
  readonly isPrimaryKey: boolean
  readonly unique: { readonly name: string | undefined } | undefined
  readonly default: DefaultData | undefined
  readonly generated: { readonly expression: SqlData; readonly isStored: boolean } | undefined
  readonly identity: 'always' | 'by default' | undefined
  readonly references: ReferenceData | undefined
  readonly collation: string | undefined
  readonly comment: string | undefined
  /** Clauses of the product's own, behind all others. */
  readonly clauses: readonly SqlData[]
  /** The only product that has it, by name. */
  readonly only: string | undefined
  /** Where it belongs to, once it does. */
  readonly owner: { readonly table: ObjectName; readonly name: string } | undefined
}

/** A column of a table, under its name. */
export type NamedColumn = ColumnData & { readonly name: string }

/** One part of the key of an index: a column or an expression. */
export type KeyData = {
  readonly column: string | undefined
  /** Where the column belongs to. */
  readonly table?: ObjectName | undefined
  readonly expression: SqlData | undefined
  /** How many characters of it count, on MySQL and MariaDB. */
  readonly length: number | undefined
  readonly collation: string | undefined
  readonly operators: string | undefined
  readonly isDescending: boolean
  readonly nulls: 'first' | 'last' | undefined
}

export type IndexData = {
  readonly kind: 'index'
  readonly name: string | undefined
  readonly keys: readonly KeyData[]
  readonly isUnique: boolean
  /** `gin`, `hash`, … */
  readonly method: string | undefined
  /** A word in front of INDEX: `FULLTEXT`. */
  readonly flavor: string | undefined
  readonly include: readonly string[]
  readonly where: SqlData | undefined
  readonly clauses: readonly SqlData[]
  readonly comment: string | undefined
  readonly only: string | undefined
}

/** What belongs to a table besides its columns. */
export type PartData =
  | IndexData
  | {
      readonly kind: 'primary key' | 'unique'
      readonly name: string | undefined
      readonly columns: readonly string[]
      /** Where each of them belongs to. */
      readonly tables?: readonly ObjectName[]
      readonly clauses: readonly SqlData[]
    }
  | { readonly kind: 'check'; readonly name: string | undefined; readonly expression: SqlData }
  | {
      readonly kind: 'foreign key'
      readonly columns: readonly string[]
      readonly tables?: readonly ObjectName[]
      readonly references: ReferenceData
    }
  /** A constraint that is written by hand. */
  | {
      readonly kind: 'constraint'
      readonly name: string | undefined
      readonly sql: SqlData
      readonly only: string | undefined
    }
  | { readonly kind: 'comment'; readonly text: string }
  /** What has to be there before the table. */
  | { readonly kind: 'needs'; readonly models: readonly ModelData[] }
  /** What stands behind the columns, or in front of TABLE. */
  | {
      readonly kind: 'option'
      readonly position: 'front' | 'behind'
      readonly sql: SqlData
      readonly only: string | undefined
    }

export type TableData = ObjectName & {
  readonly kind: 'table'
  readonly columns: readonly NamedColumn[]
  /** Called once all models are there; `at`: what an error names. */
  readonly parts: (at?: FaultPlace) => readonly PartData[]
  /** Of a partition: what it is a part of, and of which rows. */
  readonly partition: { readonly of: TableData; readonly bounds: SqlData } | undefined
  readonly only: string | undefined
  readonly place: Place | undefined
}

export type EnumData = ObjectName & {
  readonly kind: 'enum'
  readonly labels: readonly string[]
  readonly comment: string | undefined
  readonly place: Place | undefined
}

export type ViewData = ObjectName & {
  readonly kind: 'view'
  readonly isMaterialized: boolean
  readonly query: SqlData
  readonly indexes: readonly IndexData[]
  readonly needs: readonly ModelData[]
  readonly comment: string | undefined
  readonly only: string | undefined
  readonly place: Place | undefined
}

/** A schema inside a database. */
export type NamespaceData = ObjectName & {
  readonly kind: 'schema'
  readonly place: Place | undefined
}

/** Anything else, written by hand. */
export type HandmadeData = ObjectName & {
  readonly kind: 'object'
  readonly statements: readonly SqlData[]
  readonly needs: readonly ModelData[]
  /** Before all else, as an extension. */
  readonly isFirst: boolean
  readonly only: string | undefined
  readonly place: Place | undefined
}

export type ModelData = TableData | EnumData | ViewData | NamespaceData | HandmadeData

/** Anything that a module of models may export. */
export type Model = { readonly [MODEL]: ModelData }

/** A model as it was found. */
export type FoundModel = {
  readonly model: Model
  /** What the module calls it. */
  readonly exportName: string | undefined
  /** The module's file as one would type it. */
  readonly file: string | undefined
}
