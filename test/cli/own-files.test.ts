import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

/** `é` as other encodings have it. */
const LATIN = Buffer.from("CREATE TABLE w (id integer, v text DEFAULT 'caf\xe9');\n", 'latin1')

test('what is no UTF-8 is refused, wherever it comes from', async () => {
  await using here = await shop(THREE)
  await here.write({
    's.sql': LATIN,
    'm.ts': Buffer.from(
      "import { integer, table } from 'godwit/schema'\nexport const m = table('m', { 'caf\xe9': integer() })\n",
      'latin1',
    ),
  })
  for (const words of [
    ['diff', 'x', '--to', 's.sql'],
    ['load', 's.sql'],
    ['diff', 'x', '--to', 'm.ts'],
  ])
    expect(await here.godwit(words)).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(
        /GODWIT_FILE_UNREADABLE: "[ms]\.(sql|ts)" is not UTF-8 text: byte /,
      ),
    })
  expect(await here.godwit(['diff', 'x', '--to-command', 'cat s.sql'])).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('"cat s.sql" prints is not UTF-8 text'),
  })
  expect(readdirSync('migrations')).toHaveLength(6)
})

test('a dump that git has checked out with other line ends is fresh, and stays as it is', async () => {
  await using here = await shop({
    ...THREE,
    'migrations/004_kept.up.sql':
      "CREATE TRIGGER kept BEFORE DELETE ON users BEGIN\n  SELECT RAISE(ABORT, 'kept');\nEND;\n",
  })
  await here.godwit('dump s.sql')
  const text = readFileSync('s.sql', 'utf8').replaceAll('\n', '\r\n')
  await here.write({ 's.sql': text })
  expect(await here.godwit('dump --check s.sql')).toMatchObject({
    exit: 0,
    stdout: 's.sql is fresh.\n',
  })
  expect(await here.godwit('dump s.sql')).toMatchObject({ stdout: 's.sql is fresh.\n' })
  expect(readFileSync('s.sql', 'utf8')).toBe(text)
  expect(await here.godwit('load s.sql')).toMatchObject({ exit: 0 })
  expect(await here.godwit('validate')).toMatchObject({ exit: 0 })
})

test('a long list of differences is cut off', async () => {
  await using here = await shop(THREE)
  const tables = Array.from({ length: 200 }, (_, at) => `CREATE TABLE t${at} (id integer);\n`)
  await here.write({ 's.sql': `-- Written by godwit dump\n\n${tables.join('\n')}` })
  const { exit, stderr } = await here.godwit('load s.sql')
  expect([exit, stderr.split('\n').length]).toEqual([5, 37])
  expect(stderr).toContain(`… and 172 more lines; --json has all of them
database: unchanged.
next:
  - To write it anew: godwit dump
  - Or let the migrations run: godwit up
`)
  const { stdout } = await here.godwit('load s.sql --json')
  expect(stdout).not.toContain('…')
  expect(stdout).toContain('t99')
  const checked = await here.godwit('dump --check s.sql')
  expect(checked.stdout).toMatch(/\n… and \d+ more lines; --json has the whole dump\n/)
})

test('erd writes over its own pictures, and over nothing else', async () => {
  await using here = await shop({ ...THREE, 'own.svg': '<svg/>\n', 'notes.md': '# Notes\n' })
  for (const file of ['a.svg', 'a.html', 'a.mmd', 'a.md'])
    for (const to of ['1', 'latest'])
      expect([file, await here.godwit(`erd --to ${to} --out ${file}`)]).toMatchObject([
        file,
        { exit: 0 },
      ])
  expect(readFileSync('a.md', 'utf8')).toContain('email')
  expect(await here.godwit('erd --to latest --out notes.md')).toEqual({
    exit: 2,
    stdout: '',
    stderr:
      'error: GODWIT_FILE_EXISTS: notes.md was not written by godwit erd, so it is left as it is.\nnext: Name another file, or remove this one.\n',
  })
  expect((await here.godwit('erd --to latest --out own.svg')).exit).toBe(2)
  expect(readFileSync('own.svg', 'utf8')).toBe('<svg/>\n')
})

test.skipIf(!existsSync('/dev/full'))('a disk without room', async () => {
  await using here = await shop(THREE)
  for (const words of [
    'dump /dev/full',
    'erd --to latest --out /dev/full --format svg',
    'pull --out /dev/full',
  ])
    expect([words, await here.godwit(words)]).toMatchObject([
      words,
      { exit: 2, stderr: expect.stringContaining('/dev/full cannot be written: no space left') },
    ])
})

test('what fails on a scratch database says so, and what to type again', async () => {
  await using here = await shop(THREE)
  await here.godwit('up 1')
  await here.write({
    'migrations/002_create_orders.up.sql': 'CREATE TABLE orders (;\n',
    's.sql': '',
  })
  for (const words of [
    'dump',
    'diff --check --to s.sql',
    'diff x --to s.sql',
    'squash --yes',
    'types --migrations',
  ]) {
    const { exit, stderr } = await here.godwit(words)
    expect([words, exit, stderr.split('\n').slice(4)]).toEqual([
      words,
      3,
      [
        expect.stringMatching(
          /^database: That was a scratch database; yours is unchanged(, and no file was touched)?\.$/,
        ),
        'next: Mend migrations/002_create_orders.up.sql, then run the command again.',
        '',
      ],
    ])
  }
})
