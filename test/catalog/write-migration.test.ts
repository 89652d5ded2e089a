import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { loadCatalog, Registry, writeMigration, type WriteMigrationOptions } from '#catalog'
import { filesOf, givenFolder } from './given-folder.ts'

const NOON = new Date('2026-11-21T12:00:00Z')

type Asked = Partial<Omit<WriteMigrationOptions, 'dir'>>

/** Writes a migration next to some files; gives names and texts of what was written. */
async function write(names: readonly string[], asked: Asked = {}) {
  await using folder = await givenFolder(filesOf(names))
  const written = await writeMigration({
    description: 'Add email to users',
    now: NOON,
    ...asked,
    dir: folder.path,
  })
  const texts = await Promise.all(written.files.map((file) => readFile(file, 'utf8')))
  const after = await loadCatalog({ dir: folder.path })
  return { ...written, names: written.files.map((file) => basename(file)), texts, after }
}

test.each([
  [[], ['20261121120000_add_email_to_users.up.sql', '20261121120000_add_email_to_users.down.sql']],
  [['001_a.up.sql'], ['002_add_email_to_users.up.sql', '002_add_email_to_users.down.sql']],
  [['000041_a.up.sql'], ['000042_add_email_to_users.up.sql', '000042_add_email_to_users.down.sql']],
  [['999_a.up.sql'], ['1000_add_email_to_users.up.sql', '1000_add_email_to_users.down.sql']],
  [['1_a_up.sql'], ['2_add_email_to_users_up.sql', '2_add_email_to_users_down.sql']],
  [['1-a.up.sql'], ['2-add_email_to_users.up.sql', '2-add_email_to_users.down.sql']],
  [['001.up.sql'], ['002_add_email_to_users.up.sql', '002_add_email_to_users.down.sql']],
  [['001_a.sql'], ['002_add_email_to_users.sql']],
  [['001_a.ts'], ['002_add_email_to_users.ts']],
  [['001_a.ts', '002_b.mjs'], ['003_add_email_to_users.mjs']],
  [['001_a.js'], ['002_add_email_to_users.js']],
  [['001_a.cjs'], ['002_add_email_to_users.ts']],
  [['001_a.sql', '002_b.ts'], ['003_add_email_to_users.sql']],
  [['20270101000000_a.sql'], ['20270101000001_add_email_to_users.sql']],
])('next to %j', async (there, names) => {
  const written = await write(there)
  expect(written.names).toEqual(names)
  expect(written.after.problems).toEqual([])
  expect(written.after.migrations.at(-1)?.label.replace('-', '_')).toBe(written.label)
})

test.each([
  ['single', { kind: 'single' }, ['20261121120000_add_email_to_users.sql']],
  ['code', { kind: 'ts' }, ['20261121120000_add_email_to_users.ts']],
  ['numbers', { scheme: 'sequential', kind: 'ts' }, ['001_add_email_to_users.ts']],
  ['digits alone', { digits: 5, kind: 'ts' }, ['00001_add_email_to_users.ts']],
  [
    'times, whatever the digits',
    { scheme: 'timestamp', digits: 5, kind: 'ts' },
    ['20261121120000_add_email_to_users.ts'],
  ],
] as const)('the first file of a folder: %s', async (_what, asked, names) => {
  expect((await write([], asked)).names).toEqual(names)
})

test('the texts of a pair', async () => {
  const { texts } = await write([])
  expect(texts).toEqual([
    `-- Add email to users
-- Runs in one transaction where the database allows it. Example:
-- ALTER TABLE users ADD COLUMN email text;
`,
    `-- Takes back: Add email to users
-- Example:
-- ALTER TABLE users DROP COLUMN email;
`,
  ])
})

test('the text of a single file and of code', async () => {
  const single = await write([], { kind: 'single', description: 'x\n--godwit:up' })
  expect(single.texts[0]).toBe(`-- x --godwit:up

-- godwit:up
-- ALTER TABLE users ADD COLUMN email text;

-- godwit:down
-- ALTER TABLE users DROP COLUMN email;
`)
  const code = await write([], { kind: 'ts' })
  expect(code.texts[0]).toMatch(
    /^import \{ defineMigration \} from 'godwit'\n\n\/\/ Add email to users\n/,
  )
})

test('a template fills its placeholders', async () => {
  const template = '-- {{version}} {{ name }} {{description}} {{name}}\n'
  const { texts } = await write(['001_a.sql'], { template, description: 'Say $& twice' })
  expect(texts).toEqual(['-- 002 say_twice Say $& twice say_twice\n'])
})

test('a template for a pair may hold both parts', async () => {
  const template = '-- godwit:up\nSELECT 1; -- {{name}}\n-- godwit:down\nSELECT 0; -- {{name}}\n'
  const [up, down] = (await write(['001_a.up.sql'], { template })).texts
  expect(up?.trim()).toBe('SELECT 1; -- add_email_to_users')
  expect(down?.trim()).toBe('SELECT 0; -- add_email_to_users')
  const [all, standard] = (await write(['001_a.up.sql'], { template: 'SELECT 1;\n' })).texts
  expect([all, standard?.startsWith('-- Takes back:')]).toEqual(['SELECT 1;\n', true])
})

