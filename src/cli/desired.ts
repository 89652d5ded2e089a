import type { ResolvedConfig } from '#config'
import { godwitError } from '#core'
import { type Desired, desiredOfCommands, desiredOfFiles } from '#inspect'
import type { Context } from './context.ts'
import type { Input } from './input.ts'

/**
 * What says how the schema shall be: the words of the command, else the configuration.
 * @throws GodwitError `GODWIT_USAGE` when nothing does, `GODWIT_SCHEMA_INVALID` for a file that is not there
 */
export function desiredSchema(
  input: Input,
  { io: { cwd } }: Context,
  { schema, schemaCommand }: ResolvedConfig,
): Desired {
  const files = input.list('to')
  const commands = input.list('toCommand')
  if (files.length > 0) return desiredOfFiles(files, cwd)
  if (commands.length > 0) return desiredOfCommands(commands, cwd)
  if (schema.length > 0) return desiredOfFiles(schema, cwd)
  if (schemaCommand !== undefined) return desiredOfCommands([schemaCommand], cwd)
  throw godwitError('GODWIT_USAGE', {
    message: 'Nothing says what the schema shall be.',
    next: [
      'Name a file of models or SQL: --to schema.sql, or schema in the configuration',
      'Or a command that prints SQL: --to-command "npx drizzle-kit export", or schemaCommand in the configuration',
    ],
  })
}
