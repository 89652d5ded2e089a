import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tempDir, type TempDir } from '../setup/temp.ts'
import { CHECKOUT, run, succeed, writeMigrations } from './program.ts'

let project: TempDir

beforeAll(async () => {
  project = await tempDir('runners')
  const pack = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', project.path]
  await succeed('npm', pack, CHECKOUT)
  const tarball = (await readdir(project.path)).find((name) => name.endsWith('.tgz'))
  await writeFile(project.join('package.json'), '{ "name": "shop", "private": true }\n')
  const packages = [`./${tarball}`, '@photostructure/sqlite@1.2.1', 'vitest@4.1.12', 'jest@30.5.2']
  await succeed('npm', ['install', '--no-audit', '--no-fund', ...packages], project.path)
  await writeMigrations(project.path)
})

afterAll(() => project[Symbol.asyncDispose]())

/** Two tests that pass, and one that fails with the message of the assertion. */
const SUITE = `
let db
before(async () => { db = await createTestDatabase({ url: 'sqlite:app.db' }) })
after(() => db.remove())
test('is migrated', async () => {
  const { DatabaseSync } = await import('@photostructure/sqlite')
  const database = new DatabaseSync(db.name)
  database.exec("INSERT INTO users (email) VALUES ('a')")
  database.close()
})
test('up and down', () => assertMigrates({ url: 'sqlite:app.db' }))
test('fails', () => assertMigrates({ url: 'sqlite:app.db', losses: { '001': ['none'] } }))
`

const AS_MODULE = `import { assertMigrates, createTestDatabase } from 'godwit/testing'\n`
const REQUIRED = `const { assertMigrates, createTestDatabase } = require('godwit/testing')\n`

const RUNNERS = [
  {
    runner: 'vitest',
    file: 'shop.test.mjs',
    head: `import { afterAll as after, beforeAll as before, test } from 'vitest'\n${AS_MODULE}`,
    command: ['npx', 'vitest', 'run', 'shop.test.mjs'],
  },
  {
    runner: 'node:test in a module',
    file: 'shop.node.mjs',
    head: `import { after, before, test } from 'node:test'\n${AS_MODULE}`,
    command: [process.execPath, '--test', 'shop.node.mjs'],
  },
  {
    runner: 'node:test in CommonJS',
    file: 'shop.node.cjs',
    head: `const { after, before, test } = require('node:test')\n${REQUIRED}`,
    command: [process.execPath, '--test', 'shop.node.cjs'],
  },
  {
    runner: 'jest',
    file: 'shop.jest.test.mjs',
    head: `import { afterAll as after, beforeAll as before, test } from '@jest/globals'\n${AS_MODULE}`,
    command: [
      process.execPath,
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--testMatch=**/shop.jest.test.mjs',
    ],
  },
] as const

test.for(RUNNERS)('$runner', async ({ file, head, command: [program, ...args] }) => {
  await writeFile(project.join(file), head + SUITE)
  const { code, stdout, stderr } = await run(program, args, project.path)
  const output = `${stdout}\n${stderr}`
  expect(output).toMatch(/The migrations are not in order\./)
  expect(output).toMatch(/001\s+create_users\s+\d+ ms/)
  expect(output).toContain('"losses" names none for 001_create_users, which does not lose it.')
  expect(output).toMatch(/2 passed|# pass 2|ℹ pass 2/)
  expect(code).toBe(1)
})
