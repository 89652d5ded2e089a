import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCatalog } from '#catalog'
import { FILE_RULES, type Finding, type LintRequest, lintMigrations, loadForLint } from '#lint'

type Files = Readonly<Record<string, string | Uint8Array>>

/** What is found in a folder, as one line for each finding: file, line, level and rule. */
async function found(files: Files, options: Partial<LintRequest> = {}): Promise<readonly string[]> {
  return (await findings(files, options)).map(
    ({ file, start, severity, rule }) =>
      `${file.split('/').at(-1)}:${start.line} ${severity} ${rule}`,
  )
}

async function findings(
  files: Files,
  options: Partial<LintRequest> = {},
): Promise<readonly Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-lint-files-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
    const { migrations } = await loadCatalog({ dir })
    const result = await lintMigrations({
      ...loadForLint(migrations, 'postgres'),
      isWanted: () => true,
      together: false,
      levels: {},
      grammar: 'postgres',
      ...options,
    })
    return result.findings
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A migration whose ways are these; the first one has made the tables users and orders. */
function second(up: string, down = 'SELECT 1;'): Files {
  return {
    '001_a.up.sql':
      'CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE TABLE orders (id bigint PRIMARY KEY);\n',
    '001_a.down.sql': 'SELECT 1;\n',
    '002_b.up.sql': up,
    '002_b.down.sql': down,
  }
}

type Case = readonly [
  rule: string,
  breaks: readonly (readonly [up: string, down?: string])[],
  keeps: readonly (readonly [up: string, down?: string])[],
]

