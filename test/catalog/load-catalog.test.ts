import { createHash } from 'node:crypto'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type Catalog, loadCatalog, Registry, requireSound } from '#catalog'
import { tempDir } from '../setup/temp.ts'
import { filesOf, givenFolder } from './given-folder.ts'

const noop = () => undefined

async function catalogOf(names: readonly string[]): Promise<Catalog> {
  await using folder = await givenFolder(filesOf(names))
  return await loadCatalog({ dir: folder.path })
}

const labels = (catalog: Catalog) => catalog.migrations.map(({ label }) => label)

test('pairs: everything that the names and bytes tell', async () => {
  await using folder = await givenFolder({
    '002_b.up.sql': 'SELECT 2;\n',
    '001_a.up.sql': 'SELECT 1;\n',
    '001_a.down.sql': 'SELECT 0;\n',
    'README.md': 'about',
  })
  const catalog = await loadCatalog({ dir: folder.path })
  expect(catalog).toEqual({
    dir: folder.path,
    layout: 'pair',
    layoutText: 'pairs VERSION_name.up.sql / .down.sql',
    scheme: { kind: 'sequential', digits: 3 },
    problems: [],
    leftovers: [],
    migrations: [
      {
        version: '001',
        name: 'a',
        label: '001_a',
        kind: 'sql',
        layout: 'pair',
        up: {
          path: folder.join('001_a.up.sql'),
          file: '001_a.up.sql',
          shown: folder.join('001_a.up.sql'),
        },
        down: {
          path: folder.join('001_a.down.sql'),
          file: '001_a.down.sql',
          shown: folder.join('001_a.down.sql'),
        },
        bytes: createHash('sha256').update('SELECT 1;\n').digest('hex'),
      },
      {
        version: '002',
        name: 'b',
        label: '002_b',
        kind: 'sql',
        layout: 'pair',
        up: {
          path: folder.join('002_b.up.sql'),
          file: '002_b.up.sql',
          shown: folder.join('002_b.up.sql'),
        },
        down: undefined,
        bytes: createHash('sha256').update('SELECT 2;\n').digest('hex'),
      },
    ],
  })
})

test('single files and code have one file for both ways', async () => {
  const catalog = await catalogOf(['001_a.sql', '002_b.ts', '003_c.cjs', '004_d.mjs'])
  expect(catalog.layout).toBe('single')
  expect(catalog.layoutText).toBe('single files VERSION_name.sql + code VERSION_name.ts or .js')
  expect(catalog.problems).toEqual([])
  expect(catalog.migrations.map(({ kind, layout }) => [kind, layout])).toEqual([
    ['sql', 'single'],
    ['code', 'code'],
    ['code', 'code'],
    ['code', 'code'],
  ])
  for (const { up, down } of catalog.migrations) expect(down).toBe(up)
})

test.each([
  [['001_a_up.sql', '001_a_down.sql'], 'pair', 'pairs VERSION_name_up.sql / _down.sql'],
  [['001_a.ts'], 'code', 'code VERSION_name.ts or .js'],
  [['.gitkeep', 'README.md'], 'empty', 'no migrations yet'],
  [[], 'empty', 'no migrations yet'],
])('the layout of %j is %s', async (names, layout, layoutText) => {
  const catalog = await catalogOf(names)
  expect([catalog.layout, catalog.layoutText, catalog.problems]).toEqual([layout, layoutText, []])
})

test('versions are ordered as numbers, whatever their digits', async () => {
  const files = ['10_c.up.sql', '9_b.up.sql', '1_a.up.sql', '100_d.up.sql']
  expect(labels(await catalogOf(files))).toEqual(['1_a', '9_b', '10_c', '100_d'])
})

test('names stay as they are', async () => {
  const name = `größe 表 'a' "b" %20 $x`
  const catalog = await catalogOf([`001_${name}.up.sql`])
  expect(catalog.migrations[0]?.name).toBe(name)
  expect(catalog.problems).toEqual([])
})

test('files and registered migrations sort into one order', async () => {
  await using folder = await givenFolder(filesOf(['001_a.up.sql', '003_c.up.sql']))
  const registry = new Registry()
    .add('004_d', { up: noop })
    .add('002_b', { up: noop, revision: '1' })
  const catalog = await loadCatalog({ dir: folder.path, registry })
  expect(labels(catalog)).toEqual(['001_a', '002_b', '003_c', '004_d'])
  expect(catalog.layoutText).toBe(
    'pairs VERSION_name.up.sql / .down.sql + migrations registered in code',
  )
  const [, second, , fourth] = catalog.migrations
  expect(second).toMatchObject({ kind: 'code', layout: 'registry', up: undefined })
  expect(second?.bytes).toBe(createHash('sha256').update('1').digest('hex'))
  expect(fourth?.bytes).toBe('')
})