test.each([
  [
    '{{vesion}}',
    'The template has a placeholder {{vesion}} that godwit does not know; did you mean {{version}}?',
  ],
  ['{{x}}', 'The template has a placeholder {{x}} that godwit does not know.'],
  ['{{constructor}}', 'The template has a placeholder {{constructor}} that godwit does not know.'],
])('a template with %s is refused', async (template, message) => {
  await expect(write([], { template })).rejects.toMatchObject({ code: 'GODWIT_USAGE', message })
})

test.each([
  [
    'single',
    ['001_a.up.sql'],
    'The migrations folder holds pairs VERSION_name.up.sql / .down.sql; a migration of another layout cannot stand next to them.',
    'Leave out --single.',
  ],
  [
    'pair',
    ['001_a.sql'],
    'The migrations folder holds single files VERSION_name.sql; a migration of another layout cannot stand next to them.',
    'Write a single file: --single',
  ],
] as const)('a %s next to %j is refused', async (kind, names, message, next) => {
  await expect(write(names, { kind })).rejects.toMatchObject({
    code: 'GODWIT_USAGE',
    message,
    next: [next],
  })
})

test.each([
  [
    'sequential',
    ['20261120120000_a.sql'],
    'The migrations folder has times as versions, for instance 20261120120000_a; a number cannot stand next to them.',
  ],
  [
    'timestamp',
    ['000041_a.sql'],
    'The migrations folder has numbers of 6 digits as versions, for instance 000041_a; a time cannot stand next to them.',
  ],
] as const)('a %s version next to %j is refused', async (scheme, names, message) => {
  await expect(write(names, { scheme })).rejects.toMatchObject({
    code: 'GODWIT_USAGE',
    message,
    next: ['Leave out the scheme: new migrations are numbered as those that are there.'],
  })
  const [name = ''] = names
  const other = scheme === 'sequential' ? 'timestamp' : 'sequential'
  expect((await write(names, { scheme: other })).names[0]?.length).toBeGreaterThan(name.length)
})

test('a standard for the first version gives way to what the folder has', async () => {
  expect((await write([], { firstScheme: 'sequential', kind: 'ts' })).label).toMatch(/^001_/)
  expect((await write(['001_a.sql'], { firstScheme: 'timestamp' })).label).toMatch(/^002_/)
  const asked = { firstScheme: 'timestamp', scheme: 'sequential' } as const
  expect((await write([], asked)).label).toMatch(/^001_/)
})

test.each([
  [[], 'pair'],
  [['001_a.ts'], 'pair'],
  [['001_a.sql'], 'single'],
] as const)('SQL next to %j is a %s', async (names, kind) => {
  const template = (chosen: string) => Promise.resolve(`-- ${chosen}\n`)
  const { texts } = await write(names, { kind: 'sql', template })
  expect(texts[0]).toBe(`-- ${kind}\n`)
})

test('registered code alone does not make a folder one of code', async () => {
  const registry = new Registry().add('007_roles', { up: () => undefined })
  const { names } = await write([], { registry })
  expect(names).toEqual(['008_add_email_to_users.up.sql', '008_add_email_to_users.down.sql'])
})

test('a new folder is made', async () => {
  await using folder = await givenFolder({})
  const dir = folder.join('db', 'migrations')
  await writeMigration({ dir, description: 'first', now: NOON })
  expect(await readdir(dir)).toEqual([
    '20261121120000_first.down.sql',
    '20261121120000_first.up.sql',
  ])
})

test.each([
  ['sequential', ['001_same', '002_same', '003_same']],
  ['timestamp', ['20261121120000_same', '20261121120001_same', '20261121120002_same']],
] as const)('calls at one instant get different versions: %s', async (scheme, labels) => {
  await using folder = await givenFolder({})
  const options = { dir: folder.path, description: 'same', scheme, now: NOON }
  const written = await Promise.all([
    writeMigration(options),
    writeMigration(options),
    writeMigration(options),
  ])
  expect(written.map(({ label }) => label)).toEqual(labels)
  expect(await readdir(folder.path)).toHaveLength(6)
})

test('a version is taken by a lone down file, a folder or an ignored file too', async () => {
  await using folder = await givenFolder({
    '001_a.up.sql': '',
    '002_b.down.sql': '',
    '003_c.sql/x': '',
  })
  const options = { dir: folder.path, description: 'd', now: NOON }
  expect((await writeMigration(options)).label).toBe('004_d')
})

test('a folder that cannot be made', async () => {
  await using folder = await givenFolder({ file: '' })
  const dir = folder.join('file', 'migrations')
  await expect(writeMigration({ dir, description: 'x', now: NOON })).rejects.toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: expect.stringMatching(/^The folder .*migrations cannot be created: /),
  })
})

test('a file in the place of the folder', async () => {
  await using folder = await givenFolder({ migrations: '' })
  const options = { dir: folder.join('migrations'), description: 'x', now: NOON }
  await expect(writeMigration(options)).rejects.toMatchObject({
    code: 'GODWIT_DIR_MISSING',
    message: `"${folder.join('migrations')}" is a file, not a folder of migrations.`,
  })
})

test('the version comes after those of the registry, also where there is no folder yet', async () => {
  await using folder = await givenFolder({})
  const registry = new Registry().add('007_roles', { up: () => undefined })
  const options = { dir: folder.join('sql'), description: 'x', registry, now: NOON }
  expect((await writeMigration(options)).label).toBe('008_x')
})
