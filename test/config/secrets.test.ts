import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { describeConfig } from '#config'
import type { VariableSet } from '#config'
import { project } from './project.ts'

const CASES: readonly (readonly [string, Readonly<Record<string, string>>, VariableSet])[] = [
  ['a url in YAML', { 'godwit.config.yaml': 'url: postgres://u:s3cret@h/db' }, {}],
  [
    'a field in JSON',
    { 'godwit.config.json': '{"database":{"host":"h","password":"s3cret"}}' },
    {},
  ],
  [
    'a variable in the file',
    { 'godwit.config.yaml': 'url: postgres://u:${P}@h/db' },
    { P: 's3cret' },
  ],
  [
    'a direct url',
    { 'godwit.config.yaml': 'url: postgres://u@h/db\ndirectUrl: postgres://u:s3cret@h/db' },
    {},
  ],
  ['DATABASE_URL', {}, { DATABASE_URL: 'postgres://u:s3cret@h/db' }],
  ['GODWIT_URL', {}, { GODWIT_URL: 'postgres://h/db?user=u&password=s3cret' }],
  ['DB_PASSWORD', {}, { DB_HOST: 'h', DB_PASSWORD: 's3cret' }],
  ['PGPASSWORD', {}, { PGHOST: 'h', PGPASSWORD: 's3cret' }],
]

test.each(CASES)(
  'a password from %s is known, and printed nowhere',
  async (_name, files, variables) => {
    await using dir = await project(files)
    const resolved = await dir.load({}, variables)
    expect(resolved.secrets).toEqual(['s3cret'])
    const { secrets, ...rest } = resolved
    expect(secrets.length).toBe(1)
    const printed = [JSON.stringify(rest), inspect(rest, { depth: null })]
    expect([...printed, JSON.stringify(describeConfig(resolved))].join('\n')).not.toContain(
      's3cret',
    )
  },
)

test.each([
  'url: postgres://u:s3cret@h/db\nurl: postgres://u:s3cret@h/db',
  'url: [postgres://u:s3cret@h/db]',
  'url: postgres://u:s3cret@h/db\ndatabase: { password: s3cret }',
  'database: { password: [s3cret] }',
  'url: "postgres://u:s3cret@h/${db"',
  'database: { password: s3cret, file: x, dialect: sqlite }',
  'url: "postgres://u:s3cret@h/db',
  'url: &a s3cret\nx: *b',
  'database: { passwrd: s3cret }',
  'environments: { prod: { database: { password: { s3cret: 1 } } } }',
])('no error about a file prints a password: %s', async (text) => {
  await using dir = await project({ 'godwit.config.yaml': text })
  expect(JSON.stringify(await dir.failure())).not.toContain('s3cret')
})

test('no error about JSON prints a password', async () => {
  await using dir = await project({ 'godwit.config.json': '{"database":{"password": s3cret}}' })
  expect(JSON.stringify(await dir.failure())).not.toContain('s3cret')
})
