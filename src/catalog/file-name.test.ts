import { expect, test } from 'vitest'
import { readFileName, readStem } from './file-name.ts'

test.each([
  ['007_add_email.up.sql', 'pair', '007', 'add_email', 'up', 'dot'],
  ['007_add_email.down.sql', 'pair', '007', 'add_email', 'down', 'dot'],
  ['007_add_email_up.sql', 'pair', '007', 'add_email', 'up', 'underscore'],
  ['007_add_email_down.sql', 'pair', '007', 'add_email', 'down', 'underscore'],
  ['007-add-email.up.sql', 'pair', '007', 'add-email', 'up', 'dot'],
  ['007.up.sql', 'pair', '007', '', 'up', 'dot'],
  ['007_up.sql', 'pair', '007', '', 'up', 'underscore'],
  ['20261121093000_x.down.sql', 'pair', '20261121093000', 'x', 'down', 'dot'],
  ['1_größe 表 \'"`.up.sql', 'pair', '1', 'größe 表 \'"`', 'up', 'dot'],
  ['001_wind_up.up.sql', 'pair', '001', 'wind_up', 'up', 'dot'],
  ['001_X.UP.SQL', 'pair', '001', 'X', 'up', 'dot'],
  ['001_line\nbreak.up.sql', 'pair', '001', 'line\nbreak', 'up', 'dot'],
])('%s is one half of a pair', (file, kind, version, name, half, style) => {
  expect(readFileName(file)).toEqual({ kind, version, name, half, style })
})

test.each([
  ['007_add_email.sql', 'single', '007', 'add_email'],
  ['7.sql', 'single', '7', ''],
  ['007_a.b.sql', 'single', '007', 'a.b'],
  ['007_add.ts', 'code', '007', 'add'],
  ['007_add.mts', 'code', '007', 'add'],
  ['007_add.cts', 'code', '007', 'add'],
  ['007_add.js', 'code', '007', 'add'],
  ['007_add.mjs', 'code', '007', 'add'],
  ['007_add.cjs', 'code', '007', 'add'],
  ['007.ts', 'code', '007', ''],
])('%s is a whole migration', (file, kind, version, name) => {
  expect(readFileName(file)).toEqual({ kind, version, name })
})

test.each([
  'README.md',
  '.gitkeep',
  '.001_x.sql',
  '_template.sql',
  '_001_x.up.sql',
  'index.ts',
  'abc.ts',
  '001_x.d.ts',
  '001_x.d.mts',
  '001_x.js.map',
  '001_notes.md',
  'notes.txt',
])('%s is none of our business', (file) => {
  expect(readFileName(file)).toEqual({ kind: 'other' })
})

test.each([
  ['schema.sql', 'it does not begin with a version'],
  ['V1__x.sql', 'it does not begin with a version'],
  ['down.sql', 'it does not begin with a version'],
  ['.sql'.padStart(5, 'x'), 'it does not begin with a version'],
  ['001add.sql', 'the version is not followed by an underscore and a name'],
  ['001 add.up.sql', 'the version is not followed by an underscore and a name'],
  ['123456789012345678901_x.sql', 'its version has more than 20 digits'],
])('%s cannot be read', (file, why) => {
  expect(readFileName(file)).toEqual({ kind: 'unreadable', why })
})

test.each([
  ['001_x.test.ts', 'it is a test'],
  ['001_x.spec.js', 'it is a test'],
  ['001_x.sql.bak', 'its ending is not .sql, .ts, .mts, .cts, .js, .mjs or .cjs'],
  ['001_x.py', 'its ending is not .sql, .ts, .mts, .cts, .js, .mjs or .cjs'],
  ['2fa.ts', 'the version is not followed by an underscore and a name'],
])('%s is left out and says so', (file, why) => {
  expect(readFileName(file)).toEqual({ kind: 'ignored', why })
})

test('a stem without a name', () => {
  expect(readStem('42')).toEqual({ version: '42', name: '' })
  expect(readStem('42_')).toEqual({ version: '42', name: '' })
  expect(readStem('')).toBe('it does not begin with a version')
})
