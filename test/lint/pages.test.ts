import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KNOWN_RULES, RULE_BOOKS } from '#lint'
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
  const ofDatabases = RULE_BOOKS.flatMap(({ rules }) => rules)
  for (const { id, title, problem, allow } of [...KNOWN_RULES, ...ofDatabases]) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+[a-z\d]*)*$/)
    expect([id, title.endsWith('.'), problem.endsWith('.'), allow.endsWith('.')]).toEqual([
      id,
      false,
      true,
      true,
    ])
  }
})

test('a rule of several databases has one level, and none has two rules of one name', () => {
  for (const { rules } of RULE_BOOKS)
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  const all = RULE_BOOKS.flatMap(({ rules }) => rules)
  for (const { id, severity, onWayDown } of all)
    expect(
      all.filter(
        (rule) => rule.id === id && (rule.severity !== severity || rule.onWayDown !== onWayDown),
      ),
    ).toEqual([])
})
