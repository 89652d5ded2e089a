import { expect, test } from 'vitest'
import { EXIT_CODES } from '#cli'
import { readDocument } from './blocks.ts'
import { runDocument } from './run-document.ts'

const README = readDocument('README.md')

test('every block of the README does what it says', async () => {
  const { ran, skipped } = await runDocument('README.md', { DATABASE_URL: 'sqlite:app.db' })
  expect(ran).toBe(9)
  // Two blocks install packages; more must not be left out.
  expect(skipped).toHaveLength(2)
})

test('the two commands come first', () => {
  const [first] = /```sh[^`]*```/.exec(README) ?? []
  expect(
    first
      ?.split('\n')
      .slice(1, 3)
      .map((line) => line.split('#')[0]?.trim()),
  ).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
  expect(README.slice(0, README.indexOf('```')).split('\n').length).toBeLessThan(10)
})

test('the README is short', () => {
  expect(README.split('\n').length).toBeLessThanOrEqual(220)
})

test('the exit codes are those of the command line', () => {
  const rows = EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  expect(README).toContain(rows.join('\n'))
})
