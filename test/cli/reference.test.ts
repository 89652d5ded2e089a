import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COMMANDS } from '#cli'
import { referencePage } from './reference-page.ts'

const PAGE = new URL('../../docs/reference/cli.md', import.meta.url)

test('the reference page says what the commands say (UPDATE=1 writes it)', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, referencePage())
  expect(readFileSync(PAGE, 'utf8')).toBe(referencePage())
})

test('every command has two to four examples, each of which begins with it', () => {
  for (const { name, examples } of COMMANDS) {
    expect([name, examples.length >= 2 && examples.length <= 4]).toEqual([name, true])
    for (const { line } of examples) expect(line.startsWith(`godwit ${name}`)).toBe(true)
  }
})

test('no name or alias is used twice', () => {
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])])
  expect(names).toEqual([...new Set(names)])
})
