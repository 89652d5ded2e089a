import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tempDir } from '../setup/temp.ts'

const BIN = resolve('dist/bin.cjs')
const hasOwnCache = Number.parseInt(process.versions.node, 10) < 22

/** A project with a TypeScript configuration and a TypeScript migration: both are imported dynamically. */
async function project() {
  const dir = await tempDir()
  await mkdir(dir.join('migrations'))
  await writeFile(
    dir.join('godwit.config.ts'),
    "const url: string = 'sqlite:app.db'\nexport default { url }\n",
  )
  await writeFile(
    dir.join('migrations/001_a.ts'),
    "export const up = (db: { execute(sql: string): Promise<void> }) => db.execute('CREATE TABLE a (id integer)')\n",
  )
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [BIN, ...words], {
      cwd: dir.path,
      env: { ...process.env, HOME: dir.join('home') },
    })
  return { dir, run, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() }
}

async function cacheFiles(home: string): Promise<string[]> {
  const names = await readdir(home, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile() && entry.name.includes('.cjs.'))
    .map((entry) => join(entry.parentPath, entry.name))
}

test('cold and warm starts do the same, also what is imported dynamically', async () => {
  await using given = await project()
  await mkdir(given.dir.join('home'))
  const cold = await given.run('up')
  const warm = await given.run('up')
  expect(cold.stdout).toContain('Applied 1 migration')
  expect(warm.stdout).toBe('Nothing to do: the database is at 001_a, 1 of 1 applied.\n')
  expect(cold.stderr + warm.stderr).not.toContain('Warning')
})

test.runIf(hasOwnCache)(
  'code is kept in a private folder, and broken files of it are replaced',
  async () => {
    await using given = await project()
    await mkdir(given.dir.join('home'))
    await given.run('up')
    const files = await cacheFiles(given.dir.join('home'))
    expect(files.length).toBeGreaterThan(0)
    for (const broken of [
      () => Buffer.from('no code'),
      () => Buffer.alloc(0),
      (code: Buffer) => code.fill(0, code.length >> 1),
    ]) {
      for (const file of files) await writeFile(file, broken(await readFile(file)))
      expect((await given.run('up')).stdout).toContain('Nothing to do')
      for (const file of await cacheFiles(given.dir.join('home')))
        expect((await readFile(file)).length).toBeGreaterThan(100)
    }
  },
)

test('a home that cannot be written costs nothing but time', async () => {
  await using given = await project()
  await writeFile(given.dir.join('home'), 'a file, not a folder')
  expect((await given.run('up')).stdout).toContain('Applied 1 migration')
})

test('a change by hand counts, also one that keeps the length', async () => {
  await using given = await project()
  await mkdir(given.dir.join('home'))
  await cp(resolve('dist'), given.dir.join('copy/dist'), { recursive: true })
  await symlink(resolve('node_modules'), given.dir.join('copy/node_modules'))
  const run = async () =>
    (
      await promisify(execFile)(process.execPath, [given.dir.join('copy/dist/bin.cjs'), '--help'], {
        env: { ...process.env, HOME: given.dir.join('home') },
      })
    ).stdout
  expect(await run()).toContain('Moves a database schema')
  const file = given.dir.join('copy/dist/cli/godwit.cjs')
  const code = await readFile(file, 'utf8')
  await writeFile(file, code.replace('Moves a database schema', 'Mowes a database schema'))
  await utimes(file, 1_700_000_000, 1_700_000_000)
  expect(await run()).toContain('Mowes a database schema')
})
