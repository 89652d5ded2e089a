import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '#cli'
import { type Shop, shop, THREE } from './command-line.ts'

const SCHEMAS = new URL('../../schemas/', import.meta.url)
const ajv = new Ajv2020({
  allErrors: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
})

beforeAll(() => {
  for (const name of readdirSync(SCHEMAS)) {
    if (name !== 'config.schema.json')
      ajv.addSchema(JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8')), name)
  }
})

test('every command has a schema', () => {
  for (const { name } of COMMANDS) expect(ajv.getSchema(schemaOf(name))).toBeDefined()
})

test('the documents of migrations that assert something', async () => {
  const query = '-- godwit:assert "all is well"\nSELECT id FROM users WHERE id < 0;\n'
  await using here = await shop({
    ...THREE,
    'migrations/004_well.up.sql': `${query}VACUUM;\n${query}`,
    'migrations/004_well.down.sql': query,
    'migrations/005_ill.up.sql': `-- godwit:assert "it is ill"\nSELECT 1 IS NULL;\n`,
  })
  await expectDocuments(here, [
    ['plan', 'planned'],
    ['test', 'failed', 1],
    ['up', 'failed', 3],
  ])
})

test('the documents of a life', async () => {
  await using here = await shop({
    ...THREE,
    'schema.sql':
      'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer);\nCREATE TABLE orders (id integer PRIMARY KEY);\n',
  })
  await expectDocuments(here, [
    ['status', 'pending'],
    ['status --check', 'pending', 1],
    ['plan', 'planned'],
    ['plan --save p.json', 'saved'],
    ['up --dry-run', 'planned'],
    ['up 1', 'done'],
    ['up', 'done'],
    ['up', 'nothing'],
    ['plan', 'nothing'],
    ['status', 'complete'],
    ['verify', 'same'],
    ['verify --schema', 'same'],
    ['validate', 'same'],
    ['drift', 'same'],
    ['diff --check --to schema.sql', 'different', 1],
    ['diff age --to schema.sql --dry-run', 'planned'],
    ['diff age --to none.sql', 'error', 2],
    ['dump', 'printed'],
    ['dump d.sql', 'written'],
    ['dump d.sql', 'fresh'],
    ['load d.sql', 'error', 2],
    ['load d.sql --url sqlite:new.db', 'loaded'],
    ['diff --check --to d.sql', 'same'],
    ['drift --accept', 'same'],
    ['repair', 'nothing'],
    ['history', 'done'],
    ['history --verify', 'whole'],
    ['erd', 'drawn'],
    ['erd --from 2 --out x.html', 'drawn'],
    ['erd --out x.png', 'error', 2],
    ['redo', 'done'],
    ['down', 'done'],
    ['down --all', 'error', 2],
    ['down --dry-run', 'planned'],
    ['down --all --yes', 'done'],
    ['down', 'nothing'],
    ['run 001', 'done'],
    ['run 001', 'blocked', 2],
    ['unlock', 'free'],
    ['config', 'done'],
    ['check', 'sound'],
    ['test', 'passed'],
    ['new email', 'written'],
    ['force 2 --yes', 'done'],
    ['force 2 --yes', 'nothing'],
    ['baseline 2', 'error', 2],
    ['init', 'error', 2],
    ['up --nonsense', 'error', 2],
    ['nonsense', 'error', 2],
  ])
})

test('the documents of what goes wrong', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/002_create_orders.up.sql': 'CREATE TABLE orders (;\n',
  })
  await expectDocuments(here, [
    ['up --on-failure rollback', 'failed', 3],
    ['test', 'failed', 1],
    ['up', 'failed', 3],
    ['status', 'pending'],
  ])
  await here.write({
    'migrations/001_create_users.up.sql': 'SELECT 1;\n',
    'migrations/004_empty.up.sql': '',
  })
  await expectDocuments(here, [
    ['up', 'blocked', 5],
    ['plan', 'blocked', 5],
    ['status', 'wrong'],
    ['verify', 'different', 5],
    ['repair', 'different', 5],
    ['repair --accept 1', 'repaired'],
    ['check', 'warnings'],
    ['up --url postgres://shop:s3cret@127.0.0.1:1/shop', 'error', 6],
  ])
  await here.write({ 'migrations/004_twice.up.sql': 'SELECT 1;\n' })
  await expectDocuments(here, [
    ['check', 'errors', 1],
    ['check --fix', 'warnings'],
  ])
})

test.each(['up', 'down', 'redo', 'run 1'])('the document of an interrupted %s', async (words) => {
  await using here = await shop(THREE)
  const { exit, stdout, stderr } = await here.godwit(`${words} --json`, {
    interrupt: (send) => send(),
  })
  expect([exit, stderr]).toEqual([
    130,
    'stopping after the current step; press again to cancel it\n',
  ])
  expectValid(words.split(' ')[0] ?? '', JSON.parse(stdout), 'interrupted')
})