const CASES: readonly Case[] = [
  [
    'down-not-reversing',
    [
      ['CREATE TABLE t (id bigint PRIMARY KEY);', ''],
      ['CREATE TABLE t (id bigint PRIMARY KEY); CREATE VIEW v AS SELECT 1;', 'DROP VIEW v;'],
      ['CREATE TABLE s."T" (id bigint PRIMARY KEY);', 'DROP TABLE s.t;'],
      ['ALTER TABLE users ADD COLUMN a int, ADD b int;', 'ALTER TABLE users DROP COLUMN a;'],
      ['CREATE INDEX CONCURRENTLY i ON users (id);', '-- nothing yet'],
      ['CREATE TYPE mood AS ENUM ();', 'DROP TABLE IF EXISTS mood;'],
    ],
    [
      ['CREATE TABLE t (id bigint PRIMARY KEY);', 'DROP TABLE IF EXISTS public.t;'],
      [
        'CREATE TABLE t (id bigint PRIMARY KEY); CREATE INDEX i ON t (id); ALTER TABLE t ADD a int;',
        'DROP TABLE a, t;',
      ],
      ['CREATE TABLE t (id bigint PRIMARY KEY); DROP TABLE t;', ''],
      ['ALTER TABLE users ADD a int;', 'ALTER TABLE users DROP COLUMN IF EXISTS a;'],
      ['ALTER TABLE users ADD a int;', 'DROP TABLE users;'],
      ['CREATE SCHEMA s; CREATE TABLE s.t (id bigint PRIMARY KEY);', 'DROP SCHEMA s CASCADE;'],
      ['CREATE TABLE t (id bigint PRIMARY KEY);', 'SELECT drop_everything();'],
      ['CREATE FUNCTION f(int) RETURNS int RETURN 1;', 'DROP FUNCTION f(int);'],
      ['CREATE OR REPLACE VIEW v AS SELECT 1;', ''],
      ['CREATE TEMP TABLE t (id int);', ''],
      ['CREATE TABLE t (id int); ALTER TABLE t RENAME TO u;', 'DROP TABLE u;'],
      [
        'CREATE UNIQUE INDEX CONCURRENTLY "I" ON users (id); ALTER TABLE users ADD UNIQUE USING INDEX "I";',
        'ALTER TABLE users DROP CONSTRAINT "I";',
      ],
    ],
  ],
  [
    'begin-without-commit',
    [
      ['BEGIN; UPDATE users SET email = NULL WHERE id = 1;'],
      ['begin work; SELECT 1; COMMIT; START TRANSACTION; SELECT 2;'],
      ['SELECT 1; COMMIT;'],
      ['SELECT 1;', 'BEGIN; SELECT 1;'],
    ],
    [
      ['BEGIN; SELECT 1; COMMIT;'],
      ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1; END;'],
      ['-- godwit:transaction single\nBEGIN; SELECT 1;'],
      ['CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;'],
    ],
  ],
  [
    'data-and-schema',
    [
      ['ALTER TABLE users ADD a int; UPDATE users SET a = 1 WHERE id > 1;'],
      ['CREATE INDEX i ON users (id); INSERT INTO orders VALUES (1);'],
      ['ALTER TABLE users ADD a int; DELETE FROM ONLY public.orders WHERE id = 1;'],
      ['SELECT 1;', 'INSERT INTO users VALUES (1); ALTER TABLE users DROP a;'],
    ],
    [
      ['CREATE TABLE t (id int); INSERT INTO t VALUES (1);'],
      ['CREATE TABLE t (id int); INSERT INTO users VALUES (1);'],
      [
        "INSERT INTO sqlite_sequence (name, seq) SELECT 't_new', seq FROM sqlite_sequence; DROP TABLE t;",
      ],
      ['UPDATE users SET id = 1 WHERE id = 2;'],
      ['ALTER TABLE users ADD a int;'],
    ],
  ],
  [
    'not-repeatable',
    [
      ['-- godwit:transaction none\nINSERT INTO users VALUES (1);'],
      ['-- godwit:transaction none\nCREATE TABLE t (id int);'],
      ['-- godwit:transaction none\nCREATE INDEX i ON users (id);'],
      ['SELECT 1;', '-- godwit:transaction none\nDROP TABLE users;'],
    ],
    [
      ['INSERT INTO users VALUES (1);'],
      ['-- godwit:transaction none\nINSERT INTO users VALUES (1) ON CONFLICT DO NOTHING;'],
      ['-- godwit:transaction none\nCREATE TABLE IF NOT EXISTS t (id int);'],
      ['-- godwit:transaction none\nCREATE INDEX CONCURRENTLY i ON users (id);'],
      ['-- godwit:transaction none\nDROP INDEX CONCURRENTLY i;'],
      ['-- godwit:transaction none\nBEGIN; INSERT INTO users VALUES (1); COMMIT;'],
      ['-- godwit:transaction none\nCREATE DATABASE d;'],
      ['-- godwit:transaction none\nUPDATE users SET email = NULL WHERE id = 1;'],
    ],
  ],
  [
    'secret-in-literal',
    [
      [`INSERT INTO a VALUES ('AKIA${'Q3EG'.repeat(4)}');`],
      [`INSERT INTO a VALUES (1, 'ghp_${'aB3'.repeat(12)}');`],
      ["UPDATE a SET b = 'postgres://app:hunter2@db.example.com/x' WHERE c = 1;"],
      [`COPY a FROM stdin;\n1\tsk_live_${'4eC3'.repeat(6)}\n\\.\n`],
      ["INSERT INTO a VALUES ('-----BEGIN RSA PRIVATE KEY-----\nMIIE\n');"],
    ],
    [
      ["INSERT INTO a VALUES ('https://example.com/a:b@c');"],
      ["INSERT INTO a VALUES ('postgres://app:${PASSWORD}@db/x');"],
      [`SELECT 1 -- AKIA${'Q3EG'.repeat(4)}\n;`],
    ],
  ],
  [
    'personal-data',
    [
      ["INSERT INTO users VALUES (1, 'jane.doe@gmail.com');"],
      ['COPY users FROM stdin;\n1\tjane.doe@mail.co.uk\n\\.\n'],
    ],
    [
      ["INSERT INTO users VALUES (1, 'jane.doe@example.com'), (2, 'a@b.test'), (3, '@here');"],
      ['SELECT 1 -- ask jane.doe@gmail.com\n;'],
    ],
  ],
]

test('every rule of files has its cases', () => {
  expect(['missing-down', ...CASES.map(([rule]) => rule)].toSorted()).toEqual(
    FILE_RULES.map(({ id }) => id).toSorted(),
  )
})

describe.each(CASES)('%s', (rule, breaks, keeps) => {
  const rules = async ([up = '', down]: readonly (string | undefined)[]): Promise<
    readonly string[]
  > => (await findings(second(up, down))).map((finding) => finding.rule)
  test.each(breaks)('is broken by %s | %s', async (...ways) => {
    expect(await rules(ways)).toContain(rule)
  })
  test.each(keeps)('is kept by %s | %s', async (...ways) => {
    const names = await rules(ways)
    expect(names).not.toContain(rule)
    expect(names).not.toContain('syntax')
  })
})

