import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadModels } from '#inspect'
import { labelOf, MODEL } from '#schema'
import { tempDir } from '../setup/temp.ts'

const DOOR = fileURLToPath(new URL('../../src/models.ts', import.meta.url))
const IMPORT = `import { table, text, uuid, enumType, index } from ${JSON.stringify(DOOR)}\n`

/** Loads models of files in a folder; gives file, export and name of each, or the message. */
async function load(
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
): Promise<readonly string[] | string> {
  await using dir = await tempDir('models')
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(dir.join(file)), { recursive: true })
    await writeFile(dir.join(file), content)
  }
  try {
    const found = await loadModels(paths, dir.path)
    return found.map(
      ({ file, exportName, model }) => `${file} ${exportName} ${labelOf(model[MODEL])}`,
    )
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const USERS = `${IMPORT}export const users = table('users', { id: uuid().primaryKey() })\nexport const other = 1\n`
const ORDERS = `${IMPORT}import { users } from './users.ts'
export const orders = table('orders', { user: uuid().references(() => users.id) })\n`

test('a file, a folder and a pattern', async () => {
  const files = {
    'db/users.ts': USERS,
    'db/orders.ts': ORDERS,
    'db/index.ts': "export * from './users.ts'\n",
    'db/users.test.ts': 'throw new Error()',
    'db/deep/mood.ts': `${IMPORT}export const mood = enumType('mood', ['sad'])\nexport default { again: mood }\n`,
  }
  expect(await load(files, ['db/users.ts'])).toEqual(['db/users.ts users users'])
  expect(await load(files, ['./db'])).toEqual([
    'db/deep/mood.ts mood mood',
    'db/deep/mood.ts again mood',
    'db/index.ts users users',
    'db/orders.ts orders orders',
    'db/users.ts users users',
  ])
  expect(await load(files, ['db/*er*.ts'])).toEqual([
    'db/orders.ts orders orders',
    'db/users.ts users users',
  ])
  expect(await load(files, ['**/mood.ts'])).toEqual([
    'db/deep/mood.ts mood mood',
    'db/deep/mood.ts again mood',
  ])
})

test('what is wrong names file and key', async () => {
  expect(await load({}, ['none.ts'])).toBe('There is no file none.ts with models.')
  expect(await load({ 'a.ts': 'export const a = 1' }, ['a.ts'])).toBe('a.ts exports no model.')
  expect(await load({ 'a.ts': 'export const a = missing()' }, ['a.ts'])).toBe(
    'a.ts:1: missing is not defined.',
  )
  expect(
    await load({ 'a.ts': `${IMPORT}export const a = table('a', {\n  b: text().notnull(),\n})` }, [
      'a.ts',
    ]),
  ).toBe('a.ts:3: text(...).notnull is not a function.')
  expect(await load({ 'a.ts': `${IMPORT}export const a =\n  index()` }, ['a.ts'])).toBe(
    'a.ts:3: An index has to be over something: index(t.email).',
  )
  expect(
    await load(
      {
        'db/a.ts': `${IMPORT}export const a = table('a', {\n  id: uuid(),\n  b: 'text' as never,\n})`,
      },
      ['db'],
    ),
  ).toBe(
    'db/a.ts:2: "a.b" is no column, but the text "text"; a column begins with its type, as in text().notNull().',
  )
})
