import { expect, test } from 'vitest'
import { type GodwitError, isGodwitError } from '#core'
import type { Grammar } from '#sql'
import { sqlMigration } from './given.ts'
import { type GroupMode, groupStatements, settingsBefore } from './group.ts'

type Given = { readonly mode?: GroupMode; readonly grammar?: Grammar; readonly major?: number }

/** The groups of a text, each as its kind, what is special about it, and its statements. */
function groups(
  text: string,
  { mode = 'auto', grammar = 'postgres', major = 18 }: Given = {},
): readonly (readonly string[])[] {
  return groupStatements(sqlMigration('007_x', { up: text, grammar }).up, grammar, major, mode).map(
    (group) => [
      [
        group.kind,
        group.kind === 'alone' ? group.why : '',
        group.kind === 'transaction' ? (group.isolation ?? '') : '',
      ]
        .filter((word) => word !== '')
        .join(': '),
      ...group.statements.map((statement) => statement.text),
    ],
  )
}

/** The error that a text meets. */
function refusal(text: string, given: Given = {}): Partial<GodwitError> {
  try {
    groups(text, given)
  } catch (error) {
    if (isGodwitError(error))
      return {
        code: error.code,
        message: error.message,
        ...(error.detail === undefined ? {} : { detail: error.detail }),
        database: error.database,
        next: error.next,
      }
    throw error
  }
  throw new Error('The text was not refused.')
}

const CONCURRENTLY = 'CREATE INDEX CONCURRENTLY i ON t (a)'

