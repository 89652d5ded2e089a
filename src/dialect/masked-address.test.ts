import { expect, test } from 'vitest'
import { maskedAddress, passwordsIn, secretsInAddress } from './masked-address.ts'

test.each([
  ['postgres://u:s3cret@h/db', 'postgres://u:•••@h/db', ['s3cret']],
  ['postgres://h/d?pasword=sec', 'postgres://h/d?pasword=•••', ['sec']],
  ['postgres://u:p%40ss@h:5432/db?x=1', 'postgres://u:•••@h:5432/db?x=•••', ['p%40ss', 'p@ss']],
  ['postgres://u:p@s/s#w?d@h/db', 'postgres://u:•••@h/db', ['p@s/s#w?d']],
  ['postgres://u:two words@h/db', 'postgres://u:•••@h/db', ['two words']],
  ['postgres://:only@h/db', 'postgres://:•••@h/db', ['only']],
  ['postgres://u@tenant:pw@h/db', 'postgres://u@tenant:•••@h/db', ['pw']],
  [
    'postgres://h/db?user=u&password=s%20e&sslpassword=k',
    'postgres://h/db?user=u&password=•••&sslpassword=•••',
    ['s%20e', 's e', 'k'],
  ],
  ['postgres://u:%zz@h/db', 'postgres://u:•••@h/db', ['%zz']],
  ['postgres://u@h/db', 'postgres://u@h/db', []],
  ['postgres://h:5432/db', 'postgres://h:5432/db', []],
  ['postgres://u:s3cret/db', 'postgres://u:•••', ['s3cret']],
  ['postgres:u:s3cret/db', 'postgres:u:•••', ['s3cret']],
  ['postgres://[::1]/db', 'postgres://[::1]/db', []],
  ['postgres://[::1]:5432/db', 'postgres://[::1]:5432/db', []],
  ['sqlite:./x.db', 'sqlite:./x.db', []],
])('%s is shown as %s', (url, shown, passwords) => {
  expect(maskedAddress(url)).toBe(shown)
  expect(passwordsIn(url)).toEqual(passwords)
})

test('an address with an @ behind the host hides more than it must, never less', () => {
  const url = 'postgres://u:s3cret@h/db?options=a@b'
  expect(maskedAddress(url)).toBe('postgres://u:•••@b')
  expect(passwordsIn(url)).toEqual(['s3cret@h/db?options=a', 's3cret'])
})

test.each([
  ['postgres://u:s3cret@h/db', ['s3cret']],
  ['postgres://u:postgres@h/db', ['postgres']],
  ['postgres://postgres:postgres@h/db', []],
  ['postgres://u:db@db/x', []],
  ['postgres://u:pw@pws/x', ['pw']],
])('of %s is to be hidden elsewhere: %j', (url, secrets) => {
  expect(secretsInAddress(url)).toEqual(secrets)
})
