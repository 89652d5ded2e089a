import { expect, test } from 'vitest'
import { project, shown } from './project.ts'

test('a list is read as a whole: paths start from the file, variables are filled in', async () => {
  await using dir = await project({
    'godwit.config.yaml': [
      'schema: [src/schema.ts, "${MODELS:-src/models}/*.ts"]',
      'drift: { ignore: [audit_log, "view ${PREFIX}*"] }',
      'dump: db/schema.sql',
    ].join('\n'),
    'a/x': '',
  })
  const resolved = await dir.load({ in: 'a' }, { PREFIX: 'legacy_' })
  expect(resolved.schema).toEqual([`${dir.path}/src/schema.ts`, `${dir.path}/src/models/*.ts`])
  expect(resolved.drift.ignore).toEqual(['audit_log', 'view legacy_*'])
  expect(resolved.dump).toBe(`${dir.path}/db/schema.sql`)
  expect(shown(resolved, 'schema')).toBe(
    '../src/schema.ts, ../src/models/*.ts <- ../godwit.config.yaml:1',
  )
})

test('one path may stand for a list of them, also for an environment of its own', async () => {
  await using dir = await project({
    'godwit.config.json': `{ "schema": ["a.sql", "b.sql"], "environments": { "dev": { "schema": "c.sql" } } }`,
  })
  expect((await dir.load({ env: 'dev' })).schema).toEqual([`${dir.path}/c.sql`])
})

test('what is no list of texts is refused with its place', async () => {
  await using dir = await project({
    'godwit.config.yaml': 'drift:\n  ignore: audit\nschema: [1]\n',
  })
  expect(await dir.failure()).toMatchInlineSnapshot(`
    {
      "code": "GODWIT_CONFIG_INVALID",
      "detail": "godwit.config.yaml:3:9: "schema" takes a path or a list of paths, but holds a list that is not all text.
    godwit.config.yaml:2:11: "drift.ignore" takes a list of texts, but holds the text "audit".",
      "message": "godwit.config.yaml has 2 problems.",
      "next": [
        "Correct the named key; docs/reference/config.md in the godwit package lists every key.",
      ],
    }
  `)
})

test('a variable in a list that is not set is named with its place', async () => {
  await using dir = await project({ 'godwit.config.yaml': 'schema:\n  - "${NOWHERE}/a.ts"\n' })
  expect(await dir.failure()).toMatchInlineSnapshot(`
    {
      "code": "GODWIT_CONFIG_VARIABLE",
      "message": "godwit.config.yaml:2:3: "schema" needs the environment variable NOWHERE, which is not set.",
      "next": [
        "Set NOWHERE, or give it a default: \${NOWHERE:-default}",
      ],
    }
  `)
})
