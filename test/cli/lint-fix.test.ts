import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { type Shop, shop } from './command-line.ts'

const FIX = 'lint --fix --unapplied'
const EMAIL = 'migrations/002_email.up.sql'
const FILES = {
  'migrations/001_users.up.sql':
    'CREATE TABLE users (id bigint PRIMARY KEY, email text, total int);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  [EMAIL]:
    '-- one mail each\nCREATE INDEX users_email ON users (email);\nUPDATE users SET email = lower(email);\n',
  'migrations/002_email.down.sql': 'DROP INDEX users_email;\n',
  'migrations/003_total.up.sql': 'ALTER TABLE users ALTER total SET NOT NULL;\n',
  'migrations/003_total.down.sql': 'ALTER TABLE users ALTER total DROP NOT NULL;\n',
}
const FIXED_EMAIL =
  '-- one mail each\nCREATE INDEX CONCURRENTLY users_email ON users (email);\nUPDATE users SET email = lower(email);\n'
const FIXED_TOTAL = `-- godwit:transaction none
ALTER TABLE users ADD CONSTRAINT users_total_is_set CHECK (total IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_total_is_set;
ALTER TABLE users ALTER total SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_total_is_set;
`

/** Ways down are looked at, and stay as they are. */
const LEFT = `migrations/001_users.down.sql:1:1 note drop-table
  All rows of users are lost, and code that still uses it fails.
  1 | DROP TABLE users;
    | ^

migrations/002_email.up.sql:3:1 warning whole-table-change
  Every row of users is changed in one transaction, and stays locked until it ends.
  3 | UPDATE users SET email = lower(email);
    | ^

migrations/002_email.up.sql:3:1 note data-and-schema
  Rows of users change in a file that changes the schema, too: put them into a migration of their own.
  3 | UPDATE users SET email = lower(email);
    | ^

migrations/002_email.down.sql:1:1 warning index-drop-not-concurrent
  Reads and writes of the table wait while users_email is dropped (lock ACCESS EXCLUSIVE), and behind it while it waits for running queries.
  1 | DROP INDEX users_email;
    | ^
  instead:
    DROP INDEX CONCURRENTLY users_email;

2 warnings, 2 notes in 6 files with 10 statements.
`

const DIFF = `--- a/migrations/002_email.up.sql
+++ b/migrations/002_email.up.sql
@@ -1,3 +1,3 @@
 -- one mail each
-CREATE INDEX users_email ON users (email);
+CREATE INDEX CONCURRENTLY users_email ON users (email);
 UPDATE users SET email = lower(email);
--- a/migrations/003_total.up.sql
+++ b/migrations/003_total.up.sql
@@ -1,1 +1,5 @@
+-- godwit:transaction none
+ALTER TABLE users ADD CONSTRAINT users_total_is_set CHECK (total IS NOT NULL) NOT VALID;
+ALTER TABLE users VALIDATE CONSTRAINT users_total_is_set;
 ALTER TABLE users ALTER total SET NOT NULL;
+ALTER TABLE users DROP CONSTRAINT users_total_is_set;
`

function text(here: Shop, file: string): string {
  return readFileSync(here.dir.join(file), 'utf8')
}

test('what can be mended is, the rest is told, and a second time there is nothing to do', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit(FIX)).toEqual({
    exit: 0,
    stdout: `fixed migrations/002_email.up.sql:2:1 index-not-concurrent
fixed migrations/003_total.up.sql:1:1 not-null-scan

${LEFT}`,
    stderr: '',
  })
  expect(text(here, EMAIL)).toBe(FIXED_EMAIL)
  expect(text(here, 'migrations/003_total.up.sql')).toBe(FIXED_TOTAL)
  expect(text(here, 'migrations/001_users.up.sql')).toBe(FILES['migrations/001_users.up.sql'])
  expect(readdirSync(here.dir.join('migrations'))).toHaveLength(6)
  expect(await here.godwit(FIX)).toEqual({ exit: 0, stdout: LEFT, stderr: '' })
  expect(text(here, EMAIL)).toBe(FIXED_EMAIL)
})

