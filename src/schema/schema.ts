/**
 * A schema as a value, as a database product describes it. Each part has its name and, in `definition`, everything else about
 * it in the product's own normal form: two parts of one name are equal exactly when their definitions are. The other
 * properties say a part of the same in a form that code can work with. What the database numbers by itself is in no part.
 */
export type Schema = {
  readonly tables: readonly Table[]
  /** Everything but tables and what belongs to a table. */
  readonly objects: readonly SchemaObject[]
  /** Of tables that name none, where a database has one (MySQL); no part of what is compared. */
  readonly collation?: string
  /** What the role that read it may not see, where that was asked for. */
  readonly unseen?: readonly Unseen[]
}

/** What a role may not see of a database. */
export type Unseen = {
  /** As `withoutIgnored` takes them. */
  readonly patterns: readonly string[]
  /** For people, with what would let the role see it. */
  readonly note: string
}

/** Where something lies. */
export type ObjectName = {
  /** Undefined where the product has no schemas inside a database; PostgreSQL's `public` is named as any other. */
  readonly schema: string | undefined
  readonly name: string
}

/** What else a product knows about a part, by words of its own: PostgreSQL's `collation`, `storage`. */
export type Details = Readonly<Record<string, string>>

/** What has to be there before a part of a table, as keys of {@link keyOf}. */
type Needy = {
  readonly details?: Details
  readonly needs?: readonly string[]
  /** The columns of tables that it is made of, where they may be another table's: `users.email`. */
  readonly uses?: readonly string[]
}

export type Table = ObjectName &
  Needy & {
    /** What is said about the table itself: `UNLOGGED`, `PARTITION BY …`, `WITHOUT ROWID`, `ENGINE=InnoDB`. Empty for the usual. */
    readonly definition: string
    /** In the table's order. */
    readonly columns: readonly Column[]
    readonly constraints: readonly Constraint[]
    /** Without those that a constraint brings. */
    readonly indexes: readonly Index[]
    readonly triggers: readonly Attachment[]
    /** PostgreSQL's rules, policies and the like. */
    readonly attachments: readonly Attachment[]
    readonly comment: string | undefined
    /** The tables that this one inherits from, or the one that it is a partition of. */
    readonly parents: readonly ObjectName[]
    readonly isPartition: boolean
    /** The statement that made it, where the product keeps that (SQLite). */
    readonly sql?: string
    /** That of texts that name none, where each table has its own (MySQL). */
    readonly collation?: string
    /** What a table without rows would count first, where that was asked for (MySQL); no part of what is compared. */
    readonly start?: string
  }

export type Column = Needy & {
  readonly name: string
  readonly definition: string
  /** As the database writes it: `character varying(320)`. */
  readonly type: string
  readonly isNullable: boolean
  /** The expression. Undefined where there is none, and for generated columns. */
  readonly default: string | undefined
  readonly generated: { readonly expression: string; readonly isStored: boolean } | undefined
  /** The database counts: an identity, AUTO_INCREMENT, SQLite's INTEGER PRIMARY KEY. */
  readonly identity: 'always' | 'by default' | undefined
  /** In which its texts are sorted, also where the definition leaves that to the table (MySQL). */
  readonly collation?: string
  readonly comment: string | undefined
}

export type Constraint = Needy & {
  /** As the database calls it; where it has no name, what it is and of which columns: `UNIQUE (a, b)`. */
  readonly name: string
  readonly hasName: boolean
  readonly definition: string
  readonly kind: 'primary key' | 'unique' | 'check' | 'foreign key' | 'exclusion' | 'not null'
  /** In the constraint's order; empty for a check over several columns. */
  readonly columns: readonly string[]
  readonly references: Reference | undefined
  /** `false` while it is NOT VALID, or not enforced. */
  readonly isValid: boolean
  /** The index that the product made for it by itself, and that stays when it goes (MySQL's foreign keys). */
  readonly index?: string
  readonly comment: string | undefined
}

export type Reference = {
  readonly table: ObjectName
  readonly columns: readonly string[]
  /** In capitals: `NO ACTION`, `CASCADE`, … */
  readonly onUpdate: string
  readonly onDelete: string
}

export type Index = Needy & {
  readonly name: string
  readonly definition: string
  readonly isUnique: boolean
  /** Undefined stands for an expression. */
  readonly columns: readonly (string | undefined)[]
  /** Of a partial index. */
  readonly where: string | undefined
  /** `false` for what a concurrent build left behind when it failed. */
  readonly isValid: boolean
  readonly comment: string | undefined
}

/** What hangs on a table and has a name of its own. */
export type Attachment = Needy & {
  readonly kind: 'trigger' | 'rule' | 'policy'
  readonly name: string
  readonly definition: string
  /** The statement that makes it. */
  readonly sql: string
  /** Settings around it, where it was made under others than the session has (MySQL); empty where no file can hold it. */
  readonly around?: readonly [string, string] | readonly []
  readonly comment: string | undefined
}

/** What is no table and belongs to none. */
export type SchemaObject = ObjectName & {
  readonly kind: ObjectKind
  readonly definition: string
  /** The statements that make it, in order; empty where godwit cannot. */
  readonly sql: readonly string[]
  /** What has to be there before it, as keys of {@link keyOf}. */
  readonly needs: readonly string[]
  /** Of an enum, in order. */
  readonly labels?: readonly string[]
  /** Of a view. */
  readonly columns?: readonly Column[]
  /** The columns and constraints of tables that it is made of: `users.email`. */
  readonly uses?: readonly string[]
  /** Of a materialized view. */
  readonly indexes?: readonly Index[]
  /** Of a view. */
  readonly attachments?: readonly Attachment[]
  readonly details?: Details
  readonly comment: string | undefined
}

export type ObjectKind =
  | 'schema'
  | 'extension'
  | 'enum'
  | 'domain'
  | 'type'
  | 'sequence'
  | 'view'
  | 'materialized view'
  | 'function'
  | 'procedure'
  | 'aggregate'
  | 'statistics'
  | 'event'
  /** Privileges, where they are asked for. */
  | 'grant'
  /** Whose something is, where it is not of whoever migrates, and privileges are asked for. */
  | 'owner'
  /** What godwit sees and never changes; its name begins with what it is: `event trigger audit`. */
  | 'other'

/** The name for people, and for comparing: `users`, `billing.invoices`; PostgreSQL's `public` is left out. */
export function labelOf({ schema, name }: ObjectName): string {
  return schema === undefined || schema === 'public' ? name : `${schema}.${name}`
}

/** Tells an object or table from every other of the same schema: `table users`, `view billing.open`. */
export function keyOf(object: ObjectName & { readonly kind: ObjectKind | 'table' }): string {
  return `${object.kind} ${labelOf(object)}`
}
