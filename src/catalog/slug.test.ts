import { expect, test } from 'vitest'
import { slugOf } from './slug.ts'

test.each([
  ['add email to users', 'add_email_to_users'],
  ['  Add: Email!! ', 'add_email'],
  ['Größe ändern', 'grosse_andern'],
  ['Créer élève', 'creer_eleve'],
  ['a/b\\c:d', 'a_b_c_d'],
  ['../../etc/passwd', 'etc_passwd'],
  ['v2.1', 'v2_1'],
  [`${'x'.repeat(59)} yy`, 'x'.repeat(59)],
  ['x'.repeat(80), 'x'.repeat(60)],
])('%j becomes %s', (description, slug) => {
  expect(slugOf(description)).toBe(slug)
})

test.each(['', '  ', '!!!', '表'])('%j gives no name', (description) => {
  expect(() => slugOf(description)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_USAGE',
      message: `"${description}" gives no file name: a description needs at least one letter from a to z or one digit.`,
    }),
  )
})
