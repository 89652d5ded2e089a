import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'tsdown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenFolder } from './given-folder.ts'
import type { LoadedCode } from './load-code.ts'

// The test runner replaces Node's own way of loading modules, so each case runs in a process of its own
// on a bundle. The bundle lies below node_modules, where it finds what it needs.
const modules = join(import.meta.dirname, '..', '..', 'node_modules')
let bundle = ''

beforeAll(async () => {
  bundle = await mkdtemp(join(modules, '.godwit-test-'))
  await build({
    config: false,
    entry: { load: join(import.meta.dirname, 'load-code.ts') },
    outDir: bundle,
    platform: 'node',
    dts: false,
    clean: false,
    logLevel: 'silent',
  })
})

afterAll(() => rm(bundle, { recursive: true, force: true }))

/** Runs the program of load-code.ts; gives what it printed. */
async function runProgram(...args: readonly string[]): Promise<readonly (readonly LoadedCode[])[]> {
  const program = (await readdir(bundle)).find((name) => /^load\.m?js$/.test(name)) ?? 'load.js'
  const { stdout } = await promisify(execFile)(process.execPath, [join(bundle, program), ...args])
  return JSON.parse(stdout)
}

async function load(files: Record<string, string>): Promise<readonly LoadedCode[]> {
  await using folder = await givenFolder({ ...PACKAGE, ...files })
  const [outcomes] = await runProgram(folder.join('migrations'))
  return outcomes ?? []
}

/** A stand-in for the installed package. */
const PACKAGE = {
  'node_modules/godwit/package.json':
    '{ "name": "godwit", "type": "module", "exports": "./index.js" }',
  'node_modules/godwit/index.js': 'export const defineMigration = (migration) => migration\n',
}
const ESM = { 'package.json': '{ "type": "module" }' }
const COMMONJS = { 'package.json': '{ "type": "commonjs" }' }

const STANDARD = `import { defineMigration } from 'godwit'
export default defineMigration({ up: () => 'up', down: () => 'down' })
`
const TYPED = `import { defineMigration } from 'godwit'
type Row = { readonly id: number }
export default defineMigration({ up: async (): Promise<string> => 'up' as string, down() {} })
`
const NAMED = `export const up = () => 'up'
export function down() {}
export const columns = ['a']
`
const REQUIRED = `const { defineMigration } = require('godwit')
module.exports = defineMigration({ up: () => 'up', down() {} })
`
const ASSIGNED = `exports.up = () => 'up'
exports.down = () => {}
`
const COMPILED = `"use strict"
Object.defineProperty(exports, "__esModule", { value: true })
exports.default = { up: () => 'up', down() {} }
`

const sound = (label: string) => ({ label, keys: ['down', 'up'], result: 'up' })

test('every way to write a migration, in an ESM project', async () => {
  const outcomes = await load({
    ...ESM,
    'migrations/001_standard.js': STANDARD,
    'migrations/002_standard.mjs': STANDARD,
    'migrations/003_typed.ts': TYPED,
    'migrations/004_typed.mts': TYPED,
    'migrations/005_named.ts': NAMED,
    'migrations/006_named.js': NAMED,
    'migrations/007_object.js': "export default { up: () => 'up', down() {} }",
    'migrations/008_assigned.cjs': ASSIGNED,
    'migrations/009_compiled.cjs': COMPILED,
    'migrations/010_misplaced.js': ASSIGNED,
    'migrations/011_required.cjs': REQUIRED,
  })
  const labels = [
    '001_standard',
    '002_standard',
    '003_typed',
    '004_typed',
    '005_named',
    '006_named',
    '007_object',
    '008_assigned',
    '009_compiled',
    '010_misplaced',
    '011_required',
  ]
  expect(outcomes).toEqual(labels.map(sound))
})

test('every way to write a migration, in a CommonJS project', async () => {
  const outcomes = await load({
    ...COMMONJS,
    'migrations/001_required.js': REQUIRED,
    'migrations/002_assigned.js': ASSIGNED,
    'migrations/003_compiled.js': COMPILED,
    'migrations/004_typed.ts': TYPED,
    'migrations/005_typed.cts': REQUIRED,
    'migrations/006_typed.mts': TYPED,
    'migrations/007_standard.mjs': STANDARD,
    'migrations/008_standard.js': STANDARD,
    'migrations/009_named.ts': NAMED,
  })
  const labels = [
    '001_required',
    '002_assigned',
    '003_compiled',
    '004_typed',
    '005_typed',
    '006_typed',
    '007_standard',
    '008_standard',
    '009_named',
  ]
  expect(outcomes).toEqual(labels.map(sound))
})

