import { describe, expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'

/** Files that nobody writes by hand, and what is said of them; `no more` where nothing else may be found. */
const FILES: readonly (readonly [
  what: string,
  text: () => string | Uint8Array,
  says: readonly string[],
])[] = [
  ['an empty file', () => '', []],
  ['comments alone, 50 MB', () => '-- x\n'.repeat(10_000_000), []],
  [
    '50 MB of small statements',
    () => "INSERT INTO t (id, name) VALUES (1, 'somebody');\n".repeat(1_000_000),
    ['20001:1 note too-large'],
  ],
  [
    'one line of 10 MB',
    () => `INSERT INTO t VALUES ${"(1, 'x'), ".repeat(1_000_000)}(1, 'b');`,
    ['1:1 note too-large'],
  ],
  ['one string of 10 MB', () => `SELECT '${'a@'.repeat(5_000_000)}';`, ['1:1 note too-large']],
  [
    'one string of 10 MB of what begins like keys',
    () => `SELECT '${'-----BEGIN PRIVATE KEY-----\n'.repeat(360_000)}';`,
    ['1:9 error secret-in-literal', '1:1 note too-large'],
  ],
  [
    'a string that opens again and again',
    () => `SELECT ${"PASSWORD '".repeat(1_000_000)}';`,
    ['1:9999997 error unreadable'],
  ],
  [
    '100,000 permissions',
    () => `${'-- godwit:allow truncate "x"\n'.repeat(100_000)}TRUNCATE t;`,
    [],
  ],
  [
    'mail addresses, a million',
    () => `INSERT INTO t VALUES ${"('x@acme.com'), ".repeat(1_000_000)}('b');`,
    ['1:1 note too-large', '1:24 note personal-data'],
  ],
  [
    '20,000 changes of one table',
    () => 'ALTER TABLE t ADD COLUMN a int;\n'.repeat(20_000),
    ['1:1 warning down-not-reversing'],
  ],
  ['200,000 times what is no SQL', () => 'FROB;\n'.repeat(200_000), ['20001:1 note too-large']],
  ['a NUL byte', () => 'SELECT 1;\nSELECT \0 2;', ['2:8 error unreadable']],
  ['half a dollar quote', () => `DO $$ BEGIN ${'x;\n'.repeat(100_000)}`, ['1:4 error unreadable']],
  ['half a tag', () => 'DO $a$ BEGIN $b$; END $a', ['1:4 error unreadable']],
  ['half a comment', () => `SELECT 1; ${'/* '.repeat(100_000)}`, ['1:11 error unreadable']],
  [
    'parentheses, deep',
    () => `SELECT ${'('.repeat(400_000)}1${')'.repeat(400_000)};`,
    ['1:10004 error syntax'],
  ],
  [
    'CASE, deep',
    () => `SELECT ${'CASE WHEN true THEN '.repeat(40_000)}1${' END'.repeat(40_000)};`,
    ['1:39993 error syntax'],
  ],
  [
    'queries, deep',
    () => `SELECT * FROM ${'(SELECT * FROM '.repeat(20_000)}a${') x'.repeat(20_000)};`,
    ['1:24998 error syntax'],
  ],
  [
    'CRLF with a byte order mark',
    () => '\ufeffCREATE TABLE a (id bigint PRIMARY KEY);\r\nTRUNCATE t;\r\n',
    ['2:1 error truncate'],
  ],
  ['old Mac line ends', () => 'SELECT 1;\rTRUNCATE t;\r', ['1:11 error truncate']],
  ['Latin 1', () => Buffer.from("SELECT 'caf\u00e9';", 'latin1'), ['1:1 error unreadable']],
  ['UTF-16', () => Buffer.from('\ufeffTRUNCATE t;', 'utf16le'), ['1:1 error unreadable']],
  [
    'bytes of a picture',
    () => Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
    ['1:1 error unreadable'],
  ],
]

describe.each(FILES)('%s', (_what, text, says) => {
  test(
    'is a result or a finding, and the next file is looked at',
    { timeout: 60_000 },
    async () => {
      await using here = await shop({
        'migrations/001_t.up.sql': 'CREATE TABLE t (id bigint PRIMARY KEY);\n',
        'migrations/001_t.down.sql': 'SELECT 1;\n',
        'migrations/003_z.up.sql': 'TRUNCATE t;\n',
        'migrations/003_z.down.sql': 'SELECT 1;\n',
        'migrations/002_odd.down.sql': '-- nothing\n',
      })
      await here.write({ 'migrations/002_odd.up.sql': text() })
      const { exit, stdout, stderr } = await here.godwit([
        'lint',
        '--format=github',
        '--url=postgres://db.test/x',
      ])
      expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' })
      const told = stdout.split('\n').flatMap((line) => {
        const [, level = '', file = '', at = '', column = '', rule = ''] =
          /^::(\w+) file=migrations\/([^,]+),line=(\d+),col=(\d+),.*?title=([\w-]+)::/.exec(line) ??
          []
        const shown = level === 'notice' ? 'note' : level
        return file === '' ? [] : [`${file} ${at}:${column} ${shown} ${rule}`]
      })
      for (const line of says) {
        const found = told.filter(
          (other) => /^002_odd\.(?:up|down)\.sql /.test(other) && other.endsWith(line),
        )
        expect([line, found.length], told.slice(0, 5).join('\n')).toEqual([line, 1])
      }
      expect(told).toContain('003_z.up.sql 1:1 error truncate')
    },
  )
})

test('a table that says it inherits from itself, and goes with its schema', async () => {
  await using here = await shop({
    'migrations/001_a.sql':
      '-- godwit:up\nCREATE TABLE s1.users () INHERITS (s1.users);\n-- godwit:down\nDROP SCHEMA s1 CASCADE;\n',
  })
  const { exit, stdout, stderr } = await here.godwit(['lint', '--url=postgres://db.test/x'])
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toContain('in 1 file with 2 statements.')
})
