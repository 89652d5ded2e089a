import { rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadCatalog, loadMigration, type LoadedMigration, Registry, splitPart } from '#catalog'
import { sha256 } from '#core'
import { givenFolder } from './given-folder.ts'

type LoadedSql = Extract<LoadedMigration, { kind: 'sql' }>

/** Loads the first migration of a folder with the given files. */
async function loadFirst(files: Record<string, string | Uint8Array>): Promise<LoadedMigration> {
  await using folder = await givenFolder(files)
  const [first] = (await loadCatalog({ dir: folder.path })).migrations
  if (first === undefined) throw new Error('no migration found')
  return await loadMigration(first, 'postgres')
}

async function loadSql(files: Record<string, string | Uint8Array>): Promise<LoadedSql> {
  const loaded = await loadFirst(files)
  if (loaded.kind !== 'sql') throw new Error('not SQL')
  return loaded
}

test('a pair', async () => {
  const up = '-- godwit:transaction none\nCREATE TABLE a (id int);\n'
  const loaded = await loadSql({ '001_a.up.sql': up, '001_a.down.sql': 'DROP TABLE a;\n' })
  expect(loaded.up).toMatchObject({ file: '001_a.up.sql', text: up, fileText: up })
  expect(loaded.up.start).toEqual({ offset: 0, line: 1, column: 1 })
  expect(loaded.directives).toMatchObject([{ name: 'transaction', value: 'none' }])
  expect(loaded.down).toMatchObject({
    file: '001_a.down.sql',
    text: 'DROP TABLE a;\n',
    directives: [],
  })
  expect(loaded.checksum).toMatchObject({ algorithm: 1, bytes: sha256(up) })
})

test('a pair without a down file', async () => {
  expect((await loadSql({ '001_a.up.sql': 'SELECT 1;' })).down).toBeUndefined()
})

test('a byte order mark is no part of the text, and Windows line ends are', async () => {
  const loaded = await loadSql({ '001_a.up.sql': '\uFEFFSELECT 1;\r\nSELECT 2;\r\n' })
  expect(loaded.up.text).toBe('SELECT 1;\r\nSELECT 2;\r\n')
  expect(splitPart(loaded.up, 'postgres').map(({ text, start }) => [text, start.line])).toEqual([
    ['SELECT 1', 1],
    ['SELECT 2', 2],
  ])
})

const SINGLE = `-- godwit:lock-timeout 2s

-- godwit:up
CREATE TABLE a (id int);

-- godwit:down
-- godwit:statement-timeout 5m
DROP TABLE a;
`

test('a single file: both parts with places in the whole file', async () => {
  const loaded = await loadSql({ '001_a.sql': SINGLE })
  const { up, down } = loaded
  expect(up.text).toContain('CREATE TABLE a')
  expect(up.text).not.toContain('DROP TABLE')
  expect(down?.text).toContain('DROP TABLE a')
  for (const part of [up, down]) {
    if (part === undefined) throw new Error('no down part')
    expect(part.fileText).toBe(SINGLE)
    expect(SINGLE.slice(part.start.offset, part.start.offset + part.text.length)).toBe(part.text)
    for (const { text, start, end } of splitPart(part, 'postgres')) {
      expect(SINGLE.slice(start.offset, end.offset)).toBe(text)
      expect(SINGLE.slice(0, start.offset).split('\n')).toHaveLength(start.line)
    }
  }
  expect(up.directives.map(({ name, position }) => [name, position.line])).toEqual([
    ['lock-timeout', 1],
  ])
  expect(down?.directives.map(({ name, position }) => [name, position.line])).toEqual([
    ['lock-timeout', 1],
    ['statement-timeout', 7],
  ])
  const last = down?.directives.at(-1)
  expect(last?.position.offset).toBe(SINGLE.indexOf('-- godwit:statement-timeout'))
})

test('a single file without marks only goes up', async () => {
  const loaded = await loadSql({ '001_a.sql': 'SELECT 1;\n' })
  expect(loaded.up.text).toBe('SELECT 1;\n')
  expect(loaded.down).toBeUndefined()
})

test('an error in the down part names the line of the file', async () => {
  const text = '-- godwit:up\nSELECT 1;\n\n-- godwit:down\n-- godwit:nonsense\nSELECT 2;\n'
  await expect(loadFirst({ '001_a.sql': text })).rejects.toMatchObject({
    code: 'GODWIT_DIRECTIVE_INVALID',
    message: expect.stringContaining('001_a.sql:5'),
  })
})

