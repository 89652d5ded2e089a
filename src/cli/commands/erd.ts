import { SCRATCH_KINDS } from '#dialect'
import type { CommandSpec } from '../command.ts'

/** `godwit erd` */
export const ERD: CommandSpec = {
  name: 'erd',
  aliases: ['diagram'],
  summary: 'draw the tables and their foreign keys, or the difference between two versions',
  description:
    'Without a version it draws the database itself. With --to it replays the migrations on a scratch database and draws the schema at that version; with --from what differs between two.',
  options: [
    {
      flags: '--to <version>',
      description: 'the schema that the migrations make up to this version, or "latest"',
    },
    {
      flags: '--from <version>',
      description:
        'draw what differs since this version; 0 is before the first migration (the other one is --to, default: latest)',
    },
    {
      flags: '--format <format>',
      description: 'svg, mermaid or html (default: by the ending of --out, else svg)',
      choices: ['svg', 'mermaid', 'html'],
    },
    {
      flags: '--out <file>',
      description: 'write it into a file (.svg, .html, .mmd or .md) instead of standard output',
    },
    {
      flags: '--scratch <kind>',
      description: 'where the scratch database is made (default: auto, the first that works)',
      choices: ['auto', ...SCRATCH_KINDS],
    },
    {
      flags: '--scratch-url <url>',
      description: 'a server on which it is made, in the place of the one of --url',
    },
  ],
  examples: [
    { line: 'godwit erd --out schema.html', does: 'a page with search, of the database as it is' },
    { line: 'godwit erd --to latest --out schema.svg', does: 'what the migrations make' },
    { line: 'godwit erd --from 012 --out changes.svg', does: 'what came since 012' },
    { line: 'godwit erd --format mermaid', does: 'text for a page of documentation' },
  ],
  load: async () => (await import('../actions/erd.ts')).runErd,
}
