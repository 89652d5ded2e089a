import type { ModelCalls, TableRef } from '#catalog'
import { inWords, isObject, misused } from '#core'
import type { Dialect, ModelSql, ModelStatement, Row } from '#dialect'
import { isModel, MODEL, type ObjectName } from '#schema'

/** How the calls with models reach the database. `site` is where the migration made the call. */
export type ModelLine = {
  send(site: Error, sql: string): Promise<void>
  /** What `query` gives, which is about something in the database. */
  ask(site: Error, query: string, about: Asked): Promise<readonly Row[]>
}

/** What a migration asks about: whether a table is there, or a column of it; or which foreign keys a column has. */
export type Asked = {
  readonly table: ObjectName
  readonly column?: string
  readonly isAboutKeys?: true
}

/** What a code migration can do with models, in the SQL of one database; for one call, which was made at `from`. */
export function modelCalls(dialect: Dialect, line: ModelLine, from: Error): ModelCalls {
  const send = async (write: (sql: ModelSql) => readonly string[]): Promise<void> => {
    for (const sql of write(await dialect.models())) await line.send(from, sql)
  }
  const has = async (about: Asked): Promise<boolean> => {
    const { find } = await dialect.models()
    return (await line.ask(from, find(about.table, about.column), about)).length > 0
  }
  return {
    create: (model) => send((sql) => texts(sql.createOne(model))),
    createTable: (table) => send((sql) => texts(sql.createOne(requireTable(table)))),
    dropTable: (table) => send((sql) => [sql.dropTable(nameOf(table))]),
    hasTable: (table) => has({ table: nameOf(table) }),
    addColumn: (table, column) => send((sql) => texts(sql.addColumn(table, column))),
    dropColumn: async (ref, column) => {
      const table = nameOf(ref)
      const sql = await dialect.models()
      const found = sql.foreignKeysOver?.(isModel(ref) ? ref : table, column) ?? []
      const keys =
        typeof found === 'string'
          ? (await line.ask(from, found, { table, column, isAboutKeys: true })).map(({ name }) =>
              String(name),
            )
          : found
      await line.send(from, sql.dropColumn(table, column, keys))
    },
    hasColumn: (table, column) => has({ table: nameOf(table), column }),
    createIndex: (table, index) => send((sql) => [sql.createIndex(table, index).sql]),
    dropIndex: (table, index) => send((sql) => [sql.dropIndex(nameOf(table), index)]),
  }
}

function texts(statements: readonly ModelStatement[]): readonly string[] {
  return statements.map(({ sql }) => sql)
}

function requireTable<M extends TableRef>(table: M): M {
  if (isModel(table) && table[MODEL].kind === 'table') return table
  throw misused(
    `createTable takes the model of a table, as table('users', { … }) of godwit/schema makes it, but got ${isModel(table) ? `the model of something else, "${table[MODEL].name}"; use create` : inWords(table)}.`,
  )
}

function nameOf(table: TableRef): ObjectName {
  if (typeof table === 'string') return { schema: undefined, name: table }
  if (isModel(table)) return table[MODEL]
  // A module in JavaScript may give anything.
  const given: unknown = table
  if (isObject(given) && 'name' in given && typeof given.name === 'string') return table
  throw misused(
    `A table is named by its model, as table('users', { … }) of godwit/schema makes it, or by its name, but got ${inWords(given)}.`,
  )
}
