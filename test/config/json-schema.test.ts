import { readFileSync, writeFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { buildFileSchema } from '../../src/config/schema.ts'

const FILE = new URL('../../schemas/config.schema.json', import.meta.url)

test("the editor's schema is the one that godwit checks with (UPDATE=1 writes it)", () => {
  const written = `${JSON.stringify(generated(), undefined, 2)}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(FILE, written)
  expect(readFileSync(FILE, 'utf8')).toBe(written)
})

test('the schema accepts what the reference page shows and refuses what godwit refuses', () => {
  const accepts = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(FILE, 'utf8')))
  expect(
    accepts({
      $schema: 'x',
      url: '${A}',
      timeouts: { statement: '30s', wait: 0 },
      environments: { prod: { protected: true } },
    }),
  ).toBe(true)
  expect(accepts({ database: { sslmode: '${MODE:-require}', port: 5432 } })).toBe(true)
  for (const wrong of [
    { isolaton: 'default' },
    { isolation: 'serial' },
    { lock: { timeout: 5 } },
    { lock: [] },
    { environments: { prod: { envFile: 'x' } } },
    { protected: true },
  ]) {
    expect([wrong, accepts(wrong)]).toEqual([wrong, false])
  }
})

/** The check that a group is no list has no counterpart: `type: object` says it already. */
function generated(): object {
  const { $schema, ...schema } = toJsonSchema(buildFileSchema(), { errorMode: 'ignore' })
  return {
    $schema,
    title: 'Configuration of godwit',
    description: 'docs/reference/config.md explains every key.',
    ...schema,
  }
}
