import { expect, test } from 'vitest'
import { withoutValues } from './without-values.ts'

test.each([
  [
    "UPDATE users SET email = 'a@b.c', n = 12.5 WHERE id = 7",
    'UPDATE users SET email = ?, n = ? WHERE id = ?',
  ],
  [
    "SELECT $$se'cret$$, E'it\\'s', \"Name\" -- hush\nFROM t1 /* hush */",
    'SELECT ?, ?, "Name" FROM t1',
  ],
  ["ALTER ROLE app PASSWORD 'cut o", 'ALTER ROLE app PASSWORD ?'],
])('%s', (text, shown) => {
  expect(withoutValues(text, 'postgres')).toBe(shown)
})
