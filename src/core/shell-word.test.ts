import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each([
  ['up', 'up'],
  ['--to=007', '--to=007'],
  ['migrations/001_a.up.sql', 'migrations/001_a.up.sql'],
  ['', "''"],
  ['add email', "'add email'"],
  ['$HOME;`x`', "'$HOME;`x`'"],
  ["it's", `'it'\\''s'`],
])('%s is typed as %s', (word, typed) => {
  expect(shellWord(word)).toBe(typed)
})