test('missing-down asks for a way down, or for the reason why there is none', async () => {
  const table = 'CREATE TABLE a (id bigint PRIMARY KEY);'
  expect(await findings({ '001_a.up.sql': table })).toMatchObject([
    {
      rule: 'missing-down',
      severity: 'note',
      message:
        'It cannot be rolled back: there is no way down. Write 001_a.down.sql, or say why there is none: -- godwit:irreversible "reason".',
    },
  ])
  expect(await found({ '001_a.up.sql': `-- godwit:irreversible "seeds"\n${table}` })).toEqual([])
  expect(await found({ '001_a.sql': `-- godwit:up\n${table}` })).toEqual([
    '001_a.sql:1 note missing-down',
  ])
  expect(await found({ '001_a.up.sql': table }, { levels: { 'missing-down': 'error' } })).toEqual([
    '001_a.up.sql:1 error missing-down',
  ])
})

test('a way down is looked at with the schema that the ones above it leave', async () => {
  const files = {
    '001_a.up.sql': 'CREATE TABLE a (id bigint PRIMARY KEY, b text);',
    '001_a.down.sql': 'DROP TABLE a;',
    '002_i.up.sql': 'CREATE INDEX CONCURRENTLY i ON a (b);',
    '002_i.down.sql': 'DROP INDEX i;',
    '003_d.up.sql': '-- godwit:allow drop-table "gone"\nDROP TABLE a;',
    // What it makes is new to itself, and not to the one below it.
    '003_d.down.sql': 'CREATE TABLE a (id bigint PRIMARY KEY, b text);\nCREATE INDEX i ON a (b);\n',
  }
  expect(await found(files)).toEqual([
    '001_a.down.sql:1 note drop-table',
    '002_i.down.sql:1 warning index-drop-not-concurrent',
  ])
})

test('what a way down is for is a note there, unless the rule is off', async () => {
  const files = second('ALTER TABLE users ADD a int;', 'ALTER TABLE users DROP COLUMN a;')
  expect(await found(files)).toEqual(['002_b.down.sql:1 note drop-column'])
  expect(await found(files, { levels: { 'drop-column': 'warning' } })).toEqual([
    '002_b.down.sql:1 note drop-column',
  ])
  expect(await found(files, { levels: { 'drop-column': 'off' } })).toEqual([])
})

describe('a permission', () => {
  const drop = 'ALTER TABLE users DROP COLUMN email;'

  test('covers the statement below it, also the first one, and no other', async () => {
    const text = `-- godwit:allow drop-column "a"\n${drop}\n\nALTER TABLE orders DROP COLUMN x;\n`
    expect(await found(second(text), { levels: { 'wide-lock-window': 'off' } })).toEqual([
      '002_b.up.sql:4 error drop-column',
    ])
  })

  test('with "file" covers the file, and one of its ways in a pair', async () => {
    const text = `-- godwit:allow file drop-column "a"\n${drop}\nALTER TABLE orders DROP COLUMN x;\n`
    expect(await found(second(text, drop), { levels: { 'wide-lock-window': 'off' } })).toEqual([
      '002_b.down.sql:1 note drop-column',
    ])
  })

  test('above the marks of a single file covers both ways', async () => {
    const single = (head: string): Files => ({
      '001_a.sql': `${head}\n-- godwit:up\nDROP TABLE a;\n-- godwit:down\nDROP TABLE b;\n`,
    })
    expect(await found(single('-- godwit:allow file drop-table "a"'))).toEqual([])
    expect(await found(single('-- godwit:allow file truncate "a"'))).toEqual([
      '001_a.sql:1 warning unused-allow',
      '001_a.sql:3 error drop-table',
      '001_a.sql:5 note drop-table',
    ])
  })

  test('that nothing needs is told, but not of a rule that is off or of SQL that could not be read', async () => {
    const text = '-- godwit:allow truncate "a"\nSELECT 1;\n'
    expect(await findings(second(text))).toMatchObject([
      {
        rule: 'unused-allow',
        message:
          'Nothing in the statement below breaks the rule "truncate": take the permission away before it covers something else.',
        excerpt: '1 | -- godwit:allow truncate "a"\n  | ^',
      },
    ])
    expect(await found(second(text), { levels: { truncate: 'off' } })).toEqual([])
    expect(await found(second('-- godwit:allow truncate "a"\nTRUNCAT a;\n'))).toEqual([
      '002_b.up.sql:2 error syntax',
    ])
  })

  test('of a rule that there is not names the nearest', async () => {
    expect(await findings(second(`-- godwit:allow drop-colum "a"\n${drop}`))).toMatchObject([
      { message: 'There is no rule "drop-colum"; did you mean "drop-column"?' },
      { rule: 'drop-column' },
    ])
  })

  test('covers SQL that only this grammar refuses, and nothing that cannot be read', async () => {
    expect(await found(second('-- godwit:allow syntax "an extension"\nFROBNICATE;\n'))).toEqual([])
    expect(await findings(second('-- godwit:allow unreadable "a"\nSELECT 1;\n'))).toMatchObject([
      { rule: 'unused-allow', message: '"unreadable" cannot be allowed.' },
    ])
  })

  test('"file" stands above the first statement', async () => {
    expect(await findings(second('SELECT 1;\n-- godwit:allow file truncate "a"\n'))).toMatchObject([
      {
        rule: 'unreadable',
        start: { line: 2, column: 1 },
        message:
          '"allow file" stands below the first statement.\nMove it to the top: it is about the whole file or section.',
      },
    ])
  })
})

