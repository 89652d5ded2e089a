import type { CommandSpec } from '../command.ts'

/** `godwit baseline` */
export const BASELINE: CommandSpec = {
  name: 'baseline',
  summary: 'take over a database that already has the schema of a version',
  description:
    'Records every migration up to the version as applied without running it. Only for an empty history.',
  arguments: [{ name: '<version>', description: 'the version whose schema the database has' }],
  examples: [
    { line: 'godwit baseline 012', does: 'the next godwit up begins after 012' },
    { line: 'godwit baseline 012 --url postgres://shop@db.example/shop', does: 'for one database' },
  ],
  load: async () => (await import('../actions/baseline.ts')).runBaseline,
}
