import { expect, test } from 'vitest'
import type { LoadedMigration } from '#catalog'
import { asGodwitError, type Direction } from '#core'
import { catalogOf, codeMigration, recordOf, sqlMigration } from './given.ts'
import { makePlan, type PlanInput } from './make-plan.ts'

const UNCHANGED = 'The database is unchanged.'
const FORWARD = 'or go forward with a new migration: godwit new "what to mend"'

function plan(
  direction: Direction,
  picked: readonly LoadedMigration[],
  given: Partial<PlanInput> = {},
) {
  return makePlan({
    direction,
    picked,
    skipped: [],
    catalog: catalogOf(...picked),
    records: [],
    service: 'default',
    database: 'PostgreSQL shop',
    grammar: 'postgres',
    serverMajor: 18,
    ...given,
  })
}

function refusal(direction: Direction, ...picked: readonly LoadedMigration[]) {
  try {
    plan(direction, picked)
  } catch (thrown) {
    const { code, message, database, next } = asGodwitError(thrown)
    return { code, message, database, next }
  }
  throw new Error('The plan was not refused.')
}

test('up: each migration is a step with its groups and its file', () => {
  const one = sqlMigration('001_users', 'CREATE TABLE users (id int);')
  const two = codeMigration('002_code', { up: () => undefined })
  const skipped = [{ version: one.migration.version, name: 'x' }]
  const made = plan('up', [one, two], { skipped })
  expect(made).toMatchObject({ direction: 'up', skipped })
  expect(made.steps).toEqual([
    {
      id: { version: '001', name: 'users' },
      migration: one.migration,
      loaded: one,
      direction: 'up',
      file: 'migrations/001_users.up.sql',
      groups: [
        {
          kind: 'transaction',
          statements: [
            { text: 'CREATE TABLE users (id int)', start: { offset: 0, line: 1, column: 1 } },
          ],
        },
      ],
      lockTimeoutMs: undefined,
      statementTimeoutMs: undefined,
    },
    {
      id: { version: '002', name: 'code' },
      migration: two.migration,
      loaded: two,
      direction: 'up',
      file: 'migrations/002_code.ts',
      groups: [],
      lockTimeoutMs: undefined,
      statementTimeoutMs: undefined,
    },
  ])
})

test('down: the statements of the way down, under the spelling of the record', () => {
  const one = sqlMigration('007_users', { up: 'SELECT 1;', down: 'DROP TABLE users;' })
  const [step] = plan('down', [one], { records: [recordOf('7_people')] }).steps
  expect(step).toMatchObject({
    id: { version: '7', name: 'people' },
    direction: 'down',
    file: 'migrations/007_users.down.sql',
    groups: [{ statements: [{ text: 'DROP TABLE users' }] }],
  })
})

test('down: the second section of a single file', () => {
  const one = sqlMigration('007_users', '-- godwit:up\nSELECT 1;\n-- godwit:down\nSELECT 2;\n')
  expect(plan('down', [one]).steps[0]).toMatchObject({
    file: 'migrations/007_users.sql',
    groups: [{ statements: [{ text: 'SELECT 2', start: { line: 4 } }] }],
  })
})

test('registered code has no file', () => {
  expect(
    plan('up', [codeMigration('002_code', { up: () => undefined }, null)]).steps[0]?.file,
  ).toBeUndefined()
})

test('directives of the way that runs count', () => {
  const up =
    '-- godwit:transaction none\n-- godwit:lock-timeout 2s\n-- godwit:statement-timeout 5m\nCALL p();\n'
  const one = sqlMigration('001_x', {
    up,
    down: '-- godwit:statement-timeout 0\nSELECT 2;\nSELECT 3;',
  })
  expect(plan('up', [one]).steps[0]).toMatchObject({
    groups: [{ kind: 'alone' }],
    lockTimeoutMs: 2000,
    statementTimeoutMs: 300_000,
  })
  expect(plan('down', [one]).steps[0]).toMatchObject({
    groups: [{ kind: 'transaction' }],
    lockTimeoutMs: undefined,
    statementTimeoutMs: 0,
  })
})

test('transaction single', () => {
  const one = sqlMigration('001_x', '-- godwit:transaction single\nSELECT 1;\nVACUUM;')
  expect(plan('up', [one]).steps[0]?.groups.map(({ kind }) => kind)).toEqual(['transaction'])
})