describe('a file that cannot be read', () => {
  const index = 'CREATE INDEX i ON users (name);'

  test.each([
    ["SELECT 1;\nSELECT 'a;\n", 2, 8, 'The string that opens here is never closed.'],
    ['SELECT $$a;\n', 1, 8, 'The text quoted with $$ that opens here is never closed.'],
    ['SELECT /* a', 1, 8, 'The comment that opens here is never closed.'],
    ['SELECT 1;\n-- godwit:transactoin none\n', 2, 1, 'There is no directive "transactoin".'],
    ['SELECT 1;\n\0', 2, 1, 'There is a NUL character in the text.'],
    ['\\d users\n', 1, 1, undefined],
  ])(
    '%j is a finding at its place, and the others are looked at',
    async (text, line, column, said) => {
      const all = await findings({ ...second(text), '003_c.up.sql': index, '003_c.down.sql': text })
      expect(all.map(({ file, rule }) => `${file.split('/').at(-1)} ${rule}`)).toEqual([
        '002_b.up.sql unreadable',
        '003_c.up.sql index-not-concurrent',
        '003_c.down.sql unreadable',
      ])
      expect(all[0]).toMatchObject({ start: { line, column }, severity: 'error' })
      expect(all[0]?.excerpt).toContain(`${line} | `)
      if (said !== undefined) expect(all[0]?.message.split('\n')[0]).toBe(said)
    },
  )

  test('bytes that are not UTF-8, and UTF-16', async () => {
    const latin = Buffer.from("SELECT 1;\nSELECT 'caf\u00e9';", 'latin1')
    const wide = Buffer.from('\ufeffSELECT 1;', 'utf16le')
    const files = { ...second('SELECT 1;'), '002_b.up.sql': latin, '001_a.down.sql': wide }
    expect((await findings(files)).map(({ message }) => message.split('\n')[0])).toEqual([
      '"001_a.down.sql" is written in UTF-16, not in UTF-8.',
      '"002_b.up.sql" is not UTF-8 text: byte 21 (0xe9, in line 2) cannot be read.',
    ])
  })
})

test('no finding prints a secret', async () => {
  const all = await findings(
    second(
      "CREATE ROLE app PASSWORD 'hunter2hunter2';\nUPDATE users SET email = 'postgres://app:hunter2hunter2@db.acme.com/x';\n",
    ),
  )
  expect(all.map(({ rule }) => rule)).toEqual([
    'secret-in-sql',
    'whole-table-change',
    'secret-in-literal',
  ])
  expect(JSON.stringify(all)).not.toContain('hunter2')
})

test('a migration that was changed after it was applied', async () => {
  const files = second('SELECT 1;')
  expect(await found(files, { edited: new Set(['001']), isWanted: () => false })).toEqual([
    '001_a.up.sql:1 error edited-applied',
  ])
})
