import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changedFiles } from '../../src/cli/changed-files.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { type Shop, shop } from './command-line.ts'

const FILES = {
  'migrations/001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_email.up.sql':
    'CREATE INDEX users_email ON users (email);\nUPDATE users SET email = lower(email);\n',
  'migrations/002_email.down.sql': 'DROP INDEX users_email;\n',
}

const INDEX = `migrations/002_email.up.sql:1:1 error index-not-concurrent
  Writes to users wait until the index is built (lock SHARE).
  1 | CREATE INDEX users_email ON users (email);
    | ^
  instead:
    CREATE INDEX CONCURRENTLY users_email ON users (email);
`

const UPDATE = `migrations/002_email.up.sql:2:1 warning whole-table-change
  Every row of users is changed in one transaction, and stays locked until it ends.
  2 | UPDATE users SET email = lower(email);
    | ^
`

const DROPS = `migrations/001_users.down.sql:1:1 note drop-table
  All rows of users are lost, and code that still uses it fails.
  1 | DROP TABLE users;
    | ^
`

const DROPPED_INDEX = `migrations/002_email.down.sql:1:1 warning index-drop-not-concurrent
  Reads and writes of the table wait while users_email is dropped (lock ACCESS EXCLUSIVE), and behind it while it waits for running queries.
  1 | DROP INDEX users_email;
    | ^
  instead:
    DROP INDEX CONCURRENTLY users_email;
`

const MIXED = `migrations/002_email.up.sql:2:1 note data-and-schema
  Rows of users change in a file that changes the schema, too: put them into a migration of their own.
  2 | UPDATE users SET email = lower(email);
    | ^
`

test('findings with their place, what they do and what to write instead', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('lint')).toEqual({
    exit: 1,
    stdout: `${DROPS}\n${INDEX}\n${UPDATE}\n${MIXED}\n${DROPPED_INDEX}\n1 error, 2 warnings, 2 notes in 4 files with 5 statements.\n`,
    stderr: '',
  })
})

test('files can be named, and a level chosen', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('lint migrations/001_users.up.sql')).toMatchObject({
    exit: 0,
    stdout: 'Nothing found in 1 file with 1 statement.\n',
  })
  expect(await here.godwit('lint migrations/001_users.down.sql')).toMatchObject({
    exit: 0,
    stdout: `${DROPS}\n1 note in 1 file with 1 statement.\n`,
  })
  const warned = ['lint', '--rule', 'whole-table-change']
  expect(await here.godwit(warned)).toMatchObject({ exit: 0 })
  expect(await here.godwit([...warned, '--fail-on', 'warning'])).toMatchObject({
    exit: 1,
    stdout: `${UPDATE}\n1 warning in 4 files with 5 statements.\n`,
  })
})

test('annotations for GitHub', async () => {
  await using here = await shop(FILES)
  expect((await here.godwit('lint --format github --rule index-not-concurrent')).stdout).toBe(
    '::error file=migrations/002_email.up.sql,line=1,col=1,endLine=1,title=index-not-concurrent::Writes to users wait until the index is built (lock SHARE).%0AInstead:%0ACREATE INDEX CONCURRENTLY users_email ON users (email);\n',
  )
})

test('SARIF names the rule, its level and the place', async () => {
  await using here = await shop(FILES)
  const log: unknown = JSON.parse(
    (await here.godwit('lint --format sarif migrations/002_email.up.sql')).stdout,
  )
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'godwit' } },
        results: [
          {
            ruleId: 'index-not-concurrent',
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'migrations/002_email.up.sql' },
                  region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 42 },
                },
              },
            ],
          },
          { ruleId: 'whole-table-change', level: 'warning' },
          { ruleId: 'data-and-schema', level: 'note' },
        ],
      },
    ],
  })
})

test('each database has its own rules', async () => {
  await using here = await shop({
    'migrations/001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
    'migrations/001_users.down.sql': 'DROP TABLE users;\n',
    'migrations/002_email.up.sql': 'ALTER TABLE users ADD COLUMN mail text UNIQUE;\n',
    'migrations/002_email.down.sql': 'ALTER TABLE users DROP COLUMN mail;\n',
  })
  const errors = async (words: string): Promise<readonly string[]> =>
    JSON.parse((await here.godwit(`lint --json ${words}`)).stdout).findings.flatMap(
      ({ rule, file, severity }: Record<string, string>) =>
        severity === 'error' && file?.endsWith('.up.sql') === true ? rule : [],
    )
  expect(await errors('--url sqlite:a.db')).toEqual(['add-column-refused'])
  expect(await errors('--url postgres://localhost/a')).toEqual(['key-builds-index'])
  expect(await errors('--url mysql://localhost/a')).toEqual([])
  expect(await here.godwit('lint migrations/002_email.up.sql --url sqlite:a.db')).toEqual({
    exit: 1,
    stdout: `migrations/002_email.up.sql:1:30 error add-column-refused
  SQLite does not add users.mail: it is UNIQUE.
  1 | ALTER TABLE users ADD COLUMN mail text UNIQUE;
    |                              ^
  instead:
    ALTER TABLE users ADD COLUMN mail text;
    CREATE UNIQUE INDEX users_mail ON users (mail);

1 error in 1 file with 1 statement.
`,
    stderr: '',
  })
  expect(existsSync(here.dir.join('a.db'))).toBe(false)
})

test('wrong words are told', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('lint --rule drop-tabel')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('There is no rule "drop-tabel"; did you mean "drop-table"?'),
  })
  expect(await here.godwit('lint package.json')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('"package.json" is no SQL migration of'),
  })
  expect(await here.godwit('lint --since nowhere')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('git cannot tell which files changed: fatal: '),
  })
})

