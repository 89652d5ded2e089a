import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop } from './command-line.ts'

const FILES = {
  'migrations/001_a.up.sql': 'CREATE TABLE a (id bigint PRIMARY KEY, b text);\n',
  'migrations/001_a.down.sql': '-- godwit:allow drop-table "new"\nDROP TABLE a;\n',
  'migrations/002_b.up.sql': 'ALTER TABLE a DROP COLUMN b;\n',
  'migrations/002_b.down.sql': 'ALTER TABLE a ADD COLUMN b text;\n',
}

const CONFIG = `lint:
  failOn: warning
  rules:
    drop-column: note
environments:
  prod:
    lint:
      failOn: note
      rules:
        drop-table: 'off'
`

test('levels come from the configuration, and an environment changes them one by one', async () => {
  await using here = await shop({ ...FILES, 'godwit.config.yaml': CONFIG })
  expect(await here.godwit('lint')).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('002_b.up.sql:1:1 note drop-column'),
  })
  expect(await here.godwit('lint --env prod')).toMatchObject({ exit: 1 })
  expect(await here.godwit('lint --env prod --fail-on error')).toMatchObject({ exit: 0 })
  await here.write({
    'godwit.config.yaml': CONFIG.replace('drop-column: note', "drop-column: 'off'"),
  })
  expect((await here.godwit('lint')).stdout).toBe('Nothing found in 4 files with 4 statements.\n')
  // A rule that is named is asked.
  expect((await here.godwit('lint --rule drop-column')).stdout).toContain('warning drop-column')
})

test('"godwit config" shows them, and where each comes from', async () => {
  await using here = await shop({ ...FILES, 'godwit.config.yaml': CONFIG })
  const { stdout } = await here.godwit('config --env prod --json')
  const document: { settings?: unknown } = JSON.parse(stdout)
  expect(document.settings).toEqual(
    expect.arrayContaining([
      { key: 'lint.failOn', value: 'note', source: 'environments.prod in godwit.config.yaml:8' },
      { key: 'lint.rules.drop-column', value: 'note', source: 'godwit.config.yaml:4' },
      {
        key: 'lint.rules.drop-table',
        value: 'off',
        source: 'environments.prod in godwit.config.yaml:10',
      },
    ]),
  )
})

test('a rule that there is not, and a level that there is not, are told with their places', async () => {
  await using here = await shop({
    ...FILES,
    'godwit.config.yaml': CONFIG.replace('drop-column', 'drop-colum'),
  })
  const unknown = {
    exit: 2,
    stderr: expect.stringContaining(
      'godwit.config.yaml:4: There is no rule "drop-colum"; did you mean "drop-column"?',
    ),
  }
  expect(await here.godwit('lint')).toMatchObject(unknown)
  expect(await here.godwit('config')).toMatchObject(unknown)
  // It is no reason to stop a deployment.
  expect(await here.godwit('up --url sqlite:a.db')).toMatchObject({
    stderr: expect.not.stringContaining('drop-colum'),
  })
  await here.write({
    'godwit.config.yaml': CONFIG.replace('drop-column: note', 'drop-column: eror'),
  })
  expect(await here.godwit('lint')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(
      'godwit.config.yaml:4:18: "lint.rules.drop-column" takes "off", "note", "warning" or "error", but holds the text "eror"; did you mean "error"?',
    ),
  })
  await here.write({ 'godwit.config.yaml': 'lint:\n  rules: [drop-column]\n' })
  expect(await here.godwit('lint')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('"lint.rules" takes a group of rules with their levels'),
  })
})

test('--quiet leaves a form that was asked for', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('lint --quiet')).toEqual({ exit: 1, stdout: '', stderr: '' })
  for (const format of ['json', 'sarif', 'github']) {
    const loud = await here.godwit(`lint --format ${format}`)
    expect(loud.stdout).toContain('drop-column')
    expect(await here.godwit(`lint --quiet --format ${format}`)).toEqual(loud)
  }
})

test('--json and --format are one too many', async () => {
  await using here = await shop(FILES)
  const { exit, stdout } = await here.godwit('lint --json --format sarif')
  expect(exit).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: {
      code: 'GODWIT_USAGE',
      message: '"--json" and "--format sarif" are two forms of the same answer.',
    },
  })
})

test('GitHub and SARIF name files from the root of the repository', async () => {
  await using here = await shop()
  const files = Object.entries(FILES).map(([name, text]) => [`services/shop/${name}`, text])
  await here.write({ ...Object.fromEntries(files), 'services/shop/package.json': '{}' })
  const words = (format: string): string[] => ['lint', '--format', format]
  const inService = async (format: string): Promise<string> => {
    const before = process.cwd()
    process.chdir(here.dir.join('services/shop'))
    try {
      return (await here.godwit(words(format), { cwd: here.dir.join('services/shop') })).stdout
    } finally {
      process.chdir(before)
    }
  }
  expect(await inService('github')).toContain('::error file=migrations/002_b.up.sql,')
  execFileSync('git', ['init', '-q'], { cwd: here.dir.path })
  expect(await inService('github')).toContain('::error file=services/shop/migrations/002_b.up.sql,')
  expect(await inService('sarif')).toContain('"uri": "services/shop/migrations/002_b.up.sql"')
  expect(await inService('json')).toContain('"file": "migrations/002_b.up.sql"')
})

test('a file that cannot be read is a finding, and the others are looked at', async () => {
  await using here = await shop(FILES)
  await here.write({
    'migrations/003_c.up.sql': "SELECT 1;\nSELECT 'open;\n",
    'migrations/003_c.down.sql': 'SELECT 1;\n',
  })
  expect(await here.godwit('lint migrations/003_c.up.sql')).toEqual({
    exit: 1,
    stdout: `migrations/003_c.up.sql:2:8 error unreadable
  The string that opens here is never closed.
  Add the closing quote ('). A quote inside of a string is written twice: 'it''s'.
  2 | SELECT 'open;
    |        ^

1 error in 1 file with 0 statements.
`,
    stderr: '',
  })
  const { exit, stdout } = await here.godwit('lint')
  expect(exit).toBe(1)
  expect(stdout).toContain('002_b.up.sql:1:1 error drop-column')
  expect(stdout).toContain('003_c.up.sql:2:8 error unreadable')
  mkdirSync(here.dir.join('migrations/004_d.up.sql'))
  expect((await here.godwit('lint')).stdout).toContain('error drop-column')
})
