import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KNOWN_RULES } from '#lint'
import { CHECKOUT } from '../docs/blocks.ts'
import { rulePage, rulesPage } from './rule-page.ts'

const FOLDER = join(CHECKOUT, 'docs', 'rules')

const PAGES = new Map([
  ['README.md', rulesPage()],
  ...KNOWN_RULES.map((rule) => [`${rule.id}.md`, rulePage(rule)] as const),
])

test('every rule has its page, and it says what the rule says (UPDATE=1 writes them)', () => {
  if (process.env['UPDATE'] === '1') {
    mkdirSync(FOLDER, { recursive: true })
    for (const [name, text] of PAGES) writeFileSync(join(FOLDER, name), text)
  }
  expect(existsSync(FOLDER) ? readdirSync(FOLDER).toSorted() : []).toEqual(
    [...PAGES.keys()].toSorted(),
  )
  for (const [name, text] of PAGES) expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(text)
})

test('rules have permanent names in kebab case, and whole sentences', () => {
  for (const { id, title, problem, allow } of KNOWN_RULES) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect([id, title.endsWith('.'), problem.endsWith('.'), allow.endsWith('.')]).toEqual([
      id,
      false,
      true,
      true,
    ])
  }
})
