import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

const PROTECTED = {
  ...THREE,
  'godwit.config.json':
    '{ "url": "sqlite:app.db", "environments": { "prod": { "protected": true } } }',
}

test.each(['down 2', 'down --all', 'down --to 001', 'redo 2'])(
  'godwit %s needs a yes where nobody can be asked',
  async (words) => {
    await using here = await shop(THREE)
    await here.godwit('up')
    const count = words === 'down --all' ? 3 : 2
    const list = ['003_add_email', '002_create_orders', '001_create_users']
      .slice(0, count)
      .map((label) => `  ${label}\n`)
    expect(await here.godwit(words)).toEqual({
      exit: 2,
      stdout: '',
      stderr: `error: GODWIT_CONFIRMATION_NEEDED: What a rollback removes cannot be brought back, and this would roll back ${count} migrations:\n${list.join('')}database: unchanged.\nnext: godwit ${words} --yes\n`,
    })
    expect((await here.godwit('status --check')).exit).toBe(0)
    expect((await here.godwit(`${words} --yes`)).exit).toBe(0)
  },
)

test('a person is shown the migrations and asked', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  const no = await here.godwit('down 2', { answers: [false] })
  expect([no.exit, no.stdout]).toEqual([1, 'Nothing was rolled back.\n'])
  expect(no.stderr).toBe('  003_add_email\n  002_create_orders\n? Roll back these 2 migrations?\n')
  const yes = await here.godwit('down 2', { answers: [true] })
  expect(yes.stdout).toBe(
    'Rolled back 2 migrations in N ms. The database is at 001_create_users.\n',
  )
})

test('nobody is asked in a CI job or with --json', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  expect((await here.godwit('down 2', { answers: [true], environment: { CI: 'true' } })).exit).toBe(
    2,
  )
  expect((await here.godwit('down 2 --json', { answers: [true] })).exit).toBe(2)
})

test('one step, or nothing to take back, does not ask', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('down --all')).exit).toBe(0)
  await here.godwit('up 1')
  expect((await here.godwit('down 5')).stdout).toBe(
    'Rolled back 1 migration in N ms. No migration is applied now.\n',
  )
})

test('a protected environment asks before a single step', async () => {
  await using here = await shop(PROTECTED)
  await here.godwit('up --env prod')
  expect(await here.godwit('down --env prod')).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'error: GODWIT_CONFIRMATION_NEEDED: The environment "prod" is protected, and this would roll back 1 migration:\n  003_add_email\ndatabase: unchanged.\nnext: godwit down --env prod --yes\n',
  })
  expect((await here.godwit('down')).exit).toBe(0)
  expect((await here.godwit('down --env prod --yes')).exit).toBe(0)
  const asked = await here.godwit('redo --env prod', { answers: [false] })
  expect(asked.stderr).toBe('  001_create_users\n? Roll back this migration?\n')
})

test('force asks, and changes the history alone', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('force 002')).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'error: GODWIT_CONFIRMATION_NEEDED: This makes the history say that the database is at 002, whatever its schema is.\ndatabase: unchanged.\nnext: godwit force 002 --yes\n',
  })
  const declined = await here.godwit('force 002', { answers: [undefined] })
  expect([declined.exit, declined.stdout, declined.stderr]).toEqual([
    1,
    'The history is unchanged.\n',
    '? Make the history say that the database is at 002?\n',
  ])
  expect((await here.godwit('force 002 --yes')).stdout).toBe(
    '  recorded as applied: 001_create_users\n  recorded as applied: 002_create_orders\nThe history says that the database is at 002_create_orders. No migration was run.\n',
  )
  expect((await here.godwit('force 1 --yes')).stdout).toBe(
    '  record removed: 002_create_orders\nThe history says that the database is at 001_create_users. No migration was run.\n',
  )
  expect((await here.godwit('force 1 --yes')).stdout).toBe(
    'Nothing to do: the history says already that the database is at 001_create_users.\n',
  )
  expect((await here.godwit('force 0 --yes')).stdout).toBe(
    '  record removed: 001_create_users\nThe history says that no migration is applied. No migration was run.\n',
  )
})