function git(here: Shop, ...args: string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  execFileSync('git', [...who, ...args], { cwd: here.dir.path, stdio: 'pipe' })
}

test('what git has staged, and what differs from a revision', async () => {
  await using here = await shop(FILES)
  git(here, 'init', '-q')
  git(here, 'add', 'migrations/001_users.up.sql', 'migrations/001_users.down.sql')
  git(here, 'commit', '-qm', 'one')
  const looked = async (words: string): Promise<string | undefined> =>
    (await here.godwit(words)).stdout.trimEnd().split('\n').at(-1)
  expect(await looked('lint --staged')).toBe('Nothing found in 0 files with 0 statements.')
  expect(await looked('lint --since HEAD')).toBe(
    '1 error, 2 warnings, 1 note in 2 files with 3 statements.',
  )
  git(here, 'add', 'migrations')
  expect(await looked('lint --staged')).toBe(
    '1 error, 2 warnings, 1 note in 2 files with 3 statements.',
  )
  // What would be committed is not what would be looked at.
  await here.write({ 'migrations/002_email.up.sql': 'SELECT 1;\n' })
  expect(await here.godwit('lint --staged')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(
      '"migrations/002_email.up.sql" has been changed since it was staged',
    ),
  })
  await here.write({ 'migrations/002_email.up.sql': FILES['migrations/002_email.up.sql'] })
  git(here, 'commit', '-qm', 'two')
  expect(await looked('lint --since HEAD')).toBe('Nothing found in 0 files with 0 statements.')
  expect(await looked('lint --since HEAD~1')).toBe(
    '1 error, 2 warnings, 1 note in 2 files with 3 statements.',
  )
})

test('a revision is never an option of git', async () => {
  await using here = await shop(FILES)
  git(here, 'init', '-q')
  for (const revision of ['--output=made', '--cached', 'HEAD..HEAD', '']) {
    expect(await here.godwit(['lint', `--since=${revision}`])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('git cannot tell which files changed: fatal: '),
    })
  }
  expect(existsSync(here.dir.join('made'))).toBe(false)
})

test('in another working tree, from a hook of git', async () => {
  await using here = await shop(FILES)
  git(here, 'init', '-q')
  git(here, 'commit', '-qm', 'none', '--allow-empty')
  git(here, 'worktree', 'add', '-q', 'other')
  const other = here.dir.join('other')
  await here.write({
    'other/migrations/001_a.up.sql': 'TRUNCATE a;\n',
    'other/migrations/001_a.down.sql': '',
  })
  execFileSync('git', ['add', 'migrations'], { cwd: other })
  const gitDir = execFileSync('git', ['rev-parse', '--absolute-git-dir'], {
    cwd: other,
    encoding: 'utf8',
  })
  process.env['GIT_DIR'] = gitDir.trim()
  process.chdir(other)
  try {
    const files = await changedFiles(other, `${other}/migrations`, 'staged')
    expect([...files].map((file) => file.split('/').at(-1))).toEqual([
      '001_a.down.sql',
      '001_a.up.sql',
    ])
  } finally {
    delete process.env['GIT_DIR']
    process.chdir(here.dir.path)
  }
})

test.skipIf(!hasPostgres())('what is pending, to which all that it makes is new', async () => {
  await using db = await createDatabase()
  await using here = await shop(FILES)
  const pending = ['lint', '--pending', '--url', db.url]
  expect(await here.godwit(pending)).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('1 warning, 2 notes in 4 files with 5 statements.'),
  })
  expect((await here.godwit(['up', '1', '--url', db.url])).exit).toBe(0)
  expect(await here.godwit(pending)).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('1 error, 2 warnings, 1 note in 2 files with 3 statements.'),
  })
  await here.write({
    'migrations/001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);\n',
  })
  expect(await here.godwit([...pending, '--rule', 'edited-applied'])).toMatchObject({
    exit: 1,
    stdout: `migrations/001_users.up.sql:1:1 error edited-applied
  It is applied, and was changed since. Put it back as it was, and write what is new into another migration; or accept the text as it is: godwit repair.
  1 | CREATE TABLE users (id bigint PRIMARY KEY, mail text);
    | ^

1 error in 2 files with 3 statements.
`,
  })
})

test('odd input is a finding or an error, never a crash', async () => {
  await using here = await shop(FILES)
  const deep = `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)};\nSELECT ${'1 + '.repeat(20_000)}1;\nALTER TABLE users ADD z text DEFAULT ${"lower('a') || ".repeat(2_500)}'';\n`
  await here.write({
    'migrations/003_deep.up.sql': deep,
    'migrations/003_deep.down.sql': 'SELECT 1;',
    'migrations/004_long.up.sql': `INSERT INTO users VALUES ${'(1, NULL), '.repeat(200_000)}(1, NULL);\n`,
    'migrations/004_long.down.sql': '',
  })
  const { exit, stdout } = await here.godwit('lint --format json')
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject([
    { rule: 'drop-table' },
    { rule: 'index-not-concurrent' },
    { rule: 'whole-table-change' },
    { rule: 'data-and-schema' },
    { rule: 'index-drop-not-concurrent' },
    { rule: 'syntax', file: 'migrations/003_deep.up.sql', start: { line: 1 } },
    { rule: 'syntax', file: 'migrations/003_deep.up.sql', start: { line: 2 } },
    { rule: 'too-large', file: 'migrations/004_long.up.sql', severity: 'note' },
  ])
})
