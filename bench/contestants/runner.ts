import { fileURLToPath } from 'node:url'
import type { Command } from '../process.ts'

/** A command that runs one of our small programs for a rival that is a library only. */
export function runnerCommand(
  runner: 'kysely' | 'umzug' | 'drizzle' | 'postgrator',
  url: string,
  migrations: string,
): Command {
  const program = fileURLToPath(new URL(`../runners/${runner}.mjs`, import.meta.url))
  return { file: process.execPath, args: [program, url, migrations] }
}
