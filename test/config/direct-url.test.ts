import { expect, test } from 'vitest'
import type { ResolvedConfig } from '#config'
import { project, shown } from './project.ts'

function urlOf({ target }: ResolvedConfig): string | undefined {
  return target?.kind === 'url' ? target.url.reveal() : undefined
}

const POOLED = 'postgres://app@pooler:6432/shop'
const DIRECT = 'postgres://app:s3cret@server:5432/shop'

test('directUrl is used in the place of url, and both are shown', async () => {
  await using dir = await project({
    'godwit.config.yaml': `url: ${POOLED}\ndirectUrl: postgres://app:\${PW}@server:5432/shop\n`,
  })
  const resolved = await dir.load({}, { PW: 's3cret' })
  expect(urlOf(resolved)).toBe(DIRECT)
  expect([shown(resolved, 'url'), shown(resolved, 'directUrl')]).toEqual([
    `${POOLED} <- godwit.config.yaml:1`,
    'postgres://app:•••@server:5432/shop <- godwit.config.yaml:2',
  ])
})

test('it may stand beside the fields of an address, and alone', async () => {
  await using dir = await project({
    'godwit.config.json': JSON.stringify({ database: { host: 'pooler' }, directUrl: DIRECT }),
  })
  expect(urlOf(await dir.load())).toBe(DIRECT)
  await using other = await project({ 'godwit.config.json': JSON.stringify({ directUrl: DIRECT }) })
  expect(urlOf(await other.load({}, { DATABASE_URL: POOLED }))).toBe(DIRECT)
})

test('a flag or a variable of godwit wins over that of the file', async () => {
  await using dir = await project({
    'godwit.config.json': JSON.stringify({ url: POOLED, directUrl: DIRECT }),
  })
  const given = 'postgres://app@other/shop'
  expect(urlOf(await dir.load({ url: given }))).toBe(given)
  expect(urlOf(await dir.load({}, { GODWIT_URL: given }))).toBe(given)
  expect(shown(await dir.load({ url: given }), 'directUrl')).toBe('')
})

test('an environment with an address of its own leaves none of the top behind', async () => {
  const environments = {
    own: { url: 'postgres://app@pooler/own' },
    fields: { database: { host: 'elsewhere', name: 'shop' } },
    both: { url: 'postgres://app@pooler/own', directUrl: 'postgres://app@server/own' },
    direct: { directUrl: 'postgres://app@server/direct' },
    none: {},
  }
  await using dir = await project({
    'godwit.config.json': JSON.stringify({ url: POOLED, directUrl: DIRECT, environments }),
  })
  expect(urlOf(await dir.load({ env: 'own' }))).toBe('postgres://app@pooler/own')
  expect((await dir.load({ env: 'fields' })).target?.kind).toBe('fields')
  expect(urlOf(await dir.load({ env: 'both' }))).toBe('postgres://app@server/own')
  expect(urlOf(await dir.load({ env: 'direct' }))).toBe('postgres://app@server/direct')
  expect(urlOf(await dir.load({ env: 'none' }))).toBe(DIRECT)
})

test('no variable names it by itself', async () => {
  await using dir = await project({ 'godwit.config.json': JSON.stringify({ url: POOLED }) })
  const variables = { DIRECT_URL: DIRECT, GODWIT_DIRECT_URL: DIRECT, DATABASE_URL: DIRECT }
  expect(urlOf(await dir.load({}, variables))).toBe(POOLED)
})

test('one that cannot be read is told as what it is, with its place', async () => {
  await using dir = await project({
    'godwit.config.yaml': `url: ${POOLED}\ndirectUrl: oracle://app:s3cret@server/shop\n`,
  })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_URL_INVALID',
    message:
      'directUrl (godwit.config.yaml:2) cannot be used. The database address "oracle://app:•••@server/shop" starts with "oracle:", which godwit does not know.',
    next: [
      'Start it with its scheme: sqlite:FILE, sqlite::memory:, pglite:FOLDER, pglite:memory, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME',
    ],
  })
  // Where it is not used it is in nobody's way.
  expect(urlOf(await dir.load({ url: POOLED }))).toBe(POOLED)
})
