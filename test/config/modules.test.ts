import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { CHECKOUT, run } from '../package/program.ts'
import { type Project, project } from './project.ts'

// Node itself must load the modules here, so the built package runs in a process of its own.
const DOOR = new URL('dist/config.js', pathToFileURL(`${CHECKOUT}/`)).href
const PROGRAM = `
  const { loadConfig } = await import(${JSON.stringify(DOOR)})
  try {
    const { service, dir, target } = await loadConfig({ cwd: process.cwd(), env: process.argv[1] })
    console.log(JSON.stringify({ service, dir, ...(target?.address?.password && { password: target.address.password.reveal() }) }))
  } catch (error) {
    console.log(JSON.stringify(error))
  }`

/** What the process printed, the folder's path as \`DIR\`; nothing may come on standard error. */
async function outcome({ path }: Project, ...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await run(
    process.execPath,
    ['--input-type=module', '-e', PROGRAM, ...args],
    path,
  )
  expect(stderr).toBe('')
  return JSON.parse(stdout.replaceAll(path, 'DIR'))
}

function invalid(message: string, next: string): object {
  return { code: 'GODWIT_CONFIG_INVALID', message, next: [next], exitCode: 2 }
}

const ESM = `export default { service: 'x' }`
const CJS = `module.exports = { service: 'x' }`
const TYPED = `
  import { defineConfig } from 'godwit/config'
  const name: string = 'x'
  export default defineConfig({ service: name })`

test.each([
  ['godwit.config.mjs', 'commonjs', ESM],
  ['godwit.config.js', 'module', ESM],
  ['godwit.config.js', 'commonjs', CJS],
  ['godwit.config.cjs', 'module', CJS],
  ['godwit.config.js', 'unset', ESM],
  ['godwit.config.ts', 'module', TYPED],
  ['godwit.config.ts', 'commonjs', TYPED],
  ['godwit.config.ts', 'unset', TYPED],
  ['godwit.config.mts', 'commonjs', TYPED],
  ['godwit.config.cts', 'module', `const name: string = 'x'; module.exports = { service: name }`],
  [
    'godwit.config.cts',
    'commonjs',
    `exports.__esModule = true; exports.default = { service: 'x' }`,
  ],
])('%s loads in a project of type %s', async (file, type, text) => {
  const manifest = JSON.stringify(type === 'unset' ? {} : { type })
  await using dir = await project({ 'package.json': manifest, [file]: text })
  expect(await outcome(dir)).toEqual({ service: 'x', dir: 'migrations' })
})

test('TypeScript that Node does not run by itself loads too', async () => {
  await using dir = await project({
    'godwit.config.ts': `
      import { name } from './names'
      enum Kind { One = 1 }
      export default { service: name + Kind.One }`,
    'names.ts': `export const name: string = 'svc'`,
  })
  expect(await outcome(dir)).toMatchObject({ service: 'svc1' })
})

test.each(['(', 'async ('])('a configuration may be a function: %s', async (start) => {
  await using dir = await project({
    'godwit.config.mjs': `export default ${start}{ env }) => ({ service: 'for-' + env, environments: { dev: {} } })`,
  })
  expect(await outcome(dir)).toMatchObject({ service: 'for-undefined' })
  expect(await outcome(dir, 'dev')).toMatchObject({ service: 'for-dev' })
})

test('a value that the module read from a variable is taken as it is', async () => {
  await using dir = await project({
    'godwit.config.mjs': `
      process.env.ODD = 'a\${b'
      export default { service: '\${NAME:-svc}', database: { host: 'h', password: process.env.ODD } }`,
  })
  expect(await outcome(dir)).toEqual({ service: 'svc', dir: 'migrations', password: 'a${b' })
})

test('a module that throws is an error with its message, without a password', async () => {
  const text = (statement: string): Record<string, string> => ({ 'godwit.config.mjs': statement })
  const next = 'Correct godwit.config.mjs, then run the command again.'
  await using thrown = await project(
    text(
      `process.env.MY_TOKEN = 't0ken'\nthrow new Error('no postgres://u:s3cret@h/db for t0ken')`,
    ),
  )
  expect(await outcome(thrown)).toEqual(
    invalid('godwit.config.mjs could not be loaded: no postgres://u:•••@h/db for •••', next),
  )
  await using called = await project(text(`export default () => { throw 'never' }`))
  expect(await outcome(called)).toEqual(
    invalid('godwit.config.mjs could not be loaded: never', next),
  )
})

test.each([
  ['js', `\nexport default { url: 'postgres://u:s3cret@h/db' dir: 'x' }`, '2:49'],
  ['ts', `export default { url: 'postgres://u:s3cret@h/db' dir: 'x' }`, '1:49'],
])(
  'a mistake in %s is an error with its place and without the text',
  async (format, text, place) => {
    await using dir = await project({ [`godwit.config.${format}`]: text })
    expect(await outcome(dir)).toEqual(
      invalid(
        `godwit.config.${format}:${place} could not be loaded: Unexpected token, expected ","`,
        `Correct godwit.config.${format}, then run the command again.`,
      ),
    )
  },
)

test('a module without a default export is an error', async () => {
  await using dir = await project({ 'godwit.config.mjs': `export const url = 'sqlite:x.db'` })
  expect(await outcome(dir)).toEqual(
    invalid(
      'godwit.config.mjs gives no configuration: its default export is missing or undefined.',
      "Write: export default defineConfig({ url: '…' })",
    ),
  )
})

test('a wrong key in a module is an error too, without a place', async () => {
  await using dir = await project({
    'godwit.config.ts': `export default { lock: { timeout: 5 as unknown as string } }`,
  })
  expect(await outcome(dir)).toEqual(
    invalid(
      'godwit.config.ts: "lock.timeout" takes a duration such as 250ms, 2s, 5m or 1m30s, but holds the number 5.',
      'Correct the named key; docs/reference/config.md in the godwit package lists every key.',
    ),
  )
})

test('a package that is not installed is named', async () => {
  await using dir = await project({ 'godwit.config.mjs': `import 'no-such-package'` })
  expect(await outcome(dir)).toEqual({
    ...invalid(
      `godwit.config.mjs could not be loaded: Cannot find module 'no-such-package'`,
      'Correct godwit.config.mjs, then run the command again.',
    ),
    detail: 'Require stack:\n- DIR/godwit.config.mjs',
  })
})