test('a dry run shows a diff that git applies, writes nothing, and says no', async () => {
  await using here = await shop(FILES)
  const { exit, stdout } = await here.godwit(`${FIX} --dry-run`)
  expect({ exit, stdout }).toEqual({
    exit: 1,
    stdout: `${DIFF}\nWould fix 2 findings in 2 files; nothing was written. This would be left:\n\n${LEFT}`,
  })
  expect(text(here, EMAIL)).toBe(FILES[EMAIL])
  await here.write({ 'fix.patch': stdout })
  execFileSync('git', ['init', '-q'], { cwd: here.dir.path })
  execFileSync('git', ['apply', 'fix.patch'], { cwd: here.dir.path })
  expect(text(here, EMAIL)).toBe(FIXED_EMAIL)
  expect(text(here, 'migrations/003_total.up.sql')).toBe(FIXED_TOTAL)
  expect((await here.godwit(`${FIX} --dry-run`)).exit).toBe(0)
})

test('the document holds the edits, what was mended and what is left', async () => {
  await using here = await shop(FILES)
  const looked = JSON.parse((await here.godwit('lint --json')).stdout)
  expect(looked.findings[1]).toMatchObject({
    rule: 'index-not-concurrent',
    fix: [
      {
        start: { offset: 29, line: 2, column: 13 },
        end: { offset: 29, line: 2, column: 13 },
        text: ' CONCURRENTLY',
      },
    ],
  })
  expect(JSON.parse((await here.godwit(`${FIX} --dry-run --json`)).stdout)).toMatchObject({
    ok: false,
    fixed: [{ rule: 'index-not-concurrent' }, { rule: 'not-null-scan' }],
    written: [],
    diff: DIFF,
  })
  expect(JSON.parse((await here.godwit(`${FIX} --json`)).stdout)).toMatchObject({
    ok: true,
    status: 'findings',
    findings: [
      { rule: 'drop-table' },
      { rule: 'whole-table-change' },
      { rule: 'data-and-schema' },
      { rule: 'index-drop-not-concurrent' },
    ],
    fixed: [{ rule: 'index-not-concurrent' }, { rule: 'not-null-scan' }],
    written: [EMAIL, 'migrations/003_total.up.sql'],
  })
})

test('SARIF offers the same edits', async () => {
  await using here = await shop(FILES)
  const { stdout } = await here.godwit('lint --format sarif --rule index-not-concurrent')
  expect(JSON.parse(stdout).runs[0].results[0].fixes).toEqual([
    {
      description: { text: 'The same with milder locks' },
      artifactChanges: [
        {
          artifactLocation: { uri: EMAIL },
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 13 },
              insertedContent: { text: ' CONCURRENTLY' },
            },
          ],
        },
      ],
    },
  ])
})

test('files and rules can be chosen', async () => {
  await using here = await shop(FILES)
  expect((await here.godwit([...FIX.split(' '), EMAIL])).stdout).toContain('fixed migrations/002')
  expect(text(here, 'migrations/003_total.up.sql')).toBe(FILES['migrations/003_total.up.sql'])
  expect(await here.godwit(`${FIX} --rule truncate`)).toMatchObject({
    exit: 0,
    stdout: 'Nothing found in 6 files with 7 statements.\n',
  })
})

test('with a file that cannot be read nothing is sure', async () => {
  await using here = await shop({ ...FILES, 'migrations/001_users.up.sql': "SELECT 'a;\n" })
  const { exit, stdout } = await here.godwit(FIX)
  expect(exit).toBe(1)
  expect(stdout).toMatch(/^migrations\/001_users.up.sql:1:8 error unreadable\n/)
  expect(text(here, EMAIL)).toBe(FILES[EMAIL])
})

test('files for other databases are told as without --fix', async () => {
  await using here = await shop({
    'migrations/001_users.up.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n',
    'migrations/001_users.down.sql': 'DROP TABLE users;\n',
    'migrations/002_gone.up.sql': 'ALTER TABLE users DROP COLUMN email;\n',
    'migrations/002_gone.down.sql': 'ALTER TABLE users ADD COLUMN email TEXT;\n',
  })
  const url = ['--url', 'sqlite:app.db']
  const told = await here.godwit(['lint', ...url])
  expect(told.stdout).toContain('drop-column')
  expect(await here.godwit([...FIX.split(' '), ...url])).toEqual(told)
})