test('a registry needs no folder', async () => {
  const catalog = await loadCatalog({ registry: new Registry().add('1_a', { up: noop }) })
  expect(catalog).toMatchObject({
    dir: undefined,
    layout: 'code',
    layoutText: 'migrations registered in code',
    problems: [],
  })
})

test('a relative folder starts from cwd', async () => {
  await using folder = await givenFolder(filesOf(['db/migrations/001_a.up.sql']))
  const catalog = await loadCatalog({ dir: 'db/migrations', cwd: folder.path })
  expect(catalog.dir).toBe(folder.join('db', 'migrations'))
  expect(labels(catalog)).toEqual(['001_a'])
})

test('links to files and to the folder are followed', async () => {
  await using folder = await givenFolder(
    filesOf(['real/001_a.up.sql', 'more/x.txt', 'elsewhere.sql']),
  )
  await symlink(folder.join('elsewhere.sql'), folder.join('real', '002_b.up.sql'))
  await symlink(folder.join('more'), folder.join('real', '003_c.up.sql'))
  await symlink(folder.join('real'), folder.join('link'))
  const catalog = await loadCatalog({ dir: folder.join('link') })
  expect(labels(catalog)).toEqual(['001_a', '002_b'])
  expect(catalog.problems).toEqual([])
})

test('a missing folder', async () => {
  await using folder = await tempDir('catalog')
  await expect(loadCatalog({ dir: 'migrations', cwd: folder.path })).rejects.toMatchObject({
    code: 'GODWIT_DIR_MISSING',
    message: `The migrations folder "migrations" does not exist (looked for ${folder.join('migrations')}).`,
    next: [
      'godwit init',
      'Or name the right folder with --dir, or with dir in the configuration or createMigrator.',
    ],
  })
})

test('a file in place of the folder', async () => {
  await using folder = await givenFolder(filesOf(['schema.sql']))
  const dir = folder.join('schema.sql')
  await expect(loadCatalog({ dir })).rejects.toMatchObject({
    code: 'GODWIT_DIR_MISSING',
    message: `"${dir}" is a file, not a folder of migrations.`,
  })
})

test('a broken link is a problem of its own and stops nothing else', async () => {
  await using folder = await givenFolder(filesOf(['001_a.up.sql']))
  await symlink(folder.join('nowhere'), folder.join('002_b.up.sql'))
  const catalog = await loadCatalog({ dir: folder.path })
  expect(catalog.problems).toEqual([
    {
      kind: 'unreadable-file',
      severity: 'error',
      message: '"002_b.up.sql" cannot be read: there is no such file or folder.',
      files: ['002_b.up.sql'],
      fix: 'Mend its permissions, or remove it.',
    },
  ])
})

// The system's administrator may read everything, so that nothing is refused.
test.skipIf(process.getuid?.() === 0)('a file and a folder that may not be read', async () => {
  await using folder = await givenFolder(filesOf(['m/001_a.up.sql']))
  await chmod(folder.join('m', '001_a.up.sql'), 0)
  const catalog = await loadCatalog({ dir: folder.join('m') })
  expect(catalog.problems[0]?.message).toBe('"001_a.up.sql" cannot be read: permission denied.')
  await chmod(folder.join('m'), 0)
  await expect(loadCatalog({ dir: 'm', cwd: folder.path })).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: `The migrations folder "m" cannot be read (looked for ${folder.join('m')}): permission denied.`,
  })
  await chmod(folder.join('m'), 0o700)
})

test.each([
  [
    ['007_a.up.sql', '7_b.up.sql'],
    '"007_a.up.sql" and "7_b.up.sql" have the same version.',
    'Give all but one another version: godwit check --fix',
  ],
  [
    ['007_a.sql', '007_b.sql', '007_c.ts'],
    '"007_a.sql", "007_b.sql" and "007_c.ts" have the same version.',
    'Give all but one another version: godwit check --fix',
  ],
  [
    ['001_a.js', '001_a.ts'],
    '"001_a.js" and "001_a.ts" have the same version.',
    'Keep one of them. If one is compiled from the other, have the compiler write to another folder.',
  ],
])('files of one version: %j', async (names, message, fix) => {
  const { problems } = await catalogOf(names)
  expect(problems).toContainEqual({
    kind: 'duplicate-version',
    severity: 'error',
    message,
    files: names,
    fix,
  })
})