test('a project without a package.json type, enums, and imports without an ending', async () => {
  const outcomes = await load({
    'package.json': '{}',
    'shared.ts': "export const word: string = 'up'\n",
    'migrations/001_enum.ts':
      "enum Word { Up = 'up' }\nexport const up = () => Word.Up\nexport const down = () => {}\n",
    'migrations/002_import.ts':
      "import { word } from '../shared'\nexport default { up: () => word, down() {} }\n",
    'migrations/003_import.ts':
      "import { word } from '../shared.ts'\nexport default { up: () => word, down() {} }\n",
  })
  expect(outcomes).toEqual(['001_enum', '002_import', '003_import'].map(sound))
})

test('every option arrives', async () => {
  const outcomes = await load({
    ...ESM,
    'migrations/001_all.js':
      "export default { up() {}, down() {}, transaction: 'none', idempotent: true, irreversible: 'x', timeout: '30s' }",
    'migrations/002_all.js':
      "export const up = () => {}\nexport const transaction = 'none'\nexport const idempotent = true\nexport const timeout = '30s'\n",
  })
  expect(outcomes.map(({ keys }) => keys)).toEqual([
    ['down', 'idempotent', 'irreversible', 'timeout', 'transaction', 'up'],
    ['idempotent', 'timeout', 'transaction', 'up'],
  ])
})

test.each([
  ['export const down = () => {}', 'exports no up function'],
  ['export default { down() {} }', 'has no up function'],
  ['export default 7', 'exports no up function'],
  ['', 'exports no up function'],
  ['export default { up() {}, dwon() {} }', 'has an unknown key "dwon" (did you mean "down"?)'],
  ["export const up = 'CREATE TABLE a'", 'has no up function'],
  [
    'export default { up() {}, idempotent: true }',
    "is idempotent without transaction: 'none', where it would mean nothing",
  ],
  [
    "export default { up() {}, transaction: 'none', idempotent: 'yes' }",
    'has a value of idempotent that is not true or false but a string',
  ],
  [
    "export default { up() {}, timeout: 'soon' }",
    'has a timeout that is not a duration such as 30s: "soon"',
  ],
])('a module that is not a migration: %s', async (text, fault) => {
  const [outcome] = await load({ ...ESM, 'migrations/001_a.js': text })
  expect(outcome?.message).toBe(`GODWIT_CODE_INVALID: "001_a.js" ${fault}.`)
  expect(outcome?.next).toEqual([
    'Export default defineMigration({ up, down }), or functions named up and down.',
  ])
})

test('a module that throws', async () => {
  const [outcome] = await load({
    ...ESM,
    'migrations/001_a.js': "throw new Error('no luck\\nat all')",
  })
  expect(outcome).toMatchObject({
    message: 'GODWIT_CODE_INVALID: "001_a.js" cannot be loaded: no luck',
    detail: 'at all',
    next: [expect.stringMatching(/^Mend .*001_a\.js$/)],
  })
})

test.each(['001_a.js', '001_a.ts', '001_a.mjs', '001_a.cjs'])(
  'a syntax error in %s names its place',
  async (file) => {
    const [outcome] = await load({ ...ESM, [`migrations/${file}`]: 'const a = 1\nconst b = = 2\n' })
    expect(outcome?.message).toMatch(/^GODWIT_CODE_INVALID: "001_a\.\w+" cannot be loaded: /)
    expect(`${outcome?.message}${outcome?.detail}`).toMatch(/2:1[01]/)
  },
)

test('a package that is not installed is named', async () => {
  const [outcome] = await load({
    ...ESM,
    'migrations/001_a.ts': "import 'not-there'\nexport const up = () => {}\n",
  })
  expect(outcome?.message).toMatch(
    /^GODWIT_CODE_INVALID: "001_a\.ts" cannot be loaded: Cannot find (module|package) 'not-there'/,
  )
})

test('godwit itself not installed in the project', async () => {
  await using folder = await givenFolder({ ...ESM, 'migrations/001_a.js': STANDARD })
  expect(await runProgram(folder.join('migrations'))).toMatchObject([
    [{ next: ['npm install --save-dev godwit'] }],
  ])
})

test.each(['001_a.js', '001_a.ts', '001_a.cjs'])(
  'an edited %s is loaded anew by the same process',
  async (file) => {
    const text = (word: string) =>
      file.endsWith('.cjs')
        ? `exports.up = () => '${word}'\n`
        : `export const up = () => '${word}'\n`
    await using folder = await givenFolder({ ...ESM, [`migrations/${file}`]: text('old') })
    const path = folder.join('migrations', file)
    const both = await runProgram(folder.join('migrations'), path, text('new'))
    expect(both).toMatchObject([[{ result: 'old' }], [{ result: 'new' }]])
  },
)
