import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS, EXIT_CODES, GLOBAL_OPTIONS } from '#cli'
import { ERRORS, EXIT } from '#core'
import { CHECKOUT, readDocument } from './blocks.ts'
import { errorsPage } from './errors-page.ts'

const PAGE = 'docs/reference/errors.md'

test('the page of errors says what the catalogue says (UPDATE=1 writes it)', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(join(CHECKOUT, PAGE), errorsPage())
  expect(readDocument(PAGE)).toBe(errorsPage())
})

test('every error has one of the exit codes, a title without a full stop, and whole sentences', () => {
  const known = EXIT_CODES.map(({ code }) => code)
  for (const [code, { exit, title, why, next }] of Object.entries(ERRORS)) {
    expect([
      code,
      known.includes(exit),
      title.endsWith('.'),
      why.endsWith('.'),
      next.endsWith('.'),
    ]).toEqual([code, true, false, true, true])
  }
})

test('every exit code is in the list of exit codes', () => {
  expect(EXIT_CODES.map(({ code }) => code)).toEqual(Object.values(EXIT))
})

test('every command that the catalogue advises exists', () => {
  const advice = Object.values(ERRORS).flatMap(({ next }) => [
    ...next.matchAll(/(?:[Rr]un|[Uu]se|with|then) godwit ([a-z]+)/g),
  ])
  expect(advice.length).toBeGreaterThan(8)
  const names = new Set(COMMANDS.map(({ name }) => name))
  expect(advice.filter(([, name]) => !names.has(name ?? '')).map(([text]) => text)).toEqual([])
})

test('every option that a message of godwit advises exists', () => {
  const advice = readdirSync(join(CHECKOUT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readDocument(join('src', file)).matchAll(
        /godwit ([a-z]+)(?: [\w:.$'"{}]+)*? (--[a-z][a-z-]*)/g,
      ),
    ])
  expect(advice.length).toBeGreaterThan(30)
  const unknown = advice.filter(([, name = '', flag = '']) => !optionsOf(name).includes(flag))
  expect(unknown.map(([text]) => text)).toEqual([])
})

function optionsOf(name: string): readonly string[] {
  const command = COMMANDS.find((spec) => spec.name === name)
  return [...(command?.options ?? []), ...GLOBAL_OPTIONS].flatMap(({ flags }) =>
    flags.split(/[ ,]+/),
  )
}