test.each<[what: string, text: string, expected: readonly (readonly string[])[], given?: Given]>([
  ['no statements', '-- only a comment\n;;', []],
  [
    'statements that can share a transaction do',
    'SELECT 1; SELECT 2;',
    [['transaction', 'SELECT 1', 'SELECT 2']],
  ],
  [
    'assertions run in the transaction that they stand in',
    '-- godwit:assert "a"\nSELECT 1; SELECT 2;\n-- godwit:assert "b"\nSELECT 3;',
    [['transaction', 'SELECT 1', 'SELECT 2', 'SELECT 3']],
  ],
  [
    'by themselves they are groups that only look, but for one that the record is written with',
    `SET a = 1;\n-- godwit:assert "a"\nSELECT 1; ${CONCURRENTLY};\n-- godwit:assert "b"\nSELECT 3; ${CONCURRENTLY};\n-- godwit:assert "c"\nSELECT 4;`,
    [
      ['assert', 'SET a = 1', 'SELECT 1'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['assert', 'SELECT 3'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['transaction', 'SELECT 4'],
    ],
  ],
  [
    'what cannot share one stands alone, and parts what is around it',
    `SELECT 1; ${CONCURRENTLY}; SELECT 2; SELECT 3;`,
    [
      ['transaction', 'SELECT 1'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['transaction', 'SELECT 2', 'SELECT 3'],
    ],
  ],
  [
    'what cannot share one, twice',
    `${CONCURRENTLY}; VACUUM;`,
    [
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['alone: VACUUM', 'VACUUM'],
    ],
  ],
  [
    'a block is one transaction',
    'BEGIN; SELECT 1; SELECT 2; COMMIT;',
    [['transaction', 'SELECT 1', 'SELECT 2']],
  ],
  [
    'END and START TRANSACTION are words for it too',
    'START TRANSACTION; SELECT 1; END;',
    [['transaction', 'SELECT 1']],
  ],
  ['an empty block is nothing', 'BEGIN; COMMIT; SELECT 1;', [['transaction', 'SELECT 1']]],
  [
    'two blocks stay two',
    'BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;',
    [
      ['transaction', 'SELECT 1'],
      ['transaction', 'SELECT 2'],
    ],
  ],
  [
    'two blocks and statements around them keep their borders',
    'SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2; BEGIN; SELECT 3; COMMIT; SELECT 4;',
    [
      ['transaction', 'SELECT 0'],
      ['transaction', 'SELECT 1'],
      ['transaction', 'SELECT 2'],
      ['transaction', 'SELECT 3'],
      ['transaction', 'SELECT 4'],
    ],
  ],
  [
    'statements around the only block join it',
    'SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2;',
    [['transaction', 'SELECT 0', 'SELECT 1', 'SELECT 2']],
  ],
  [
    'statements around the only block join it with its isolation level',
    'SET x = 1; BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;',
    [['transaction: serializable', 'SET x = 1', 'SELECT 1']],
  ],
  [
    'a block beside what stands alone stays as it is',
    `SELECT 0; BEGIN; SELECT 1; COMMIT; ${CONCURRENTLY};`,
    [
      ['transaction', 'SELECT 0'],
      ['transaction', 'SELECT 1'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
    ],
  ],
  [
    'serializable',
    'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;',
    [['transaction: serializable', 'SELECT 1']],
  ],
  [
    'repeatable read',
    'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1; COMMIT;',
    [['transaction: repeatable read', 'SELECT 1']],
  ],
  [
    'read committed',
    'START TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT 1; COMMIT;',
    [['transaction: read committed', 'SELECT 1']],
  ],
  [
    'read uncommitted',
    'begin work isolation level read uncommitted; SELECT 1; COMMIT;',
    [['transaction: read uncommitted', 'SELECT 1']],
  ],
  [
    'each block has its own isolation level',
    'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;',
    [
      ['transaction: serializable', 'SELECT 1'],
      ['transaction', 'SELECT 2'],
    ],
  ],
  [
    'a value of an enum is used only after the transaction that adds it',
    "ALTER TYPE mood ADD VALUE 'calm'; SELECT 1; INSERT INTO t VALUES ('calm'); SELECT 2;",
    [
      ['transaction', "ALTER TYPE mood ADD VALUE 'calm'", 'SELECT 1'],
      ['transaction', "INSERT INTO t VALUES ('calm')", 'SELECT 2'],
    ],
  ],
  [
    'the same with IF NOT EXISTS and a schema',
    "alter type app.mood add value if not exists 'it''s' before 'x'; UPDATE t SET m = 'it''s';",
    [
      ['transaction', "alter type app.mood add value if not exists 'it''s' before 'x'"],
      ['transaction', "UPDATE t SET m = 'it''s'"],
    ],
  ],
  [
    'a value that is not used needs no cut',
    "ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO t VALUES ('wild');",
    [['transaction', "ALTER TYPE mood ADD VALUE 'calm'", "INSERT INTO t VALUES ('wild')"]],
  ],
  [
    'inside of a block the file decides',
    "BEGIN; ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO t VALUES ('calm'); COMMIT;",
    [['transaction', "ALTER TYPE mood ADD VALUE 'calm'", "INSERT INTO t VALUES ('calm')"]],
  ],
  [
    'before PostgreSQL 12 adding a value stands alone',
    "ALTER TYPE mood ADD VALUE 'calm'; SELECT 1;",
    [
      ['alone: ALTER TYPE … ADD VALUE', "ALTER TYPE mood ADD VALUE 'calm'"],
      ['transaction', 'SELECT 1'],
    ],
    { major: 11 },
  ],
  [
    'transaction none: each in a transaction of its own, but for what may end one itself',
    'SELECT 1; CALL p(); DO $$BEGIN COMMIT; END$$; SELECT 2;',
    [
      ['transaction', 'SELECT 1'],
      ['alone: it may end transactions itself', 'CALL p()'],
      ['alone: it may end transactions itself', 'DO $$BEGIN COMMIT; END$$'],
      ['transaction', 'SELECT 2'],
    ],
    { mode: 'none' },
  ],
  [
    'transaction none: a block stays one',
    'SELECT 1; BEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4;',
    [
      ['transaction', 'SELECT 1'],
      ['transaction', 'SELECT 2', 'SELECT 3'],
      ['transaction', 'SELECT 4'],
    ],
    { mode: 'none' },
  ],
  [
    'transaction none: the reason of the database goes first',
    `${CONCURRENTLY};`,
    [['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY]],
    { mode: 'none' },
  ],
  [
    'transaction single: all in one, whatever it is',
    `SELECT 1; ${CONCURRENTLY}; SELECT 2;`,
    [['transaction', 'SELECT 1', CONCURRENTLY, 'SELECT 2']],
    { mode: 'single' },
  ],
  [
    'transaction single: blocks are one too',
    'BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;',
    [['transaction', 'SELECT 1', 'SELECT 2']],
    { mode: 'single' },
  ],
  [
    'transaction single: the isolation level of the first block counts',
    'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT; SELECT 2;',
    [['transaction: serializable', 'SELECT 1', 'SELECT 2']],
    { mode: 'single' },
  ],
  [
    'transaction single: added values of an enum make no cut',
    "ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO t VALUES ('calm');",
    [['transaction', "ALTER TYPE mood ADD VALUE 'calm'", "INSERT INTO t VALUES ('calm')"]],
    { mode: 'single' },
  ],
  [
    'a setting of the session parts what is around it',
    'SELECT 1; PRAGMA foreign_keys = OFF; SELECT 2;',
    [
      ['transaction', 'SELECT 1'],
      ['session', 'PRAGMA foreign_keys = OFF'],
      ['transaction', 'SELECT 2'],
    ],
    { grammar: 'sqlite' },
  ],
  [
    'settings of the session around a block',
    'PRAGMA foreign_keys = OFF; BEGIN; SELECT 1; COMMIT; PRAGMA foreign_keys = ON;',
    [
      ['session', 'PRAGMA foreign_keys = OFF'],
      ['transaction', 'SELECT 1'],
      ['session', 'PRAGMA foreign_keys = ON'],
    ],
    { grammar: 'sqlite' },
  ],
  [
    'transaction single: settings of the session before and after',
    'PRAGMA foreign_keys = OFF; SELECT 1; SELECT 2; PRAGMA foreign_keys = ON;',
    [
      ['session', 'PRAGMA foreign_keys = OFF'],
      ['transaction', 'SELECT 1', 'SELECT 2'],
      ['session', 'PRAGMA foreign_keys = ON'],
    ],
    { grammar: 'sqlite', mode: 'single' },
  ],
  [
    'a setting that a transaction can hold is part of the one around it',
    'SELECT 1; SET x = 1; SELECT 2; RESET x;',
    [['transaction', 'SELECT 1', 'SET x = 1', 'SELECT 2', 'RESET x']],
  ],
  [
    'and joins the only block',
    'SET x = 1; BEGIN; SELECT 1; COMMIT; RESET x;',
    [['transaction', 'SET x = 1', 'SELECT 1', 'RESET x']],
  ],
  [
    'nothing but settings is a transaction',
    'SET x = 1; SET y = 2;',
    [['transaction', 'SET x = 1', 'SET y = 2']],
  ],
  [
    'settings beside what stands alone need no transaction',
    `SET x = 1; SET ROLE r; ${CONCURRENTLY}; RESET ROLE; SELECT 1; ${CONCURRENTLY}; RESET x;`,
    [
      ['session', 'SET x = 1', 'SET ROLE r'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['transaction', 'RESET ROLE', 'SELECT 1'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
      ['session', 'RESET x'],
    ],
  ],
  [
    'settings between blocks, and in one',
    'SET x = 1; BEGIN; SET y = 2; COMMIT; RESET x; BEGIN; SELECT 1; COMMIT;',
    [
      ['session', 'SET x = 1'],
      ['transaction', 'SET y = 2'],
      ['session', 'RESET x'],
      ['transaction', 'SELECT 1'],
    ],
  ],
  [
    'what holds for the transaction only is not a setting of the session',
    `SET LOCAL x = 1; ${CONCURRENTLY};`,
    [
      ['transaction', 'SET LOCAL x = 1'],
      ['alone: CREATE INDEX CONCURRENTLY', CONCURRENTLY],
    ],
  ],
  [
    'transaction none: settings are not recorded',
    'SET x = 1; SELECT 1; RESET x; SET z = 3; SELECT 2;',
    [
      ['session', 'SET x = 1'],
      ['transaction', 'SELECT 1'],
      ['session', 'RESET x', 'SET z = 3'],
      ['transaction', 'SELECT 2'],
    ],
    { mode: 'none' },
  ],
  [
    'transaction single: settings are in the one transaction',
    `SET x = 1; ${CONCURRENTLY}; RESET x;`,
    [['transaction', 'SET x = 1', CONCURRENTLY, 'RESET x']],
    { mode: 'single' },
  ],
  [
    'a body with semicolons is one statement',
    'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END; SELECT 3;',
    [
      [
        'transaction',
        'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END',
        'SELECT 3',
      ],
    ],
    { grammar: 'sqlite' },
  ],
  [
    'SAVEPOINT and ROLLBACK TO belong to the transaction',
    'BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT;',
    [['transaction', 'SAVEPOINT a', 'ROLLBACK TO a']],
  ],
])('%s', (_what, text, expected, given) => {
  expect(groups(text, given)).toEqual(expected)
})

const UNCHANGED = { code: 'GODWIT_SQL_FORBIDDEN', database: 'The database is unchanged.' }
const GENERAL = ['Remove the statement: godwit opens and ends transactions by itself.']

test.each<[what: string, text: string, expected: Partial<GodwitError>, given?: Given]>([
  [
    'a BEGIN without COMMIT',
    'SELECT 1;\n  BEGIN;\nSELECT 2;',
    {
      message: 'migrations/007_x.up.sql:2:3: this BEGIN has no COMMIT.',
      detail: '2 |   BEGIN;\n  |   ^',
      next: [
        'Add COMMIT; at the end, or remove BEGIN: godwit runs the file in a transaction anyway.',
      ],
    },
  ],
  [
    'a COMMIT without BEGIN',
    'SELECT 1;\nCOMMIT;',
    {
      message: 'migrations/007_x.up.sql:2:1: this COMMIT has no BEGIN before it.',
      detail: '2 | COMMIT;\n  | ^',
      next: ['Remove it: godwit commits the migration together with its record.'],
    },
  ],
  [
    'a second COMMIT',
    'BEGIN; SELECT 1; COMMIT; COMMIT;',
    {
      message: 'migrations/007_x.up.sql:1:26: this COMMIT has no BEGIN before it.',
      detail: '1 | BEGIN; SELECT 1; COMMIT; COMMIT;\n  |                          ^',
      next: ['Remove it: godwit commits the migration together with its record.'],
    },
  ],
  [
    'a BEGIN in a block',
    'BEGIN; BEGIN; COMMIT;',
    {
      message: 'migrations/007_x.up.sql:1:8: a transaction is open already.',
      detail: '1 | BEGIN; BEGIN; COMMIT;\n  |        ^',
    },
  ],
  [
    'ROLLBACK',
    'BEGIN; SELECT 1;\nROLLBACK;',
    {
      message:
        'migrations/007_x.up.sql:2:1: ROLLBACK in a migration would undo what the file has just done.',
      detail: '2 | ROLLBACK;\n  | ^',
    },
  ],
  [
    'ROLLBACK with transaction single',
    'ROLLBACK;',
    {
      message:
        'migrations/007_x.up.sql:1:1: ROLLBACK in a migration would undo what the file has just done.',
      detail: '1 | ROLLBACK;\n  | ^',
    },
    { mode: 'single' },
  ],
  [
    'what stands alone, in a block',
    `BEGIN;\n${CONCURRENTLY};\nCOMMIT;`,
    {
      message:
        'migrations/007_x.up.sql:2:1: CREATE INDEX CONCURRENTLY cannot run inside a transaction.',
      detail: `2 | ${CONCURRENTLY};\n  | ^`,
      next: ['Move it out of the BEGIN … COMMIT block.'],
    },
  ],
  [
    'a setting of the session in a block',
    'BEGIN;\nPRAGMA foreign_keys = OFF;\nCOMMIT;',
    {
      message: 'migrations/007_x.up.sql:2:1: inside a transaction this setting has no effect.',
      detail: '2 | PRAGMA foreign_keys = OFF;\n  | ^',
      next: ['Move it before BEGIN or after COMMIT.'],
    },
    { grammar: 'sqlite' },
  ],
  [
    'transaction single with a setting of the session in the middle',
    'PRAGMA foreign_keys = OFF;\nSELECT 1;\nPRAGMA foreign_keys = ON;\nSELECT 2;',
    {
      message:
        'migrations/007_x.up.sql:4:1: a setting of the session above it parts what "transaction single" wants in one.',
      detail: '4 | SELECT 2;\n  | ^',
      next: ['Move the setting above all other statements.'],
    },
    { grammar: 'sqlite', mode: 'single' },
  ],
  [
    'SET LOCAL with transaction none',
    'SELECT 1;\nSET LOCAL x = 1;\nSELECT 2;',
    {
      message: 'migrations/007_x.up.sql:2:1: outside a transaction this has no effect.',
      detail: '2 | SET LOCAL x = 1;\n  | ^',
      next: [
        'Put BEGIN and COMMIT around it and what it is for; a SET without LOCAL holds until the end of the file.',
      ],
    },
    { mode: 'none' },
  ],
  [
    'a statement that would release the lock',
    'DISCARD ALL;',
    {
      message: "migrations/007_x.up.sql:1:1: DISCARD ALL would release godwit's lock.",
      detail: '1 | DISCARD ALL;\n  | ^',
    },
  ],
  [
    'a statement that would release the lock, with transaction none',
    'SELECT pg_advisory_unlock_all();',
    {
      message: "migrations/007_x.up.sql:1:1: pg_advisory_unlock_all() would release godwit's lock.",
      detail: '1 | SELECT pg_advisory_unlock_all();\n  | ^',
    },
    { mode: 'none' },
  ],
])('%s is refused', (_what, text, expected, given) => {
  expect(refusal(text, given)).toEqual({ ...UNCHANGED, next: GENERAL, ...expected })
})

const SINGLE = '-- godwit:up\nSELECT 1;\n\n-- godwit:down\nSELECT 2;\n  SELECT\n 3;\nCOMMIT;\n'

test('positions are those of the whole file, also in its second section', () => {
  const text = SINGLE.replace('COMMIT;\n', '')
  const { up, down } = sqlMigration('007_x', text)
  if (down === undefined) throw new Error('The file has a way down.')
  const [group] = groupStatements(down, 'postgres', 18, 'auto')
  expect(group?.statements).toEqual([
    { text: 'SELECT 2', start: { offset: text.indexOf('SELECT 2'), line: 5, column: 1 } },
    { text: 'SELECT\n 3', start: { offset: text.indexOf('SELECT\n 3'), line: 6, column: 3 } },
  ])
  expect(groupStatements(up, 'postgres', 18, 'auto')[0]?.statements).toEqual([
    { text: 'SELECT 1', start: { offset: 13, line: 2, column: 1 } },
  ])
})

test('errors in the second section show the line of the whole file', () => {
  const { down } = sqlMigration('007_x', SINGLE)
  if (down === undefined) throw new Error('The file has a way down.')
  expect(() => groupStatements(down, 'postgres', 18, 'auto')).toThrow(
    expect.objectContaining({
      message: 'migrations/007_x.sql:8:1: this COMMIT has no BEGIN before it.',
      detail: '8 | COMMIT;\n  | ^',
    }),
  )
})

test('the data of a COPY stays with its statement', () => {
  const [group] = groupStatements(
    sqlMigration('007_x', 'COPY t FROM stdin;\n1\ta\n2\tb\n\\.\nSELECT 1;').up,
    'postgres',
    18,
    'auto',
  )
  expect(group?.statements).toMatchObject([
    { text: 'COPY t FROM stdin', copyData: '1\ta\n2\tb\n' },
    { text: 'SELECT 1' },
  ])
  expect(group?.statements[1]).not.toHaveProperty('copyData')
})

test('a group has the settings of all groups before it, and not its own', () => {
  const text = `SET a = 1; SELECT 1; SET LOCAL b = 2; ${CONCURRENTLY}; RESET a; ${CONCURRENTLY}; SET c = 3; SELECT 2;`
  const step = { groups: groupStatements(sqlMigration('007_x', text).up, 'postgres', 18, 'auto') }
  expect(
    step.groups.map((group) => [
      group.kind,
      settingsBefore(step, group).map((setting) => setting.text),
    ]),
  ).toEqual([
    ['transaction', []],
    ['alone', ['SET a = 1']],
    ['session', ['SET a = 1']],
    ['alone', ['SET a = 1', 'RESET a']],
    ['transaction', ['SET a = 1', 'RESET a']],
  ])
})

test('settings that only work outside of transactions are not made again: they stay', () => {
  const text = 'PRAGMA foreign_keys = OFF; VACUUM; SELECT 1;'
  const { up } = sqlMigration('007_x', { up: text, grammar: 'sqlite' })
  const step = { groups: groupStatements(up, 'sqlite', 3, 'auto') }
  expect(step.groups.flatMap((group) => settingsBefore(step, group))).toEqual([])
})

test('an assertion is a precondition until a statement came that may change something', () => {
  const { up } = sqlMigration('007_x', {
    up: 'SET a = 1;\n-- godwit:assert "a"\nSELECT 1;\nUPDATE t SET a = 1;\n-- godwit:assert "b"\nSELECT true;',
  })
  const groups = groupStatements(up, 'postgres', 18, 'auto')
  expect(groups[0]?.statements.map(({ assertion }) => assertion)).toEqual([
    undefined,
    { text: 'a', when: 'before', isCondition: false },
    undefined,
    { text: 'b', when: 'after', isCondition: true },
  ])
})
