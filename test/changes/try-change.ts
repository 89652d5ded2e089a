import { expect } from 'vitest'
import type {
  ChangeOptions,
  Connection,
  Inspection,
  Renaming,
  SchemaChange,
  SchemaChanges,
} from '#dialect'
import { compareSchemas, type Schema } from '#schema'

/** What looks at the schema of a session, and what changes it. */
export type Tools = { readonly inspection: Inspection; readonly changes: SchemaChanges }

export async function toolsOf({ dialect }: Connection): Promise<Tools> {
  return { inspection: await dialect.inspection(), changes: await dialect.changes() }
}

/** Runs statements, together as far as that is possible. One behind `-- fails` and a line break has to fail. */
export async function build(connection: Connection, statements: readonly string[]): Promise<void> {
  let waiting: string[] = []
  const run = async (): Promise<void> => {
    const sql = waiting.join('\n;\n')
    waiting = []
    if (sql === '') return
    await connection.execute(sql).catch((cause: unknown) => {
      throw new Error(`${sql}\n${String(cause)}`, { cause })
    })
  }
  for (const statement of statements) {
    if (!statement.startsWith('-- fails\n')) {
      waiting.push(statement)
      continue
    }
    await run()
    const failed = await connection.execute(statement).then(
      () => false,
      () => true,
    )
    if (!failed) throw new Error(`This went well: ${statement}`)
  }
  await run()
}

/** The schema of a session's database. */
export function schemaOf(connection: Connection, { inspection }: Tools): Promise<Schema> {
  return inspection.readSchema(connection, connection.dialect.ledgerSql.defaultNaming)
}

/** Runs changes as `up` does: each transaction as long as placements permit. */
export async function applyChanges(
  connection: Connection,
  changes: readonly Pick<SchemaChange, 'sql' | 'placement'>[],
): Promise<void> {
  let isOpen = false
  const commit = async (): Promise<void> => {
    if (isOpen) await connection.commit()
    isOpen = false
  }
  for (const { sql, placement } of changes) {
    if (sql === '') continue
    if (placement !== 'with') await commit()
    if (placement !== 'alone' && placement !== 'session' && !isOpen) {
      await connection.begin({})
      isOpen = true
    }
    try {
      if (assertionIn(sql) === '') await connection.execute(sql)
      else expect(await connection.query(sql)).toEqual([])
    } catch (cause) {
      await connection.rollback()
      const text = changes.map((one) => (one.sql === sql ? `→ ${sql}` : `  ${one.sql}`))
      throw new Error(`${String(cause)}\n${text.join('\n')}`, { cause })
    }
  }
  await commit()
}

/** Renames, and gives the statements that did it. */
export async function applyRenames(
  connection: Connection,
  tools: Tools,
  renames: readonly Renaming[],
): Promise<readonly string[]> {
  const all: string[] = []
  for (const renaming of renames) {
    const statements = tools.changes.rename(renaming, await schemaOf(connection, tools))
    await applyChanges(
      connection,
      statements.map((sql) => ({ sql, placement: 'with' })),
    )
    all.push(...statements)
  }
  return all
}

/** The wishes that undo these. */
export function undone(renames: readonly Renaming[]): readonly Renaming[] {
  return renames.toReversed().map((one) =>
    one.kind === 'table'
      ? {
          ...one,
          from: { schema: one.schema ?? one.from.schema, name: one.to },
          to: one.from.name,
          ...(one.schema === undefined ? {} : { schema: one.from.schema ?? '' }),
        }
      : { ...one, from: one.to, to: one.from },
  )
}

/** What still differs after a change, as `missing column users.email`, and what a second comparison would still do. */
export async function remainder(
  connection: Connection,
  tools: Tools,
  to: Schema,
  options: ChangeOptions | undefined,
): Promise<{ readonly differences: readonly string[]; readonly more: readonly string[] }> {
  const found = await schemaOf(connection, tools)
  return {
    differences: compareSchemas(to, found).map((one) => {
      const text = `${one.change} ${one.kind} ${one.name}`
      return one.change === 'changed' ? `${text}: ${one.expected} → ${one.found}` : text
    }),
    more: tools.changes.between(found, to, options).flatMap(({ sql }) => (sql === '' ? [] : [sql])),
  }
}

/** Each hazard as `kind: text`. */
export function hazardsOf(changes: readonly SchemaChange[]): readonly string[] {
  return changes.flatMap(({ hazards }) => hazards.map(({ kind, text }) => `${kind}: ${text}`))
}

/** Each statement, behind its placement where that is not `with`. */
export function statementsOf(changes: readonly SchemaChange[]): readonly string[] {
  return changes
    .filter(({ sql }) => sql !== '')
    .map(({ sql, placement }) =>
      placement === 'with' ? assertionIn(sql) || sql : `${placement}: ${sql}`,
    )
}

/** The line that makes an assertion of a query; empty for any other statement. */
function assertionIn(sql: string): string {
  return /^-- godwit:assert .*$/m.exec(sql)?.[0] ?? ''
}
