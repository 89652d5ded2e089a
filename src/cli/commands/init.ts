import type { CommandSpec } from '../command.ts'

/** `godwit init` */
export const INIT: CommandSpec = {
  name: 'init',
  summary: 'write a configuration, a first migration and package scripts',
  description:
    'Asks for the database on a terminal, unless --database or --url names it; else takes sqlite. Never overwrites a file.',
  options: [
    {
      flags: '--database <product>',
      description: 'the database',
      choices: ['sqlite', 'postgres', 'pglite', 'mysql'],
    },
    { flags: '--yaml', description: 'write godwit.config.yaml instead of godwit.config.ts' },
  ],
  examples: [
    { line: 'godwit init', does: 'asks for the database' },
    { line: 'godwit init --database postgres', does: 'asks nothing' },
    {
      line: 'godwit init --url postgres://shop@db.example/shop',
      does: 'writes the address, too; a password belongs into DATABASE_URL',
    },
    {
      line: 'godwit init --database sqlite --yaml --dir db/migrations',
      does: 'another folder, configuration in YAML',
    },
  ],
  load: async () => (await import('../actions/init.ts')).runInit,
}
