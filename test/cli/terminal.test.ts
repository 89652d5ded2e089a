import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

test('a terminal sees a line for each migration, rewritten when it is done', async () => {
  await using here = await shop(THREE)
  const { stdout, stderr } = await here.godwit('up 2', { answers: [] })
  expect(stdout).toBe('Applied 2 migrations in N ms. The database is at 002_create_orders.\n')
  expect(shown(stderr)).toMatchInlineSnapshot(`
    "<rewrite>  ⠋ 001_create_users …<rewrite>  <32>✓<39> 001_create_users  <2>N ms<22>
    <rewrite>  ⠋ 002_create_orders …<rewrite>  <32>✓<39> 002_create_orders  <2>N ms<22>
    "
  `)
})

test('a failed migration leaves no line behind', async () => {
  await using here = await shop({ ...THREE, 'migrations/002_create_orders.up.sql': 'nonsense;\n' })
  const { stderr } = await here.godwit('up --no-color', { answers: [] })
  expect(
    stderr
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf('\r') + 1).replace('\u001b[2K', '')),
  ).toMatchInlineSnapshot(`
    [
      "  ✓ 001_create_users  N ms",
      "  ✗ 002_create_orders",
      "error: GODWIT_MIGRATION_FAILED: 002_create_orders failed at statement 1 of 1: near "nonsense": syntax error.",
      "  migrations/002_create_orders.up.sql:1:1",
      "  1 | nonsense;",
      "    | ^",
      "database: 002_create_orders left no trace. Before it, 1 migration was applied in this run. 003_add_email was not tried.",
      "next: Mend migrations/002_create_orders.up.sql, then run: godwit up",
      "",
    ]
  `)
})

test.each([
  ['NO_COLOR', { NO_COLOR: '1' }, 'up', false],
  ['FORCE_COLOR without a terminal', { FORCE_COLOR: '1' }, 'up', true],
  ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, 'up', false],
  ['NO_COLOR over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, 'up', false],
  ['--no-color over FORCE_COLOR', { FORCE_COLOR: '1' }, 'up --no-color', false],
  ['nothing', {}, 'up', false],
])('%s', async (_name, environment, words, isColored) => {
  await using here = await shop(THREE)
  const { stderr } = await here.godwit(words, { environment })
  expect(stderr.includes('\u001b[')).toBe(isColored)
})

test.each([[{ TERM: 'dumb' }], [{ CI: 'true' }]])(
  'with %j lines are not rewritten',
  async (environment) => {
    await using here = await shop(THREE)
    const { stderr } = await here.godwit('up 1 --no-color', { environment, answers: [] })
    expect(stderr).toBe('  applied 001_create_users  N ms\n')
  },
)

/** Escape sequences as words. */
function shown(text: string): string {
  return text
    .replaceAll('\r\u001b[2K', '<rewrite>')
    .replaceAll('\u001b[', '<')
    .replace(/(<\d+)m/g, '$1>')
}