test('an unclosed quote in the down part names the line of the file', async () => {
  const text = "-- godwit:up\nSELECT 1;\n\n-- godwit:down\nSELECT 2;\nSELECT 'x;\n"
  const attempt = async () => {
    const { down } = await loadSql({ '001_a.sql': text })
    if (down !== undefined) splitPart(down, 'postgres')
  }
  await expect(attempt()).rejects.toMatchObject({
    code: 'GODWIT_SQL_UNREADABLE',
    message: expect.stringContaining('001_a.sql:6'),
  })
})

test.each(['001_a.up.sql', '001_a.down.sql'])(
  'marks of a single file inside of %s',
  async (file) => {
    const files = {
      '001_a.up.sql': 'SELECT 1;\n',
      '001_a.down.sql': 'SELECT 0;\n',
      [file]: '-- godwit:up\nSELECT 1;\n-- godwit:down\nSELECT 2;\n',
    }
    await expect(loadFirst(files)).rejects.toMatchObject({
      code: 'GODWIT_CATALOG_INVALID',
      message: `"${file}" is one half of a pair, but has a mark "-- godwit:up" or "-- godwit:down" of a single file.`,
      next: ['Remove the mark, or write both ways into one file named VERSION_name.sql.'],
    })
  },
)

test.each([
  ['a lone byte', [0x53, 0x0a, 0xff, 0x0a], 'byte 2 (0xff, in line 2)'],
  ['Latin-1', [0x2d, 0x2d, 0xe9, 0x74, 0xe9], 'byte 2 (0xe9, in line 1)'],
  ['a character cut off at the end', [0x61, 0xc3, 0xa9, 0xe2, 0x82], 'byte 3 (0xe2, in line 1)'],
  ['a character cut off in the middle', [0xe2, 0x82, 0x61], 'byte 0 (0xe2, in line 1)'],
  ['a surrogate', [0x0a, 0x0a, 0xed, 0xa0, 0x80], 'byte 2 (0xed, in line 3)'],
  ['an overlong form', [0x61, 0xc0, 0xaf], 'byte 1 (0xc0, in line 1)'],
])('not UTF-8: %s', async (_what, bytes, place) => {
  await expect(loadFirst({ '001_a.up.sql': Uint8Array.from(bytes) })).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: `"001_a.up.sql" is not UTF-8 text: ${place} cannot be read.`,
    next: [expect.stringMatching(/^Save .*001_a\.up\.sql as UTF-8\.$/)],
  })
})

test('UTF-16', async () => {
  const bytes = Buffer.from('\uFEFFSELECT 1;', 'utf16le')
  await expect(loadFirst({ '001_a.up.sql': bytes })).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: '"001_a.up.sql" is written in UTF-16, not in UTF-8.',
  })
})

test('a down file that is not UTF-8', async () => {
  const files = { '001_a.up.sql': 'SELECT 1;', '001_a.down.sql': Uint8Array.of(0xff) }
  await expect(loadFirst(files)).rejects.toMatchObject({
    message: '"001_a.down.sql" is not UTF-8 text: byte 0 (0xff, in line 1) cannot be read.',
  })
})

test('the checksum is that of the text that was read, not of the one the catalog saw', async () => {
  await using folder = await givenFolder({ '001_a.up.sql': 'SELECT 1;' })
  const [migration] = (await loadCatalog({ dir: folder.path })).migrations
  if (migration === undefined) throw new Error('no migration found')
  await writeFile(folder.join('001_a.up.sql'), 'SELECT 2;')
  const loaded = await loadMigration(migration, 'postgres')
  expect(loaded.checksum?.bytes).toBe(sha256('SELECT 2;'))
  await rm(folder.join('001_a.up.sql'))
  await expect(loadMigration(migration, 'postgres')).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: '"001_a.up.sql" cannot be read: there is no such file or folder.',
  })
})

test('registered code', async () => {
  const code = { up: () => undefined, timeout: '90s' }
  const registry = new Registry().add('1_a', code).add('2_b', { ...code, revision: 'r1' })
  const [first, second] = (await loadCatalog({ registry })).migrations
  if (first === undefined || second === undefined) throw new Error('no migration found')
  expect(await loadMigration(first, 'postgres')).toEqual({
    kind: 'code',
    migration: first,
    checksum: null,
    code,
  })
  const { checksum } = await loadMigration(second, 'postgres')
  expect(checksum).toEqual({ algorithm: 1, bytes: sha256('r1'), meaning: sha256('r1') })
})
