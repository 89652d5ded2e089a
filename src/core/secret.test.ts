import { format, inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact, Secret } from './secret.ts'

const VALUE = 'p@ss w0rd'
const secret = new Secret(VALUE)

test('only reveal gives the value', () => {
  expect(secret.reveal()).toBe(VALUE)
})

test.each<[how: string, text: string]>([
  ['String', String(secret)],
  // oxlint-disable-next-line typescript/restrict-template-expressions -- this is what must not print it
  ['a template', `${secret}`],
  ['adding', 'x' + secret],
  ['JSON', JSON.stringify({ secret, list: [secret] })],
  ['inspect', inspect(secret)],
  [
    'inspect of all',
    inspect(
      { deep: [{ secret }] },
      { showHidden: true, depth: null, getters: true, compact: false },
    ),
  ],
  ['inspect without its own way', inspect(secret, { customInspect: false, showHidden: true })],
  ['format', format('%s %o %O %j %i', secret, secret, secret, secret, secret)],
  [
    'its own properties',
    JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret), { ...secret }]),
  ],
  ['a copy', inspect(structuredClone({ secret }))],
  ['an error with it as cause', inspect(new Error('x', { cause: secret }))],
])('%s never prints it', (_how, text) => {
  expect(text).not.toContain(VALUE)
})

test('what is printed instead', () => {
  expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual(['•••', '"•••"', '•••'])
})

test.each([
  ['plain', 'login with p@ss w0rd failed', [VALUE], 'login with ••• failed'],
  ['percent-encoded', 'at p%40ss%20w0rd and p@ss%20w0rd', [VALUE], 'at ••• and •••'],
  ['as JSON writes it', JSON.stringify({ text: 'a"b\\c' }), ['a"b\\c'], '{"text":"•••"}'],
  ['each time', 'abc abc', ['abc'], '••• •••'],
  ['one in another', 'a+b', ['b', 'a+b'], '•••'],
  [
    'a word in another',
    '002_users and users_2, superusers',
    ['users'],
    '002_users and users_2, superusers',
  ],
  ['a word by itself', 'relation "users" (users-2)', ['users'], 'relation "•••" (•••-2)'],
  ['a word in another script', 'Ключ ключи ключ', ['ключ'], 'Ключ ключи •••'],
  ['no word, wherever it stands', 'a$ecret$b', ['$ecret$'], 'a•••b'],
  ['a scheme', 'postgres://u@postgres/x', ['postgres'], 'postgres://u@•••/x'],
  ['with signs that mean something to patterns', 'a $& .* b', ['$&', '.*'], 'a ••• ••• b'],
  ['an empty one hides nothing', 'abc', [''], 'abc'],
  ['half a surrogate pair', 'x\ud83dy', ['x\ud83dy'], '•••'],
  ['no secrets', 'abc', [], 'abc'],
])('redact: %s', (_what, text, secrets, clean) => {
  expect(redact(text, secrets)).toBe(clean)
})

test.each([
  ['postgres://anna:s3cret@db:5432/shop', 'postgres://anna:•••@db:5432/shop'],
  [
    'cannot reach postgres://anna:s3cret@db/shop, sorry',
    'cannot reach postgres://anna:•••@db/shop, sorry',
  ],
  ['postgres://anna:p@s/s:w@db/shop', 'postgres://anna:•••@db/shop'],
  ['postgres://:s3cret@db', 'postgres://:•••@db'],
  ['MYSQL+x://anna:s3cret@db', 'MYSQL+x://anna:•••@db'],
  ['a postgres://a:s3@b and mysql://c:s4@d', 'a postgres://a:•••@b and mysql://c:•••@d'],
  ['postgres://anna@db/shop', 'postgres://anna@db/shop'],
  ['postgres://db:5432/shop', 'postgres://db:5432/shop'],
  ['mail anna@example.com', 'mail anna@example.com'],
])('redact: the password of an address: %s', (text, clean) => {
  expect(redact(text)).toBe(clean)
})

test('no known secret is left that stands by itself', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ minLength: 1 }).filter((text) => !'•'.includes(text)),
        { minLength: 1, maxLength: 4 },
      ),
      fc.string(),
      fc.string(),
      (secrets, before, after) => {
        const clean = redact([before, ...secrets, after].join(' '), secrets)
        for (const one of secrets) expect(` ${clean} `).not.toContain(` ${one} `)
      },
    ),
  )
})
