import { expect, test } from 'vitest'
import { type CatalogProblem, checkCatalog, loadCatalog, Registry } from '#catalog'
import { givenFolder } from './given-folder.ts'

async function check(
  files: Record<string, string | Uint8Array>,
  registry?: Registry,
): Promise<readonly CatalogProblem[]> {
  await using folder = await givenFolder(files)
  return await checkCatalog(await loadCatalog({ dir: folder.path, registry }), 'postgres')
}

const PAIR = { '001_a.up.sql': 'SELECT 1;', '001_a.down.sql': 'SELECT 0;' }

test('a folder in good order', async () => {
  expect(await check(PAIR)).toEqual([])
  expect(await check({})).toEqual([])
  expect(
    await check({ '001_a.sql': '-- godwit:up\nSELECT 1;\n-- godwit:down\nSELECT 0;' }),
  ).toEqual([])
})

test('a missing way down, in each layout', async () => {
  const registry = new Registry().add('003_c', { up: () => undefined })
  expect(
    await check(
      { '001_a.up.sql': 'SELECT 1;', '002_b.mjs': 'export const up = () => {}' },
      registry,
    ),
  ).toEqual([
    {
      kind: 'missing-down',
      severity: 'warning',
      message: '"001_a.up.sql" has no way down, so it cannot be rolled back.',
      files: ['001_a.up.sql'],
      fix: 'Write "001_a.down.sql", or say why there is none: -- godwit:irreversible "reason"',
    },
    {
      kind: 'missing-down',
      severity: 'warning',
      message: '"002_b.mjs" has no way down, so it cannot be rolled back.',
      files: ['002_b.mjs'],
      fix: "Give it a down function, or say why there is none: irreversible: 'reason'",
    },
    {
      kind: 'missing-down',
      severity: 'warning',
      message: '"003_c" (registered in code) has no way down, so it cannot be rolled back.',
      files: [],
      fix: "Give it a down function, or say why there is none: irreversible: 'reason'",
    },
  ])
  expect(await check({ '001_a.sql': 'SELECT 1;' })).toEqual([
    {
      kind: 'missing-down',
      severity: 'warning',
      message: '"001_a.sql" has no way down, so it cannot be rolled back.',
      files: ['001_a.sql'],
      fix: 'Write a part "-- godwit:down", or say why there is none: -- godwit:irreversible "reason"',
    },
  ])
})

test('what is irreversible needs no way down', async () => {
  expect(
    await check({ '001_a.up.sql': '-- godwit:irreversible "rows are gone"\nDELETE FROM a;' }),
  ).toEqual([])
  const code = "export default { up() {}, irreversible: 'rows are gone' }"
  expect(await check({ '001_a.mjs': code })).toEqual([])
})

test('empty files and parts', async () => {
  const empty = await check({ '001_a.up.sql': '', '001_a.down.sql': '-- nothing yet\n;;\n' })
  expect(empty).toEqual([
    {
      kind: 'empty-file',
      severity: 'warning',
      message: '"001_a.up.sql" holds no statement.',
      files: ['001_a.up.sql'],
      fix: 'Write the migration, or remove it.',
    },
    {
      kind: 'empty-file',
      severity: 'warning',
      message: '"001_a.down.sql" holds no statement.',
      files: ['001_a.down.sql'],
      fix: 'Write the way down, or remove it.',
    },
  ])
  const single = await check({ '001_a.sql': '-- godwit:up\nSELECT 1;\n-- godwit:down\n' })
  expect(single.map(({ message }) => message)).toEqual([
    'The down part of "001_a.sql" holds no statement.',
  ])
})

test('gaps', async () => {
  const statement = '-- godwit:irreversible "a test"\nSELECT 1;'
  const names = ['001_a', '003_b', '007_c']
  const files = Object.fromEntries(names.map((name) => [`${name}.up.sql`, statement]))
  expect(await check(files)).toEqual([
    {
      kind: 'gap',
      severity: 'warning',
      message: 'Version 002 is missing between "001_a.up.sql" and "003_b.up.sql".',
      files: ['001_a.up.sql', '003_b.up.sql'],
      fix: 'Check whether a file was forgotten. A gap does no harm otherwise.',
    },
    {
      kind: 'gap',
      severity: 'warning',
      message: 'Versions 004 to 006 are missing between "003_b.up.sql" and "007_c.up.sql".',
      files: ['003_b.up.sql', '007_c.up.sql'],
      fix: 'Check whether a file was forgotten. A gap does no harm otherwise.',
    },
  ])
})

test('text that is not UTF-8', async () => {
  expect(await check({ ...PAIR, '001_a.up.sql': Uint8Array.of(0x61, 0xff) })).toMatchObject([
    {
      kind: 'not-utf8',
      severity: 'error',
      message: '"001_a.up.sql" is not UTF-8 text: byte 1 (0xff, in line 1) cannot be read.',
      files: ['001_a.up.sql'],
    },
  ])
})

test('SQL and directives that cannot be read, code that cannot be loaded: all of them, errors first', async () => {
  const problems = await check({
    '001_a.up.sql': 'SELECT 1;',
    '002_b.up.sql': "SELECT 'x;",
    '002_b.down.sql': 'SELECT 0;',
    '003_c.up.sql': '-- godwit:nonsense\nSELECT 1;',
    '004_d.mjs': 'export const down = () => {}',
    '005_e.up.sql': '-- godwit:up\nSELECT 1;\n-- godwit:down\nSELECT 2;',
  })
  expect(problems.map(({ kind, severity, files }) => [kind, severity, ...files])).toEqual([
    ['unreadable-sql', 'error', '002_b.up.sql'],
    ['invalid-directive', 'error', '003_c.up.sql'],
    ['invalid-code', 'error', '004_d.mjs'],
    ['mixed-layout', 'error', '005_e.up.sql'],
    ['missing-down', 'warning', '001_a.up.sql'],
  ])
})

test('the problems of the names are among them', async () => {
  const problems = await check({ ...PAIR, 'schema.sql': 'SELECT 1;', '1_b.up.sql': 'SELECT 1;' })
  expect(problems.map(({ kind }) => kind)).toEqual([
    'unreadable-name',
    'duplicate-version',
    'missing-down',
  ])
})