test('several versions that stand more than once, one after the other', async () => {
  const names = [
    '1_a.sql',
    '01_b.sql',
    '001_c.sql',
    '2_d.sql',
    '02_e.sql',
    '3_f.sql',
    '4_g.sql',
    '04_h.sql',
  ]
  const { problems } = await catalogOf(names)
  expect(
    problems.filter(({ kind }) => kind === 'duplicate-version').map(({ files }) => files),
  ).toEqual([
    ['001_c.sql', '01_b.sql', '1_a.sql'],
    ['02_e.sql', '2_d.sql'],
    ['04_h.sql', '4_g.sql'],
  ])
})

test('a file and a registered migration of one version', async () => {
  await using folder = await givenFolder(filesOf(['001_a.up.sql']))
  const registry = new Registry().add('1_b', { up: noop })
  const { problems } = await loadCatalog({ dir: folder.path, registry })
  expect(problems.map(({ message }) => message)).toEqual([
    '"001_a.up.sql" and "1_b" (registered in code) have the same version.',
  ])
})

test('one name with several versions is fine', async () => {
  expect((await catalogOf(['001_fix.up.sql', '002_fix.up.sql'])).problems).toEqual([])
})

test('mixed layouts name an example of each', async () => {
  const names = ['001_a.up.sql', '002_b_up.sql', '003_c.sql', '004_d.sql', '005_e.ts']
  const { problems } = await catalogOf(names)
  expect(problems).toEqual([
    {
      kind: 'mixed-layout',
      severity: 'error',
      message:
        'The folder mixes layouts: "001_a.up.sql" ends in .up.sql, "002_b_up.sql" ends in _up.sql, "003_c.sql" stands alone.',
      files: ['001_a.up.sql', '002_b_up.sql', '003_c.sql'],
      fix: 'Choose one way to name the SQL files, and rename the others.',
    },
  ])
})

test('sub-folders are left out, and those with SQL are told', async () => {
  const catalog = await catalogOf(['001_a.up.sql', 'old/001_a.up.sql', 'docs/a.md'])
  expect(labels(catalog)).toEqual(['001_a'])
  expect(catalog.problems).toEqual([
    {
      kind: 'ignored-folder',
      severity: 'warning',
      message: 'The folder "old" holds .sql files that are not read: sub-folders are left out.',
      files: ['old'],
      fix: 'Move the files up, or name the folder with --dir.',
    },
  ])
})

test('a sound catalog passes, with warnings too', async () => {
  const catalog = await catalogOf(['001_a.up.sql', '002_b.test.ts'])
  expect(catalog.problems).toHaveLength(1)
  expect(() => requireSound(catalog)).not.toThrow()
})

test('one error is thrown with its own words', async () => {
  const catalog = await catalogOf(['001_a.up.sql', '002_b.down.sql'])
  expect(() => requireSound(catalog)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_CATALOG_INVALID',
      message: '"002_b.down.sql" has no up file.',
      next: ['Write "002_b.up.sql", or remove the down file.'],
    }),
  )
})

test('several errors are thrown as a list', async () => {
  const catalog = await catalogOf(['001_a.up.sql', '01_b.up.sql', '002_c.down.sql', '003_x.py'])
  expect(() => requireSound(catalog)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_CATALOG_INVALID',
      message: 'The migration files have 2 problems.',
      detail:
        '- "002_c.down.sql" has no up file.\n- "001_a.up.sql" and "01_b.up.sql" have the same version.',
      next: ['godwit check'],
    }),
  )
})

test('a file larger than the buffer has the hash of all its bytes', async () => {
  const large = `${'-- x\n'.repeat(50_000)}SELECT 1;\n`
  const exact = 'x'.repeat(64 * 1024)
  await using folder = await givenFolder({
    '001_a.up.sql': large,
    '002_b.up.sql': exact,
    '003_c.up.sql': '',
  })
  const { migrations } = await loadCatalog({ dir: folder.path })
  const hashes = [large, exact, ''].map((text) => createHash('sha256').update(text).digest('hex'))
  expect(migrations.map(({ bytes }) => bytes)).toEqual(hashes)
})

test('ten thousand pairs', async () => {
  await using folder = await tempDir('catalog')
  await mkdir(folder.join('m'))
  for (let i = 1; i <= 10_000; i++) {
    const version = String(i).padStart(6, '0')
    await writeFile(folder.join('m', `${version}_t.up.sql`), `SELECT ${i};`)
    await writeFile(folder.join('m', `${version}_t.down.sql`), 'SELECT 0;')
  }
  const catalog = await loadCatalog({ dir: folder.join('m') })
  expect(catalog.migrations).toHaveLength(10_000)
  expect(catalog.problems).toEqual([])
  expect(catalog.migrations.at(-1)).toMatchObject({
    label: '010000_t',
    down: { file: '010000_t.down.sql' },
    bytes: createHash('sha256').update('SELECT 10000;').digest('hex'),
  })
})
