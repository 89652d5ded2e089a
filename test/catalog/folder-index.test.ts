import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Catalog, loadCatalog, loadMigration } from '#catalog'
import { systemClock } from '#core'
import { moveHome, returnHome } from '../setup/home.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'

const FILES = 60
const BOGUS = 'f'.repeat(64)
let work: TempDir

beforeEach(async () => {
  work = await tempDir('index')
  await mkdir(work.join('home'))
  moveHome(work.join('home'))
})

afterEach(async () => {
  vi.useRealTimers()
  returnHome()
  await work[Symbol.asyncDispose]()
})

const nameOf = (number: number) => `${String(number).padStart(3, '0')}_item.up.sql`
const contentOf = (number: number) => `SELECT ${1000 + number};\n`
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

async function makeFolder(name: string, count = FILES): Promise<string> {
  const dir = work.join(name)
  await mkdir(dir)
  for (let number = 1; number <= count; number++)
    await writeAsOfOld(join(dir, nameOf(number)), contentOf(number))
  return dir
}

/** Writes a file and sets its time to one that all files here have. */
async function writeAsOfOld(path: string, content: string): Promise<void> {
  await writeFile(path, content)
  await utimes(path, 1_600_000_000, 1_600_000_000)
}

/** Ten seconds pass: what was written before has settled by then. */
function passTime(): void {
  vi.setSystemTime(Date.now() + 10_000)
}

/** What a folder holds, by a run that has no index. */
async function loadAfresh(dir: string): Promise<Catalog> {
  const home = process.env['HOME']
  process.env['HOME'] = work.join('no', 'home')
  await rm(work.join('no'), { recursive: true, force: true })
  const catalog = await loadCatalog({ dir })
  process.env['HOME'] = home
  return catalog
}

const indexFolder = () => work.join('home/.cache/godwit/folders')
const indexFiles = async () =>
  (await readdir(indexFolder()).catch(() => [])).map((name) => join(indexFolder(), name))

async function theIndex(): Promise<string> {
  const [file, ...others] = await indexFiles()
  expect(others).toEqual([])
  return file ?? ''
}

/** Puts a wrong hash for every file into the index: who takes it from there shows it. */
async function spoilIndex(): Promise<void> {
  const file = await theIndex()
  const index = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...index, hashes: index.hashes.replace(/./g, BOGUS[0]) }))
}

const hashesOf = (catalog: Catalog) => new Set(catalog.migrations.map(({ bytes }) => bytes))

/** A folder whose index holds wrong hashes. */
async function folderWithSpoiltIndex(): Promise<string> {
  const dir = await makeFolder('migrations')
  passTime()
  await loadCatalog({ dir })
  await spoilIndex()
  return dir
}

test('unchanged files are not read again, but what runs is', async () => {
  const dir = await folderWithSpoiltIndex()
  const catalog = await loadCatalog({ dir })
  expect(hashesOf(catalog)).toEqual(new Set([BOGUS]))
  const [first] = catalog.migrations
  const loaded = first === undefined ? undefined : await loadMigration(first, 'postgres')
  expect(loaded?.checksum?.bytes).toBe(sha256(contentOf(1)))
})

test('the index lies in a private folder, and an unchanged one is not written again', async () => {
  const dir = await makeFolder('migrations')
  passTime()
  await loadCatalog({ dir })
  const before = await stat(await theIndex())
  await loadCatalog({ dir })
  const after = await stat(await theIndex())
  expect((await stat(indexFolder())).mode & 0o777).toBe(0o700)
  expect(after.mode & 0o777).toBe(0o600)
  expect(after.ino).toBe(before.ino)
  expect(await readdir(dir)).toHaveLength(FILES)
})

const EDITS: Readonly<Record<string, (dir: string) => Promise<unknown>>> = {
  'another text': (dir) => writeFile(join(dir, nameOf(7)), 'SELECT 1, 2, 3;\n'),
  'a text of the same length, with the time set back': (dir) =>
    writeAsOfOld(join(dir, nameOf(7)), 'SELECT 9999;\n'),
  'another file of the same length and time, by renaming': async (dir) => {
    await writeAsOfOld(work.join('other.sql'), 'SELECT 9999;\n')
    await rename(work.join('other.sql'), join(dir, nameOf(7)))
  },
  'two files that change places': async (dir) => {
    await rename(join(dir, nameOf(7)), work.join('kept.sql'))
    await rename(join(dir, nameOf(8)), join(dir, nameOf(7)))
    await rename(work.join('kept.sql'), join(dir, nameOf(8)))
  },
  'two texts that change places': async (dir) => {
    await writeAsOfOld(join(dir, nameOf(7)), contentOf(8))
    await writeAsOfOld(join(dir, nameOf(8)), contentOf(7))
  },
  'a file that goes': (dir) => rm(join(dir, nameOf(7))),
  'a file that comes': (dir) => writeFile(join(dir, nameOf(100)), contentOf(100)),
  'a file with another name': (dir) => rename(join(dir, nameOf(7)), join(dir, nameOf(100))),
  'a link in the place of a file': async (dir) => {
    await writeAsOfOld(work.join('other.sql'), 'SELECT 9999;\n')
    await rm(join(dir, nameOf(7)))
    await symlink(work.join('other.sql'), join(dir, nameOf(7)))
  },
  'another folder in the place of this one': async (dir) => {
    const other = await makeFolder('other')
    await writeAsOfOld(join(other, nameOf(7)), 'SELECT 9999;\n')
    await rename(dir, work.join('away'))
    await rename(other, dir)
  },
}

