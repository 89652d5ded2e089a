import { godwitError, type GodwitError } from '#core'
import { type Connection, type ModelStatement, refusedModel } from '#dialect'
import type { FoundModel } from '#schema'
import { type Grammar, splitStatements } from '#sql'
import { loadModels } from './load-models.ts'
import { requireGoingOn } from './of-scratch.ts'
import { reachFrom, type Reach, type ReachOf } from './reach.ts'
import { schemaOfCommand } from './schema-command.ts'
import { findSchemaFiles, isSqlPath, readSchemaFile } from './schema-files.ts'
import { runSchemaTexts, type SchemaText } from './schema-text.ts'

/** What says how the schema shall be. */
export type Desired = {
  /** For people: `src/schema.ts`. */
  readonly shown: string
  /** Makes it in an empty database, until the signal. */
  make(connection: Connection, signal?: AbortSignal): Promise<void>
}

/**
 * Files say how the schema shall be: models, and after them those of SQL. `*` stands for a part of a name, `**` for any folders.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID` when a path names no file
 */
export function desiredOfFiles(patterns: readonly string[], cwd: string): Desired {
  const models = patterns.filter((pattern) => !isSqlPath(pattern))
  const files = findSchemaFiles(patterns.filter(isSqlPath), cwd)
  const shown = [...models, ...files.map((file) => file.shown)]
  return {
    shown: shown.length > 3 ? `${shown.length} files` : shown.join(', '),
    make: async (connection, signal) => {
      if (models.length > 0) await makeModels(connection, await loadModels(models, cwd), signal)
      await runSchemaTexts(connection, files.map(readSchemaFile), signal)
    },
  }
}

/** Commands print SQL that makes the schema, one after the other. */
export function desiredOfCommands(commands: readonly string[], cwd: string): Desired {
  return {
    shown: `the output of ${commands.join(' and ')}`,
    make: async (connection, signal) => {
      const texts: SchemaText[] = []
      for (const command of commands) texts.push(await schemaOfCommand(command, { cwd, signal }))
      await runSchemaTexts(connection, texts, signal)
    },
  }
}

/**
 * Makes models in an empty database.
 * @throws GodwitError `GODWIT_MODEL_INVALID` with file and key for what the product cannot hold or refuses
 */
async function makeModels(
  connection: Connection,
  found: readonly FoundModel[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { dialect } = connection
  const models = await connection.dialect.models()
  const statements = models.create(found)
  const reachOf = await reachFrom(connection, 'lasting')
  for (const statement of statements) {
    const reach = reachIn(statement, dialect.grammar, reachOf)
    if (reach !== undefined) throw reaching(statement.of.model, reach)
  }
  for (const statement of statements) {
    await requireGoingOn({ signal })
    try {
      await connection.execute(statement.sql)
    } catch (error) {
      throw refusedModel(statement, dialect.classify(error), dialect.product)
    }
  }
}

/** What is said in SQL may be more than one statement. */
function reachIn(
  { sql, of }: ModelStatement,
  grammar: Grammar,
  reachOf: ReachOf,
): Reach | undefined {
  const texts = sql.includes(';')
    ? splitStatements(sql, grammar, of.file ?? of.model).map(({ text }) => text)
    : []
  for (const text of [sql, ...texts]) {
    const reach = reachOf(text)
    if (reach !== undefined) return reach
  }
  return undefined
}

function reaching(model: string, { does, changes, inSchema }: Reach): GodwitError {
  return godwitError('GODWIT_SCHEMA_INVALID', {
    message: `The model "${model}" ${does}. It is not made: a scratch database would not keep it from changing ${changes}.`,
    database: 'Your databases are unchanged.',
    next: [inSchema(`the model "${model}"`)],
  })
}
