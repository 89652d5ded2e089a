import {
  modelFault,
  type ColumnType,
  type FaultPlace,
  type IndexData,
  type Literal,
  type NamedColumn,
  type ObjectName,
  type PartData,
  type SqlData,
  type TableData,
} from '#schema'

/** What one product writes in its own way. */
export type Spelling = {
  /** The name under which models speak of it: in `only` and `sqlFor`. */
  readonly dialect: string
  readonly product: string
  /** How long a name may be; undefined where that does not matter. */
  readonly longest: { readonly most: number; readonly unit: 'bytes' | 'characters' } | undefined
  /** Whether two names that differ in the case of letters are one: of columns, of tables and the like. */
  readonly foldsCase: { readonly columns: boolean; readonly objects: boolean }
  /** Whether indexes have their names among those of tables. */
  readonly indexesAreRelations: boolean
  readonly hasSchemas: boolean
  /** Whether both sides of a foreign key must be numbers of one size, and its columns hold NULL where it puts that. */
  readonly keysNeedOneSize: boolean
  /** Whether NULL can stand in a primary key. */
  readonly keysHoldNull: boolean
  name(name: string): string
  literal(value: Literal): string
  bytes(value: Uint8Array): string
  type(type: ColumnType, scene: Scene): string
  /** The line of a column. */
  column(column: NamedColumn, scene: Scene): string
  /** Lines behind the columns that come from the columns themselves. */
  columnLines(table: TableData, scene: Scene): readonly Line[]
  /** What the product calls a foreign key by itself, where it is better to say so. */
  readonly namesForeignKeys: boolean
  /** Whether a foreign key can be added to a table that is there. */
  readonly addsForeignKeys: boolean
  /**
   * Stops where the product has such columns and adds none to a table that is there.
   * @throws GodwitError `GODWIT_MODEL_INVALID`
   */
  requireAddable?(column: NamedColumn, scene: Scene): void
  index(table: ObjectName, index: IndexData, scene: Scene): string
  /** What stands behind the columns, of a comment on the table. */
  tableComment?(text: string): string
  /** Statements that hold comments. */
  comments?(table: TableData, parts: readonly PartData[], scene: Scene): readonly Commented[]
  enumStatements?(
    name: ObjectName,
    labels: readonly string[],
    comment: string | undefined,
  ): readonly string[]
  /** A query for the names of the foreign keys of a column, where they would hold it when it is dropped. */
  foreignKeys?(table: ObjectName, column: string): string
  dropIndex(table: ObjectName, index: string): string
  find(table: ObjectName, column?: string): string
}

/** A line of CREATE TABLE, and the key of the model that it is about. */
export type Line = { readonly text: string; readonly key: string | undefined }

export type Commented = { readonly sql: string; readonly key: string | undefined }

/** Where something is written. */
export type Scene = {
  readonly spelling: Spelling
  readonly at: FaultPlace
  /** What stands behind the columns of the table. */
  readonly options?: readonly string[]
  /** Of a table: whether one of its parts is its primary key. */
  readonly hasKeyOfParts?: boolean
}

/** A name with its schema. */
export function fullName(
  { schema, name }: ObjectName,
  { name: written }: Pick<Spelling, 'name'>,
): string {
  return schema === undefined || schema === 'public'
    ? written(name)
    : `${written(schema)}.${written(name)}`
}

/** The user's own SQL in the product's spelling. */
export function writeSql(data: SqlData, scene: Scene): string {
  const { spelling, at } = scene
  const text = data.pieces.map((piece) => {
    if (typeof piece === 'string') return piece
    switch (piece.kind) {
      case 'name':
        return spelling.name(piece.name)
      case 'object':
        return fullName(piece.object, spelling)
      case 'literal':
        return spelling.literal(piece.value)
      case 'bytes':
        return spelling.bytes(piece.value)
      default: {
        const chosen = piece.choices[spelling.dialect]
        if (chosen !== undefined) return writeSql(chosen, scene)
        throw modelFault(
          at,
          `has SQL for ${Object.keys(piece.choices).join(' and ')}, and none for ${spelling.product}`,
        )
      }
    }
  })
  return text.join('').trim()
}

/** The same where a part of a table is about one key. */
export function atKey(scene: Scene, key: string): Scene {
  return { ...scene, at: { ...scene.at, key } }
}

const PRODUCTS: { readonly [dialect: string]: string } = {
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL or MariaDB',
}

/** @throws GodwitError `GODWIT_MODEL_INVALID` for what only another product has */
export function requireOwn(only: string | undefined, { spelling, at }: Scene): void {
  if (only === undefined || only === spelling.dialect) return
  throw modelFault(
    at,
    `is something that only ${PRODUCTS[only] ?? only} has, and this database is ${spelling.product}`,
  )
}

/** @throws GodwitError `GODWIT_MODEL_INVALID` */
export function impossible({ spelling, at }: Scene, what: string): Error {
  return modelFault(at, `${what}, which ${spelling.product} does not have`)
}

/** An expression, in brackets unless it stands there well without. */
export function inBrackets(text: string): string {
  return text.startsWith('(') && closesAtEnd(text) ? text : `(${text})`
}

function closesAtEnd(text: string): boolean {
  let depth = 0
  for (const [at, char] of [...text].entries()) {
    if (char === "'" || char === '"' || char === '`') return false
    depth += char === '(' ? 1 : char === ')' ? -1 : 0
    if (depth === 0) return at === [...text].length - 1
  }
  return false
}