test.each(Object.entries(EDITS))('%s is seen at once, also by a later run', async (_name, edit) => {
  const dir = await makeFolder('migrations')
  passTime()
  const before = await loadCatalog({ dir })
  await edit(dir)
  const truth = await loadAfresh(dir)
  expect(truth.migrations).not.toEqual(before.migrations)
  expect(await loadCatalog({ dir })).toEqual(truth)
  passTime()
  expect(await loadCatalog({ dir })).toEqual(truth)
  expect(await loadCatalog({ dir })).toEqual(truth)
})

test('a link that leads elsewhere now is seen', async () => {
  const dir = await makeFolder('migrations')
  await writeAsOfOld(work.join('a.sql'), 'SELECT 1111;\n')
  await writeAsOfOld(work.join('b.sql'), 'SELECT 2222;\n')
  await symlink(work.join('a.sql'), join(dir, nameOf(99)))
  passTime()
  const before = await loadCatalog({ dir })
  await rm(join(dir, nameOf(99)))
  await symlink(work.join('b.sql'), join(dir, nameOf(99)))
  const after = await loadCatalog({ dir })
  expect([before.migrations.at(-1)?.bytes, after.migrations.at(-1)?.bytes]).toEqual([
    sha256('SELECT 1111;\n'),
    sha256('SELECT 2222;\n'),
  ])
})

test('only the changed file is read again', async () => {
  const dir = await folderWithSpoiltIndex()
  await writeFile(join(dir, nameOf(7)), 'SELECT 9999;\n')
  const catalog = await loadCatalog({ dir })
  expect(
    catalog.migrations
      .filter(({ bytes }) => bytes !== BOGUS)
      .map(({ label, bytes }) => [label, bytes]),
  ).toEqual([['007_item', sha256('SELECT 9999;\n')]])
})

test('files that changed a moment ago are not remembered: they may change again within the same tick', async () => {
  const dir = await makeFolder('migrations')
  await loadCatalog({ dir })
  expect(await indexFiles()).toEqual([])
  for (const text of ['SELECT 9991;\n', 'SELECT 9992;\n', 'SELECT 9993;\n']) {
    await writeAsOfOld(join(dir, nameOf(7)), text)
    expect((await loadCatalog({ dir })).migrations[6]?.bytes).toBe(sha256(text))
  }
})

test('a clock that stands behind the files remembers nothing', async () => {
  const dir = await makeFolder('migrations')
  vi.setSystemTime(Date.now() - 3_600_000)
  await loadCatalog({ dir })
  expect(await indexFiles()).toEqual([])
})

const DAMAGE: Readonly<Record<string, (index: string) => string>> = {
  'no JSON': () => 'nonsense',
  'cut off': (index) => index.slice(0, index.length / 2),
  empty: () => '',
  null: () => 'null',
  'of another format': (index) => index.replace('"format":2', '"format":1'),
  'of another folder': (index) => index.replace('/migrations"', '/elsewhere"'),
  'with a hash that is none': (index) => index.replace(BOGUS, 'x'.repeat(64)),
  'with a column that is too short': (index) => index.replace(BOGUS, ''),
  'with columns of other kinds': (index) => index.replace('"files":', '"files":{},"names":'),
}

test.each(Object.entries(DAMAGE))('an index that is %s only costs time', async (_name, damage) => {
  const dir = await folderWithSpoiltIndex()
  const file = await theIndex()
  const broken = damage(await readFile(file, 'utf8'))
  await writeFile(file, broken)
  expect(await loadCatalog({ dir })).toEqual(await loadAfresh(dir))
  expect(await readFile(file, 'utf8')).not.toBe(broken)
})

test('an index that others may write is not used', async () => {
  const dir = await folderWithSpoiltIndex()
  await chmod(indexFolder(), 0o777)
  expect(await loadCatalog({ dir })).toEqual(await loadAfresh(dir))
})

test.runIf(process.getuid?.() === 0)("another user's index is not used", async () => {
  const dir = await folderWithSpoiltIndex()
  await chown(indexFolder(), 65_534, 65_534)
  expect(await loadCatalog({ dir })).toEqual(await loadAfresh(dir))
})

test('a home that cannot be written costs nothing but time', async () => {
  const dir = await makeFolder('migrations')
  passTime()
  await rm(work.join('home'), { recursive: true })
  await writeFile(work.join('home'), 'a file, not a folder')
  expect(await loadCatalog({ dir })).toEqual(await loadAfresh(dir))
})

test('a few files have no index', async () => {
  const dir = await makeFolder('migrations', 49)
  passTime()
  await loadCatalog({ dir })
  expect(await indexFiles()).toEqual([])
})

test('of many folders only some are remembered', async () => {
  const dir = await makeFolder('migrations')
  await mkdir(indexFolder(), { recursive: true, mode: 0o700 })
  for (let number = 0; number < 100; number++)
    await writeFile(join(indexFolder(), `${number}.json`), '')
  passTime()
  await loadCatalog({ dir })
  expect(await indexFiles()).toHaveLength(1)
})

test('processes that write the index at once do not disturb each other', async () => {
  const dir = await makeFolder('migrations')
  await systemClock.sleep(2100)
  const start = () =>
    promisify(execFile)(
      process.execPath,
      [resolve('dist/bin.cjs'), 'check', '--url', 'sqlite::memory:'],
      { cwd: work.path },
    )
  const outcomes = await Promise.all([start(), start(), start(), start()])
  expect(new Set(outcomes.map(({ stdout, stderr }) => stdout + stderr)).size).toBe(1)
  const index = JSON.parse(await readFile(await theIndex(), 'utf8'))
  expect(index.hashes).toBe((await loadAfresh(dir)).migrations.map(({ bytes }) => bytes).join(''))
})
