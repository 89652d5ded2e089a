import { expect, test } from 'vitest'
import { openableAddress } from './address.ts'

test.each([
  ['sqlite:./x.db', 'sqlite:/srv/app/x.db'],
  ['sqlite:x.db?mode=ro', 'sqlite:/srv/app/x.db?mode=ro'],
  ['sqlite://x.db', 'sqlite:/srv/app/x.db'],
  ['sqlite:/abs/x.db', 'sqlite:/abs/x.db'],
  ['sqlite:///abs/x.db', 'sqlite:///abs/x.db'],
  ['sqlite::memory:', 'sqlite::memory:'],
  ['pglite:data', 'pglite:/srv/app/data'],
  ['pglite:memory', 'pglite:memory'],
  ['postgres://h/db', 'postgres://h/db'],
])('%s in a file of another folder opens %s', (url, opened) => {
  expect(openableAddress(url, '/srv/app')).toBe(opened)
})

test('an address that starts from the working folder stays as it was written', () => {
  expect(openableAddress('sqlite:./x.db', process.cwd())).toBe('sqlite:./x.db')
})
