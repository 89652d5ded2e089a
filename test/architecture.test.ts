import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ROOMS } from './architecture-rules.ts'
import { survey } from './architecture.ts'
import { tempDir } from './setup/temp.ts'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

test('a room names only rooms above it, so no ring can form', () => {
  const above: string[] = []
  for (const [room, doors] of Object.entries(ROOMS)) {
    expect(above).toEqual(expect.arrayContaining(Object.keys(doors)))
    above.push(room)
  }
})

test('the sources keep to the rules', () => {
  const { files, trespasses } = survey(SRC)
  expect(trespasses).toEqual([])
  // A survey that sees nothing must not pass.
  expect(files).toBeGreaterThan(60)
})

const comments = (lines: number): string => '// line\n'.repeat(lines)
const longFunction = `export function f() {\n${comments(60)}}`

const PLANTED = [
  // The table of rooms, for each kind of import.
  ['core/x.ts', `import { d } from '#engine'`, 'core may not import #engine'],
  ['lint/x.ts', `import type { D } from '#dialect'`, 'lint may not import #dialect'],
  ['plan/x.ts', `export { d } from '#engine'`, 'plan may not import #engine'],
  ['plan/x.ts', `export type * from '#ledger'`, 'plan may not import #ledger'],
  ['sql/x.ts', `export const f = () => import('#fleet')`, 'sql may not import #fleet'],
  ['sql/x.ts', `export type F = import('#fleet').F`, 'sql may not import #fleet'],
  ['config/x.ts', `import { e } from '#engine'`, 'config may import only types of #engine'],
  ['plan/x.test.ts', `import { e } from '#engine'`, 'plan may not import #engine'],
  ['engine/x.ts', `import { c } from '#compose'`, 'engine may not import #compose'],
  ['engine/x.ts', `import { c } from '#cli'`, 'engine may not import #cli'],
  // Doors.
  ['plan/x.ts', `export * from '../core/index.ts'`, '../core/index.ts leaves plan without a door'],
  ['index.ts', `export * from './core/hash.ts'`, './core/hash.ts leaves src without a door'],
  ['engine/x.ts', `import { h } from '#core/hash'`, '#core/hash is not the door of a room'],
  ['attic/x.ts', ``, 'attic is not a room of the table'],
  // One room for the terminal, one for the environment, one file for the clock.
  ['engine/x.ts', `process.exit(1)`, 'only cli may use process.exit'],
  ['engine/x.ts', `process.exitCode = 1`, 'only cli may use process.exitCode'],
  ['config/x.ts', `export const a = process.argv`, 'only cli may use process.argv'],
  ['config/x.ts', `export const { argv } = process`, 'only cli may use process.argv'],
  ['core/x.ts', `console.log(1)`, 'only cli may use console'],
  ['cli/x.ts', `export const e = process.env['X']`, 'only config may use process.env'],
  ['cli/x.ts', `export const { env } = process`, 'only config may use process.env'],
  ['cli/x.ts', `import { env } from 'node:process'`, 'only config may use process.env'],
  ['core/x.ts', `import * as p from 'node:process'`, 'only cli may use process.*'],
  ['core/x.ts', `export const n = Date.now()`, 'only core/clock.ts may use Date.now'],
  ['cli/x.ts', `export const n = new Date()`, 'only core/clock.ts may use new Date()'],
  ['core/x.ts', `export const n = Math.random()`, 'only core/clock.ts may use Math.random'],
  ['engine/x.ts', `setTimeout(() => {}, 1)`, 'only core/clock.ts may use setTimeout'],
  ['engine/x.ts', `export const n = randomUUID()`, 'only core/clock.ts may use randomUUID'],
  [
    'engine/x.ts',
    `import { setTimeout as sleep } from 'node:timers/promises'`,
    'not through node:timers/promises',
  ],
  // Databases.
  ['engine/x.ts', `import pg from 'pg'`, 'only dialect/<database>/open.ts may import pg'],
  [
    'engine/x.ts',
    `import type { P } from 'mysql2/promise'`,
    'only dialect/<database>/open.ts may import mysql2/promise',
  ],
  [
    'dialect/sqlite/lock.ts',
    `export const f = () => import('node:sqlite')`,
    'only dialect/<database>/open.ts may import node:sqlite',
  ],
  [
    'dialect/postgres/lock.ts',
    `import { Client } from 'pg'`,
    'only dialect/<database>/open.ts may import pg',
  ],
  [
    'engine/x.ts',
    `export const d = 'postgres'`,
    "the name of a database, 'postgres', belongs into dialect",
  ],
  [
    'lint/x.ts',
    `export type D = 'sqlite'`,
    "the name of a database, 'sqlite', belongs into dialect",
  ],
  [
    'cli/up.ts',
    'export const d = `mysql`',
    "the name of a database, 'mysql', belongs into dialect",
  ],
  // Names and sizes.
  ['core/utils.ts', ``, 'the name utils says nothing'],
  ['dialect/shared/x.ts', ``, 'the name shared says nothing'],
  ['core/x.ts', longFunction, 'a function of 62 lines; at most 60'],
  [
    'core/x.ts',
    `export const f = async () => {\n${comments(60)}}`,
    'a function of 62 lines; at most 60',
  ],
] as const

