import { expect, test } from 'vitest'
import { shownPath } from './shown-path.ts'

test.each([
  ['/a/b/c.ts', 'c.ts'],
  ['/a/b/c/d.ts', 'c/d.ts'],
  ['/a/c.ts', '../c.ts'],
  ['/a/b', '.'],
  ['/a', '..'],
  ['/a/b/..c/d.ts', '..c/d.ts'],
  ['/x/c.ts', '/x/c.ts'],
  ['/c.ts', '/c.ts'],
])('%s is shown in /a/b as %s', (path, shown) => {
  expect(shownPath(path, '/a/b')).toBe(shown)
})
