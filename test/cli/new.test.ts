import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

test('new writes a pair with the next version of the folder', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit(['new', 'Add phone to Users!'])).toEqual({
    exit: 0,
    stdout:
      'wrote migrations/004_add_phone_to_users.up.sql\nwrote migrations/004_add_phone_to_users.down.sql\n',
    stderr: '',
  })
})

test.each(['create', 'make', 'generate'])('%s is another name of new', async (alias) => {
  await using here = await shop(THREE)
  expect((await here.godwit([alias, 'x'])).stdout).toBe(
    'wrote migrations/004_x.up.sql\nwrote migrations/004_x.down.sql\n',
  )
})

test('new in an empty project: code, a single file, a scheme, a template', async () => {
  await using here = await shop({ 'mine.sql': '-- {{version}} {{description}}\n' })
  expect((await here.godwit(['new', 'first', '--single', '--scheme', 'sequential'])).stdout).toBe(
    'wrote migrations/001_first.sql\n',
  )
  expect((await here.godwit(['new', 'second', '--ts'])).stdout).toBe(
    'wrote migrations/002_second.ts\n',
  )
  expect((await here.godwit(['new', 'third', '--single', '--template', 'mine.sql'])).stdout).toBe(
    'wrote migrations/003_third.sql\n',
  )
  expect(readFileSync('migrations/003_third.sql', 'utf8')).toContain('-- 003 third')
  expect((await here.godwit(['new', 'x', '--dir', 'other'])).stdout).toMatch(
    /^wrote other\/\d{14}_x\.up\.sql\n/,
  )
})

test('new follows a folder of code, and a template says by its ending what it is', async () => {
  await using here = await shop({
    'migrations/001_a.ts': 'export const up = () => undefined\n',
    'mine.sql': '-- {{version}}\n',
    'mine.ts': '// {{version}}\nexport const up = () => undefined\n',
    'godwit.config.json': '{ "templates": { "sql": "mine.sql", "ts": "mine.ts" } }',
  })
  expect((await here.godwit('new second')).stdout).toBe('wrote migrations/002_second.ts\n')
  expect(readFileSync('migrations/002_second.ts', 'utf8')).toContain('// 002')
  expect((await here.godwit('new third --template mine.sql')).stdout).toBe(
    'wrote migrations/003_third.up.sql\nwrote migrations/003_third.down.sql\n',
  )
  expect((await here.godwit('new fourth --template mine.ts')).stdout).toBe(
    'wrote migrations/004_fourth.ts\n',
  )
  expect((await here.godwit('new fifth')).stdout).toBe(
    'wrote migrations/005_fifth.up.sql\nwrote migrations/005_fifth.down.sql\n',
  )
})

test('a scheme of the configuration is for the first migration only', async () => {
  await using here = await shop({
    ...THREE,
    'godwit.config.json': '{ "new": { "scheme": "timestamp" } }',
  })
  expect((await here.godwit('new x')).stdout).toContain('wrote migrations/004_x.up.sql\n')
})

test.each([
  [
    ['new', 'x', '--scheme', 'timestamp'],
    'error: GODWIT_USAGE: The migrations folder has numbers of 3 digits as versions, for instance 003_add_email; a time cannot stand next to them.\nnext: Leave out the scheme: new migrations are numbered as those that are there.\n',
  ],
  [
    ['new', 'x', '--single', '--template', 'mine.ts'],
    'error: GODWIT_USAGE: The template "mine.ts" is code, which "--single" does not write.\nnext: Leave out --single, or name another template.\n',
  ],
  [
    ['new', 'x', '--ts', '--template', 'mine.sql'],
    'error: GODWIT_USAGE: The template "mine.sql" is SQL, which "--ts" does not write.\nnext: Leave out --ts, or name another template.\n',
  ],
  [
    ['new', '!!!'],
    'error: GODWIT_USAGE: "!!!" gives no file name: a description needs at least one letter from a to z or one digit.\nnext: godwit new "add email to users"\n',
  ],
  [
    ['new', 'x', '--template', 'none.sql'],
    'error: GODWIT_FILE_UNREADABLE: The template "none.sql" cannot be read.\nnext: Check the path of the template.\n',
  ],
  [
    ['new', 'x', '--ts', '--single'],
    'error: GODWIT_USAGE: Option "--ts" cannot be used with option "--single".\nnext: godwit new --help\n',
  ],
  [
    ['new', 'x', '--single'],
    'error: GODWIT_USAGE: The migrations folder holds pairs VERSION_name.up.sql / .down.sql; a migration of another layout cannot stand next to them.\nnext: Leave out --single.\n',
  ],
])('godwit %s', async (words, stderr) => {
  await using here = await shop(THREE)
  expect(await here.godwit(words)).toEqual({ exit: 2, stdout: '', stderr })
})