test('byte order mark, line breaks and mode stay, also behind a symbolic link', async () => {
  await using here = await shop(FILES)
  const crlf = FILES['migrations/003_total.up.sql'].replaceAll('\n', '\r\n')
  mkdirSync(here.dir.join('elsewhere'))
  await here.write({ 'migrations/003_total.up.sql': `\uFEFF${crlf}` })
  chmodSync(here.dir.join('migrations/003_total.up.sql'), 0o640)
  renameSync(here.dir.join('migrations/003_total.up.sql'), here.dir.join('elsewhere/total.sql'))
  symlinkSync('../elsewhere/total.sql', here.dir.join('migrations/003_total.up.sql'))
  expect((await here.godwit(FIX)).exit).toBe(0)
  expect(text(here, 'elsewhere/total.sql')).toBe(`\uFEFF${FIXED_TOTAL.replaceAll('\n', '\r\n')}`)
  expect(statSync(here.dir.join('elsewhere/total.sql')).mode & 0o777).toBe(0o640)
  expect(lstatSync(here.dir.join('migrations/003_total.up.sql')).isSymbolicLink()).toBe(true)
})

test('a read-only file is an error, and no file is touched', async () => {
  await using here = await shop(FILES)
  chmodSync(here.dir.join('migrations/003_total.up.sql'), 0o444)
  const { exit, stderr } = await here.godwit(FIX)
  expect({ exit, stderr }).toEqual({
    exit: 2,
    stderr: expect.stringContaining(
      'GODWIT_FILE_UNREADABLE: "003_total.up.sql" cannot be written: it is read-only. No file was changed.',
    ),
  })
  expect(text(here, EMAIL)).toBe(FILES[EMAIL])
  expect(readdirSync(here.dir.join('migrations'))).toHaveLength(6)
})

test('without a database nothing is changed unless one says that nothing is applied', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('lint --fix')).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_USAGE: Without a database godwit cannot tell which files are applied, and an applied file must stay as it is. No file was changed.
next:
  - Name the database that is ahead of all others: godwit lint --fix --url ADDRESS
  - Or say that none of the files is applied anywhere: godwit lint --fix --unapplied
`,
  })
  expect(await here.godwit('lint --dry-run')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('--dry-run says how to fix, but nothing is to be fixed.'),
  })
  expect(text(here, EMAIL)).toBe(FILES[EMAIL])
})

test.skipIf(!hasPostgres())('applied and unfinished files stay as they are', async () => {
  await using db = await createDatabase()
  await using here = await shop({
    ...FILES,
    'migrations/004_half.up.sql':
      'CREATE INDEX half ON users (total);\nCREATE INDEX CONCURRENTLY none ON users (nothing);\n',
    'migrations/004_half.down.sql': 'DROP INDEX half;\n',
    'migrations/005_last.up.sql': 'CREATE INDEX last ON users (total, id);\n',
    'migrations/005_last.down.sql': 'DROP INDEX last;\n',
  })
  expect((await here.godwit(['up', '2', '--url', db.url])).exit).toBe(0)
  expect((await here.godwit(['run', '004', '--url', db.url])).exit).toBe(3)
  const fix = ['lint', '--fix', '--url', db.url]
  expect(await here.godwit(fix)).toMatchObject({
    exit: 1,
    stdout: expect.stringMatching(
      /^fixed migrations\/003_total.up.sql:1:1 not-null-scan\nfixed migrations\/005_last.up.sql:1:1 index-not-concurrent\n\nmigrations\/001_users.down.sql:1:1 note drop-table\n[^]*\nmigrations\/002_email.up.sql:2:1 error index-not-concurrent\n/,
    ),
  })
  expect(text(here, EMAIL)).toBe(FILES[EMAIL])
  expect(text(here, 'migrations/004_half.up.sql')).toMatch(/^CREATE INDEX half/)
  // What is mended runs.
  await here.write({
    'migrations/004_half.up.sql':
      'CREATE INDEX half ON users (total);\nCREATE INDEX CONCURRENTLY none ON users (id);\n',
  })
  expect(await here.godwit(['up', '--url', db.url, '--allow-out-of-order'])).toMatchObject({
    exit: 0,
    stderr: expect.stringContaining('applied 005_last'),
  })
})