test('the documents of a schema that is not what its migrations make', async () => {
  await using here = await shop({
    ...THREE,
    'schema.sql': 'CREATE TABLE users (id integer PRIMARY KEY, email text, age integer);\n',
  })
  await expectDocuments(here, [
    ['up', 'done'],
    ['dump d.sql', 'written'],
    ['diff age --to schema.sql', 'written'],
    ['dump --check d.sql', 'stale', 1],
    ['drift --accept', 'error', 2],
  ])
  for (const file of readdirSync(here.dir.join('migrations')))
    if (file.startsWith('004')) rmSync(here.dir.join(`migrations/${file}`))
  await here.godwit('down')
  await here.godwit('load d.sql --url sqlite:new.db')
  await expectDocuments(here, [
    ['force 003 --yes', 'done'],
    ['drift', 'drift', 1],
    ['validate', 'drift', 1],
    ['drift --accept --dry-run', 'error', 2],
    ['drift --accept', 'accepted'],
    ['drift', 'same'],
  ])
})

test('the document of a history that somebody changed', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/003_add_email.up.sql':
      "UPDATE godwit_events SET actor = 'somebody' WHERE seq = 1;\n",
  })
  expect((await here.godwit('up')).exit).toBe(0)
  await expectDocuments(here, [['history --verify', 'broken', 1]])
})

test('the documents of seeds', async () => {
  await using here = await shop({
    ...THREE,
    'godwit.config.json':
      '{ "url": "sqlite:app.db", "environments": { "dev": { "seeds": { "reset": true } } } }\n',
    'seeds/1_users.sql': 'INSERT INTO users (id) VALUES (1);\n',
    'seeds/dev/2_twice.sql': 'INSERT INTO users (id) VALUES (1);\n',
  })
  await expectDocuments(here, [
    ['seed', 'blocked', 5],
    ['seed --status', 'due'],
    ['up', 'done'],
    ['seed', 'done'],
    ['seed', 'nothing'],
    ['seed --status', 'complete'],
    ['seed --env dev', 'failed', 3],
    ['seed --reset', 'error', 7],
    ['seed --reset --env dev', 'error', 2],
    ['seed --reset --env dev --yes', 'failed', 3],
    ['history', 'done'],
  ])
})

test('the documents of a squash', async () => {
  await using here = await shop(THREE)
  await expectDocuments(here, [
    ['up', 'done'],
    ['squash --finish', 'nothing'],
    ['squash --to 2 --dry-run', 'planned'],
    ['squash --to 2', 'error', 2],
    ['squash --to 2 --yes', 'written'],
    ['status', 'complete'],
    ['up', 'nothing'],
    ['history', 'done'],
    ['history --verify', 'whole'],
    ['squash --to 2', 'error', 2],
  ])
})

test('the documents of a start', async () => {
  await using here = await shop()
  await expectDocuments(here, [
    ['init --database sqlite', 'written'],
    ['baseline 1', 'done'],
  ])
  rmSync('migrations', { recursive: true })
  await expectDocuments(here, [['up', 'error', 2]])
})

test('a document is checked strictly', () => {
  expect(valid('unlock', { command: 'unlock', ok: true, status: 'free', holder: null })).toBe(true)
  expect(
    valid('unlock', { command: 'unlock', ok: true, status: 'free', holder: null, more: 1 }),
  ).toBe(false)
  expect(valid('unlock', { command: 'unlock', ok: true, status: 'error' })).toBe(false)
})

type Expected = readonly [words: string, status: string, exit?: number]

async function expectDocuments(here: Shop, list: readonly Expected[]): Promise<void> {
  for (const [words, status, exit = 0] of list) {
    const outcome = await here.godwit(`${words} --json`)
    expect([words, outcome.exit, outcome.stderr]).toEqual([words, exit, ''])
    const document: unknown = JSON.parse(
      outcome.stdout
        .replaceAll('TIME', '2026-11-21T09:30:00.000Z')
        .replaceAll('"HASH"', `"${'0'.repeat(64)}"`),
    )
    expectValid(words.split(' ')[0] ?? '', document, status)
    expect([words, document]).toMatchObject([words, { ok: exit === 0 }])
  }
}

function expectValid(command: string, document: unknown, status: string): void {
  const validate = ajv.getSchema(schemaOf(command))
  expect([command, status, validate?.(document), validate?.errors ?? null]).toEqual([
    command,
    status,
    true,
    null,
  ])
  expect(document).toMatchObject({ status })
}

function valid(command: string, document: unknown): boolean {
  return ajv.validate(schemaOf(command), document)
}

function schemaOf(command: string): string {
  if (!COMMANDS.some(({ name }) => name === command)) return 'error.schema.json'
  return command === 'config' ? 'config-output.schema.json' : `${command}.schema.json`
}
