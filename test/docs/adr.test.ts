import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CHECKOUT, readDocument } from './blocks.ts'

const FILES = readdirSync(join(CHECKOUT, 'docs', 'adr')).toSorted()

test('decisions are numbered from 0001 without a gap', () => {
  const expected = FILES.map((_, index) => String(index + 1).padStart(4, '0'))
  expect(FILES.length).toBeGreaterThanOrEqual(12)
  expect(FILES.map((file) => file.slice(0, 4))).toEqual(expected)
})

describe.each(FILES)('%s', (file) => {
  const text = readDocument(join('docs', 'adr', file))
  const lines = text.trimEnd().split('\n')

  test('is short, and its title is its name', () => {
    const [, number = '', title = ''] = /^# (\d{4}) (.+)$/.exec(lines[0] ?? '') ?? []
    const slug = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    expect(`${number}-${slug}.md`).toBe(file)
    expect(lines.length).toBeLessThanOrEqual(40)
  })

  test('has a date that exists and a state', () => {
    const [, date = '', status = ''] = /^Date: (\d{4}-\d\d-\d\d) · Status: (.+)$/m.exec(text) ?? []
    expect(new Date(date).toISOString().slice(0, 10)).toBe(date)
    expect(status).toMatch(/^(accepted|superseded by \[\d{4}\]\(\d{4}-[\w-]+\.md\))$/)
  })

  test('says what was decided, what was rejected and what follows', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Decision',
      'Rejected',
      'Consequences',
    ])
    const links = [...text.matchAll(/\]\(([\w.-]+)\)/g)].map(([, to]) => to ?? '')
    expect(links.filter((to) => !existsSync(join(CHECKOUT, 'docs', 'adr', to)))).toEqual([])
  })
})
