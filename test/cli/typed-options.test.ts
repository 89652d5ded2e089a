import { expect, test } from 'vitest'
import { shop, THREE, type Shop } from './command-line.ts'

const FILES = {
  ...THREE,
  'godwit.config.json': '{ "environments": { "the prod": { "url": "sqlite:prod.db" } } }',
}

/** Three applied migrations, the first of which was edited afterwards. */
async function edited(options: readonly string[]): Promise<Shop> {
  const here = await shop(FILES)
  await here.godwit(['up', ...options])
  await here.write({ 'migrations/001_create_users.up.sql': 'CREATE TABLE users (id text);\n' })
  return here
}

test.each<[options: readonly string[], repeated: string]>([
  [['--env', 'the prod'], "--env 'the prod'"],
  [['-e', 'the prod', '--json'], "--env 'the prod'"],
  [['--url=sqlite:a.db'], '--url sqlite:a.db'],
  [
    ['-u', 'sqlite:a.db', '-d', './migrations', '-c', 'godwit.config.json', '--service', 'billing'],
    '--url sqlite:a.db --dir ./migrations --config godwit.config.json --service billing',
  ],
])('commands to type next go where this one went: %j', async (options, repeated) => {
  await using here = await edited(options)
  const next = [
    `Restore the file and put the change into a new migration: godwit ${repeated} new "what changes"`,
    `or, when the edit changes nothing that matters here: godwit ${repeated} repair --accept 001`,
  ]
  for (const command of ['up', 'status', 'verify', 'plan', 'repair']) {
    const { stdout, stderr } = await here.godwit([command, ...options])
    const { stdout: json } = await here.godwit([command, ...options, '--json'])
    for (const line of next) expect(json).toContain(`${JSON.stringify(line)}`)
    if (options.includes('--json')) continue
    for (const line of next) expect(`${stdout}${stderr}`).toContain(`\n  - ${line}\n`)
  }
})

test('without such options a command stays as it is', async () => {
  await using here = await edited(['--url', 'sqlite:app.db'])
  const { stderr } = await here.godwit('up', { environment: { DATABASE_URL: 'sqlite:app.db' } })
  expect(stderr).toContain(': godwit repair --accept 001\n')
})

test('a command that repeats what was typed gets nothing twice', async () => {
  await using here = await shop(FILES)
  await here.godwit(['up', '--env', 'the prod'])
  const { stderr } = await here.godwit(['down', '2', '--env', 'the prod'])
  expect(stderr).toContain("next: godwit down 2 --env 'the prod' --yes\n")
})

test('where there is no migration the way to the first one is told', async () => {
  await using here = await shop({ 'sql/.keep': '' })
  expect(await here.godwit('up --url sqlite:app.db --dir sql')).toEqual({
    exit: 0,
    stdout:
      'Nothing to do: there are no migrations.\nnext: godwit --url sqlite:app.db --dir sql new "create users"\n',
    stderr: '',
  })
})

test('commands in a result get them too, the way to the help does not', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('plan --save p.json --service billing')).stdout).toBe(
    'Saved the plan of 3 migrations to p.json. To run exactly this: godwit --service billing up --plan p.json\n',
  )
  expect((await here.godwit('up --nonsense --service billing')).stderr).toContain(
    'next: godwit up --help\n',
  )
})

test('a password in the address is not repeated', async () => {
  await using here = await shop({ 'plan.json': 'no plan' })
  const url = 'postgres://shop:s3cret@127.0.0.1:1/shop'
  const { stderr } = await here.godwit(['up', '--plan', 'plan.json', '--url', url])
  expect(stderr).toBe(
    'error: GODWIT_PLAN_INVALID: "plan.json" is not a plan: it is not JSON.\nnext: godwit --url \'postgres://shop:•••@127.0.0.1:1/shop\' plan --save plan.json\n',
  )
})
