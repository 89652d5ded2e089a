import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, expectTypeOf, test } from 'vitest'
import { parseDuration } from '#core'
import type { EnvironmentConfig, GodwitConfig } from './define.ts'
import { CONFIG_KEYS, type ConfigKey, type ConfigPath } from './key-list.ts'
import { buildValueSchema } from './schema.ts'
import { expected } from './wording.ts'

const PAGE = new URL('../../docs/reference/config.md', import.meta.url)
const ROWS: readonly ConfigKey[] = CONFIG_KEYS

test('the reference page lists every key with what it takes and its default (UPDATE=1 writes it)', () => {
  const page = readFileSync(PAGE, 'utf8')
  const [before = '', rest = ''] = page.split(/(?<=<!-- keys: [^\n]*\n)/)
  const after = rest.slice(rest.indexOf('<!-- /keys -->'))
  const written = `${before}\n${keyTable()}\n\n${after}`
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, written)
  expect(readFileSync(PAGE, 'utf8')).toBe(written)
})

test('the type of the configuration and the list of keys name the same keys', () => {
  type Top = Paths<Omit<GodwitConfig, 'environments'>> | Paths<EnvironmentConfig>
  expectTypeOf<Top>().toEqualTypeOf<ConfigPath>()
  expect(new Set(ROWS.map((row) => row.key)).size).toBe(ROWS.length)
})

test('every default is a value that the key takes', () => {
  for (const { key, takes, default: standard } of ROWS) {
    if (standard === undefined) continue
    expect([key, v.safeParse(buildValueSchema(takes), standard).success]).toEqual([key, true])
  }
})

test.each(['0', '250ms', '2s', '5m', '1h', '1m30s', '1.5s'])('a duration may be "%s"', (text) => {
  expect(v.safeParse(buildValueSchema('duration'), text).success).toBe(true)
  expect(parseDuration(text, 'x')).toBeGreaterThanOrEqual(0)
})

test.each(['', '5', 's', '5 m', '-1s', '1d', '1s2'])('a duration may not be "%s"', (text) => {
  expect(v.safeParse(buildValueSchema('duration'), text).success).toBe(false)
  expect(() => parseDuration(text, 'x')).toThrow(`x: "${text}" is not a duration.`)
})

type Paths<T> = {
  [Key in keyof T & string]: NonNullable<T[Key]> extends object
    ? `${Key}.${keyof NonNullable<T[Key]> & string}`
    : Key
}[keyof T & string]

function keyTable(): string {
  const rows = ROWS.map((row) => {
    const standard = row.default === undefined || row.default === '' ? '' : `\`${row.default}\``
    const only =
      row.only === 'top'
        ? ' Only at the top.'
        : row.only === 'environment'
          ? ' Only in an environment.'
          : ''
    return `| \`${row.key}\` | ${takesCell(row)} | ${standard} | ${row.about}${only} |`
  })
  const environments =
    '| `environments` | groups of these keys by name | | See below. Only at the top. |'
  return ['| key | takes | default | meaning |', '|---|---|---|---|', ...rows, environments].join(
    '\n',
  )
}

function takesCell({ takes }: ConfigKey): string {
  return typeof takes === 'string'
    ? expected(takes)
        .replace(/ such as .*/, '')
        .replaceAll('"', '`')
    : takes.map((word) => `\`${word}\``).join(' ')
}
