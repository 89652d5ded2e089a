import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checksumOf, compareChecksum, loadCatalog, loadMigration, Registry } from '#catalog'
import { givenFolder } from './given-folder.ts'

/** How a file compares with what was recorded before it was edited. */
async function compareAfter(file: string, before: string, after: string | Uint8Array) {
  await using folder = await givenFolder({ [file]: before })
  const load = async () => {
    const [migration] = (await loadCatalog({ dir: folder.path })).migrations
    if (migration === undefined) throw new Error('no migration found')
    return migration
  }
  const recorded = checksumOf(await load(), 'postgres')
  if (recorded === null) throw new Error('no checksum')
  await writeFile(folder.join(file), after)
  return compareChecksum(await load(), recorded, 'postgres')
}

const UP = 'CREATE TABLE a (id int, note text);\n'
const SINGLE = `-- godwit:up\n${UP}-- godwit:down\nDROP TABLE a;\n`

test.each([
  ['nothing', UP, 'same'],
  ['line ends', UP.replaceAll('\n', '\r\n'), 'bytes'],
  ['a byte order mark', `\uFEFF${UP}`, 'bytes'],
  ['a comment', `-- the first table\n${UP}`, 'bytes'],
  ['blanks', UP.replace(', ', ',\n    '), 'bytes'],
  ['a column', UP.replace('note', 'notes'), 'edited'],
  ['a directive', `-- godwit:transaction none\n${UP}`, 'edited'],
  ['an open quote', `${UP}'`, 'edited'],
  ['a wrong directive', `-- godwit:trnsaction none\n${UP}`, 'edited'],
  ['another encoding', Buffer.from(UP, 'utf16le').fill(0xff, 0, 1), 'edited'],
])('up file of a pair: a change of %s', async (_what, after, expected) => {
  expect(await compareAfter('001_a.up.sql', UP, after)).toBe(expected)
})

test.each([
  ['the down part', SINGLE.replace('DROP TABLE a', 'DROP TABLE IF EXISTS a'), 'bytes'],
  ['the way down being removed', SINGLE.replace(/-- godwit:down.*/s, ''), 'bytes'],
  ['the up part', SINGLE.replace('note', 'notes'), 'edited'],
  ['a directive above both', `-- godwit:lock-timeout 2s\n${SINGLE}`, 'edited'],
  ['the marks being removed', SINGLE.replace(/-- godwit:\w+\n/g, ''), 'edited'],
])('single file: a change of %s', async (_what, after, expected) => {
  expect(await compareAfter('001_a.sql', SINGLE, after)).toBe(expected)
})

const CODE = 'export const up = (db) => db.execute(`\n  SELECT 1\n`)\n'

test.each([
  ['line ends', CODE.replaceAll('\n', '\r\n'), 'bytes'],
  ['a byte order mark', `\uFEFF${CODE}`, 'bytes'],
  ['blanks', CODE.replace('  SELECT', ' SELECT'), 'edited'],
])('code: a change of %s', async (_what, after, expected) => {
  expect(await compareAfter('001_a.js', CODE, after)).toBe(expected)
})

test('the down file of a pair does not count', async () => {
  await using folder = await givenFolder({ '001_a.up.sql': UP, '001_a.down.sql': 'DROP TABLE a;' })
  const before = (await loadCatalog({ dir: folder.path })).migrations[0]
  await writeFile(folder.join('001_a.down.sql'), 'DROP TABLE IF EXISTS a;')
  const after = (await loadCatalog({ dir: folder.path })).migrations[0]
  expect(after).toEqual(before)
})

test('what is loaded has the checksum that is compared', async () => {
  await using folder = await givenFolder({ '001_a.sql': SINGLE, '002_b.mjs': CODE })
  for (const migration of (await loadCatalog({ dir: folder.path })).migrations) {
    const { checksum } = await loadMigration(migration, 'postgres')
    expect(checksum).toEqual(checksumOf(migration, 'postgres'))
    expect(checksum?.bytes).toBe(migration.bytes)
  }
})

test('registered code is compared by its revision, if it has one', async () => {
  const up = () => undefined
  const first = async (registry: Registry) => {
    const [migration] = (await loadCatalog({ registry })).migrations
    if (migration === undefined) throw new Error('no migration found')
    return migration
  }
  const one = await first(new Registry().add('1_a', { up, revision: '1' }))
  const two = await first(new Registry().add('1_a', { up, revision: '2' }))
  const none = await first(new Registry().add('1_a', { up }))
  const recorded = checksumOf(one, 'postgres')
  if (recorded === null) throw new Error('no checksum')
  expect(compareChecksum(one, recorded, 'postgres')).toBe('same')
  expect(compareChecksum(two, recorded, 'postgres')).toBe('edited')
  expect(compareChecksum(none, recorded, 'postgres')).toBe('same')
  expect(checksumOf(none, 'postgres')).toBeNull()
})