test('down: a pair without its other half', () => {
  expect(refusal('down', sqlMigration('001_users', ''))).toEqual({
    code: 'GODWIT_DOWN_MISSING',
    message: '001_users has no way down.',
    database: UNCHANGED,
    next: ['Write migrations/001_users.down.sql, then run the command again', FORWARD],
  })
})

test('down: a single file without a down section', () => {
  expect(refusal('down', sqlMigration('001_users', '-- godwit:up\nSELECT 1;\n'))).toEqual({
    code: 'GODWIT_DOWN_MISSING',
    message: '001_users has no way down.',
    database: UNCHANGED,
    next: ['Add a down part to migrations/001_users.sql, then run the command again', FORWARD],
  })
})

test.each([
  [
    'a file of code',
    'Add a down function to migrations/001_code.ts, then run the command again',
    undefined,
  ],
  ['registered code', 'Add a down function to 001_code, then run the command again', null],
])('down: %s without a down function', (_what, first, file) => {
  expect(
    refusal(
      'down',
      codeMigration('001_code', { up: () => undefined }, ...(file === undefined ? [] : [file])),
    ),
  ).toEqual({
    code: 'GODWIT_DOWN_MISSING',
    message: '001_code has no way down.',
    database: UNCHANGED,
    next: [first, FORWARD],
  })
})

const REASONS = [
  [
    'the way up says so',
    sqlMigration('001_x', {
      up: '-- godwit:irreversible "drops the column name"\n',
      down: 'SELECT 1;',
    }),
  ],
  [
    'the way down says so',
    sqlMigration('001_x', { up: '', down: '-- godwit:irreversible "drops the column name"\n' }),
  ],
  [
    'it has no way down either',
    sqlMigration('001_x', '-- godwit:irreversible "drops the column name"\n'),
  ],
  [
    'the code says so',
    codeMigration('001_x', {
      up: () => undefined,
      down: () => undefined,
      irreversible: 'drops the column name',
    }),
  ],
] as const

test.each(REASONS)('irreversible: %s', (_what, loaded) => {
  expect(refusal('down', loaded)).toEqual({
    code: 'GODWIT_IRREVERSIBLE',
    message: '001_x cannot be rolled back: drops the column name.',
    database: UNCHANGED,
    next: ['Write a new migration that goes forward: godwit new "what to mend"'],
  })
  expect(plan('up', [loaded]).steps).toHaveLength(1)
})

test.each(['Gone for good.', 'Really?', 'No!'])(
  'irreversible: a reason with its own full stop: %s',
  (reason) => {
    expect(
      refusal('down', codeMigration('001_x', { up: () => undefined, irreversible: reason }))
        .message,
    ).toBe(`001_x cannot be rolled back: ${reason}`)
  },
)

test('the basis tells service, database, files and history apart', () => {
  const one = sqlMigration('001_users', 'SELECT 1;')
  const base = plan('up', [one]).basis
  expect(base).toEqual({
    service: 'default',
    database: 'PostgreSQL shop',
    catalog: expect.stringMatching(/^[0-9a-f]{64}$/),
    history: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(plan('up', [one]).basis).toEqual(base)
  expect(plan('up', [sqlMigration('001_users', 'SELECT 2;')]).basis).not.toEqual(base)
  expect(plan('up', [sqlMigration('001_user', 'SELECT 1;')]).basis).not.toEqual(base)
  const records = [recordOf('001_users', { checksum: { algorithm: 1, bytes: 'b', meaning: 'm' } })]
  const applied = plan('up', [one], { records }).basis
  expect(applied).toEqual({ ...base, history: expect.not.stringMatching(base.history) })
  expect(plan('up', [one], { records: [recordOf('001_users')] }).basis.history).not.toBe(
    applied.history,
  )
})

test('a text that cannot be grouped makes no plan', () => {
  expect(refusal('up', sqlMigration('001_x', 'COMMIT;'))).toMatchObject({
    code: 'GODWIT_SQL_FORBIDDEN',
    message: 'migrations/001_x.up.sql:1:1: this COMMIT has no BEGIN before it.',
  })
})
