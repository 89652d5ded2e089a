import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHECKOUT, run, succeed, writeMigrations } from '../package/program.ts'
import { tempDir } from '../setup/temp.ts'
import { fetchNode } from './fetched.ts'

/** One release of each major that godwit supports; npm has the programs as packages. */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

const onLinux = test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')

onLinux.for(VERSIONS)('on Node %s up, status and down work', async (version) => {
  const node = await fetchNode(version)
  expect((await run(node, ['--version'], CHECKOUT)).stdout).toBe(`v${version}\n`)
  await using dir = await tempDir('node')
  await writeMigrations(dir.path)
  const database = ['--url', 'sqlite:app.db', '--dir', 'migrations']
  const godwit = (...args: readonly string[]): Promise<string> =>
    succeed(node, [join(CHECKOUT, 'dist', 'bin.cjs'), ...args, ...database], dir.path)

  await godwit('up')
  expect(await columnsOfUsers(node, dir.path)).toBe('id,email\n')
  expect(await godwit('status')).toContain('002_add_email')
  await godwit('down')
  expect(await columnsOfUsers(node, dir.path)).toBe('id\n')
})

onLinux.for(VERSIONS)(
  'on Node %s an env file that is missing is told by godwit',
  async (version) => {
    const node = await fetchNode(version)
    await using dir = await tempDir('node')
    const words = ['status', '--url', 'sqlite:app.db', '--dotenv', 'gone.env']
    const told = await run(node, [join(CHECKOUT, 'dist', 'bin.cjs'), ...words], dir.path)
    expect(told).toMatchObject({
      code: 2,
      stderr: `error: GODWIT_CONFIG_NOT_FOUND: --dotenv names the env file gone.env, but there is no such file.
next: Check the path, or leave the env file out.
`,
    })
  },
)

/** Looks into the database with SQLite itself, not with godwit. */
async function columnsOfUsers(node: string, dir: string): Promise<string> {
  const sqlite = join(CHECKOUT, 'node_modules', '@photostructure', 'sqlite')
  const code = `
    const { DatabaseSync } = require(${JSON.stringify(sqlite)})
    const rows = new DatabaseSync('app.db').prepare('PRAGMA table_info(users)').all()
    console.log(rows.map((row) => row.name).join(','))`
  return succeed(node, ['-e', code], dir)
}