test.for(PLANTED.map(([file, code, complaint]) => ({ file, code, complaint })))(
  '$file: $complaint',
  async ({ file, code, complaint }) => {
    expect(await trespassesWith(file, code)).toEqual([`${file}:1: ${complaint}`])
  },
)

test.for([
  ['core/x.ts', 300, []],
  ['core/x.ts', 301, ['core/x.ts:301: 301 lines; at most 300']],
  ['engine/x-contract.ts', 400, []],
  ['dialect/contract.ts', 401, ['dialect/contract.ts:401: 401 lines; at most 400']],
] as const)('%s of %d lines', async ([file, lines, complaints]) => {
  expect(await trespassesWith(file, comments(lines))).toEqual(complaints)
})

test.for([
  ['engine/x.ts', `import type { D } from '#dialect'`],
  ['ledger/x.ts', `import { q } from '#sql'`],
  ['config/x.ts', `import type { E } from '#engine'\nexport const e = process.env['X']`],
  ['config/y.ts', `import { type E } from '#engine'`],
  ['cli/x.ts', `import { c } from '#compose'\nimport { e } from '#engine'\nconsole.log(1)`],
  ['cli/y.ts', `import { version } from '../../package.json' with { type: 'json' }`],
  ['core/x.ts', `import { pid } from 'node:process'`],
  ['cli/init.ts', `export const d = 'postgres'`],
  ['core/x.ts', `export const d = new Date(0)`],
  ['dialect/postgres/open.ts', `export const f = () => import('pg')`],
  ['dialect/postgres/x.ts', `import type { Client } from 'pg'`],
  ['dialect/postgres/x.d.ts', `import { Client } from 'pg'`],
  ['bin.ts', `import { run } from '#cli'\nprocess.exitCode = await run(process.argv)`],
  ['core/x.test.ts', `console.log(Date.now(), process.env['X'], 'postgres')`],
] as const)('in %s, %s is permitted', async ([file, code]) => {
  expect(await trespassesWith(file, code)).toEqual([])
})

/** What breaks the rules when one file is added to the sources, or put in the place of one. */
async function trespassesWith(file: string, code: string): Promise<readonly string[]> {
  await using dir = await tempDir('rooms')
  await cp(`${SRC}/core`, dir.join('core'), { recursive: true })
  await mkdir(dirname(dir.join(file)), { recursive: true })
  await writeFile(dir.join(file), code)
  return survey(dir.path).trespasses.filter((one) => one.startsWith(file))
}
