import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadCatalog, Registry, renumber } from '#catalog'
import { type MigrationId, parseVersion, type Version } from '#core'
import { givenFolder } from './given-folder.ts'

const NOON = new Date('2026-11-21T12:00:00Z')

/** Renumbers a folder; each file holds its first name. */
async function renumberFolder(
  names: readonly string[],
  applied: readonly (Version | MigrationId)[],
  registry?: Registry,
) {
  await using folder = await givenFolder(Object.fromEntries(names.map((name) => [name, name])))
  const catalog = await loadCatalog({ dir: folder.path, registry })
  const renames = await renumber(catalog, applied, NOON)
  const after = (await readdir(folder.path)).sort()
  const texts = await Promise.all(after.map((name) => readFile(folder.join(name), 'utf8')))
  const moved = after.flatMap((to, i) => (texts[i] === to ? [] : [{ from: texts[i], to }]))
  const { problems } = await loadCatalog({ dir: folder.path, registry })
  return { renames, moved, problems }
}

const versions = (...texts: string[]) => texts.map((text) => parseVersion(text))
const pair = (name: string) => [`${name}.up.sql`, `${name}.down.sql`]

test('late migrations move behind the newest, in order, as pairs', async () => {
  const names = ['001_a', '002_late', '003_later', '004_b', '005_new'].flatMap(pair)
  const { renames, moved, problems } = await renumberFolder(names, versions('1', '004'))
  expect(renames).toEqual([
    { from: '002_late.up.sql', to: '006_late.up.sql' },
    { from: '002_late.down.sql', to: '006_late.down.sql' },
    { from: '003_later.up.sql', to: '007_later.up.sql' },
    { from: '003_later.down.sql', to: '007_later.down.sql' },
  ])
  expect(moved).toHaveLength(4)
  expect(moved).toEqual(expect.arrayContaining([...renames]))
  expect(problems).toEqual([])
})

test('nothing to do, nothing is renamed', async () => {
  expect((await renumberFolder(['001_a.sql', '002_b.sql'], versions('001'))).renames).toEqual([])
  expect((await renumberFolder(['001_a.sql'], [])).renames).toEqual([])
  expect((await renumberFolder([], versions('001'))).renames).toEqual([])
})

test('new versions lie above applied ones whose files are gone', async () => {
  const { renames } = await renumberFolder(['001_a.sql', '002_b.sql'], versions('001', '009'))
  expect(renames).toEqual([{ from: '002_b.sql', to: '010_b.sql' }])
})

test('times get later times', async () => {
  const names = [
    '20260101000000_a.sql',
    '20260102000000_late.ts',
    '20260103000000_b.sql',
    '20260102000001_late.sql',
  ]
  const { renames } = await renumberFolder(names, versions('20260101000000', '20260103000000'))
  expect(renames).toEqual([
    { from: '20260102000000_late.ts', to: '20261121120000_late.ts' },
    { from: '20260102000001_late.sql', to: '20261121120001_late.sql' },
  ])
})

test('of two files of one version the later by name moves', async () => {
  const { renames, moved, problems } = await renumberFolder(
    ['001_a', '002_b', '2_c', '003_d'].flatMap(pair),
    versions('001'),
  )
  expect(renames).toEqual([
    { from: '2_c.up.sql', to: '004_c.up.sql' },
    { from: '2_c.down.sql', to: '004_c.down.sql' },
  ])
  expect(moved).toEqual([...renames].reverse())
  expect(problems).toEqual([])
})

test('of two files of an applied version the recorded one stays', async () => {
  const names = ['001_a.sql', '002_b.sql', '002_c.sql']
  const record = { version: parseVersion('2'), name: 'c' }
  expect((await renumberFolder(names, [record])).renames).toEqual([
    { from: '001_a.sql', to: '003_a.sql' },
    { from: '002_b.sql', to: '004_b.sql' },
  ])
  expect((await renumberFolder(names, versions('001', '002'))).renames).toEqual([
    { from: '002_c.sql', to: '003_c.sql' },
  ])
})

test('registered migrations stay', async () => {
  const registry = new Registry().add('002_b', { up: () => undefined })
  const { renames } = await renumberFolder(
    ['001_a.sql', '002_a.sql', '003_c.sql'],
    versions('003'),
    registry,
  )
  expect(renames).toEqual([
    { from: '001_a.sql', to: '004_a.sql' },
    { from: '002_a.sql', to: '005_a.sql' },
  ])
})

test('a file that came after the catalog was loaded is not overwritten', async () => {
  await using folder = await givenFolder({ '001_a.up.sql': 'a', '001_a.down.sql': 'b' })
  const catalog = await loadCatalog({ dir: folder.path })
  await writeFile(folder.join('003_a.down.sql'), 'keep')
  await expect(renumber(catalog, versions('002'), NOON)).rejects.toMatchObject({
    code: 'GODWIT_FILE_EXISTS',
    message: `${folder.join('003_a.down.sql')} exists already; no file was renamed.`,
  })
  expect((await readdir(folder.path)).sort()).toEqual([
    '001_a.down.sql',
    '001_a.up.sql',
    '003_a.down.sql',
  ])
  expect(await readFile(folder.join('003_a.down.sql'), 'utf8')).toBe('keep')
})

test('when one file cannot be renamed, none is', async () => {
  await using folder = await givenFolder({ '001_a.up.sql': 'a', '001_a.down.sql': 'b' })
  const catalog = await loadCatalog({ dir: folder.path })
  await rm(folder.join('001_a.down.sql'))
  await expect(renumber(catalog, versions('002'), NOON)).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: `${folder.join('001_a.down.sql')} cannot be renamed: there is no such file or folder. No file was renamed.`,
  })
  expect(await readdir(folder.path)).toEqual(['001_a.up.sql'])
})
