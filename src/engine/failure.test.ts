import { expect, test } from 'vitest'
import type { LoadedMigration, Migration, SqlPart } from '#catalog'
import { type GodwitError, parseVersion } from '#core'
import type { DatabaseError, DatabaseErrorKind, FailurePoint } from '#dialect'
import { makePlan, type Step } from '#plan'
import { fencedError, sentence, stepError } from './failure.ts'

const TEXT = 'CREATE TABLE users (id int);\nINSERT INTO users\n  VALUES (nam);\nSELECT 3;\n'
const STATE = {
  sentence: '002_add left no trace.',
  next: ['Mend migrations/002_add.up.sql, then run: godwit up'],
}
const RAISED = new Error('raised')

function refused(kind: DatabaseErrorKind, fields: Partial<DatabaseError> = {}): DatabaseError {
  return { kind, message: 'column "nam" does not exist', cause: RAISED, ...fields }
}

function told(error: GodwitError) {
  const { code, message, detail, database, next } = error
  return { code, message, detail, database, next }
}

function failure(at: FailurePoint, error: DatabaseError, step = sqlStep()) {
  const statements = step.groups[0]?.statements ?? []
  const made = stepError(step, statements, at, error, STATE)
  expect(made.cause).toBe(RAISED)
  return told(made)
}

test('a statement: its number, its place in the file, the line itself, and what the server adds', () => {
  const error = refused('other', {
    detail: 'There is "name".',
    hint: 'Perhaps you meant "name".',
    where: 'PL/pgSQL function f() line 3',
  })
  expect(
    failure({ kind: 'statement', index: 1, offset: 'INSERT INTO users\n  VALUES ('.length }, error),
  ).toEqual({
    code: 'GODWIT_MIGRATION_FAILED',
    message: '002_add failed at statement 2 of 3: column "nam" does not exist.',
    detail:
      'migrations/002_add.up.sql:3:11\n3 |   VALUES (nam);\n  |           ^\ndetail: There is "name".\nhint: Perhaps you meant "name".\nwhere: PL/pgSQL function f() line 3',
    database: '002_add left no trace.',
    next: ['Mend migrations/002_add.up.sql, then run: godwit up'],
  })
})

test('without a position the statement itself is shown', () => {
  expect(failure({ kind: 'statement', index: 1 }, refused('syntax')).detail).toBe(
    'migrations/002_add.up.sql:2:1\n2 | INSERT INTO users\n  | ^',
  )
})

test('a statement that is not known is the first', () => {
  expect(failure({ kind: 'statement', index: 9 }, refused('other', { hint: 'x' }))).toMatchObject({
    message: '002_add failed at statement 1 of 3: column "nam" does not exist.',
    detail: 'hint: x',
  })
})

test('the way down shows its own section of the file', () => {
  const text = `-- godwit:up\nSELECT 1;\n-- godwit:down\nDROP TABLE nam;\n`
  const step = sqlStep({
    text,
    section: {
      text: 'DROP TABLE nam;\n',
      start: { offset: text.indexOf('DROP'), line: 4, column: 1 },
    },
    direction: 'down',
  })
  expect(failure({ kind: 'statement', index: 0, offset: 11 }, refused('other'), step).detail).toBe(
    'migrations/002_add.up.sql:4:12\n4 | DROP TABLE nam;\n  |            ^',
  )
})

test.each<[part: Extract<FailurePoint, { kind: 'frame' }>['part'], words: string]>([
  ['begin', 'could not begin'],
  ['check', 'would leave the database inconsistent'],
  ['ledger', 'could not be recorded'],
  ['commit', 'could not be committed'],
])('the frame around the statements: %s', (part, words) => {
  expect(
    failure({ kind: 'frame', part }, refused('other', { message: 'no', hint: 'Look.' })),
  ).toEqual({
    code: 'GODWIT_MIGRATION_FAILED',
    message: `002_add ${words}: no.`,
    detail: 'hint: Look.',
    database: STATE.sentence,
    next: STATE.next,
  })
  expect(
    failure({ kind: 'frame', part }, refused('other', { message: 'no' })).detail,
  ).toBeUndefined()
})

const LOCKED = ['Run the command again when the other session is done']
const LOST = ['See where the database stands: godwit status', 'then go on: godwit up']

test.each<[kind: DatabaseErrorKind, code: string, next: readonly string[]]>([
  ['syntax', 'GODWIT_MIGRATION_FAILED', STATE.next],
  ['constraint', 'GODWIT_MIGRATION_FAILED', STATE.next],
  ['deadlock', 'GODWIT_MIGRATION_FAILED', STATE.next],
  ['cancelled', 'GODWIT_MIGRATION_FAILED', STATE.next],
  [
    'permission',
    'GODWIT_PERMISSION',
    ['Grant the role the privilege that it lacks, or use another role, then run: godwit up'],
  ],
  [
    'read-only',
    'GODWIT_READ_ONLY',
    ['Use a role, server or file that may be written, then run: godwit up'],
  ],
  [
    'disk-full',
    'GODWIT_DISK_FULL',
    ['Free space on the disk of the database, then run: godwit up'],
  ],
  [
    'statement-timeout',
    'GODWIT_TIMEOUT',
    [
      'Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller',
    ],
  ],
  ['lock-timeout', 'GODWIT_LOCK_TIMEOUT', LOCKED],
  ['busy', 'GODWIT_LOCK_TIMEOUT', LOCKED],
  ['connection-lost', 'GODWIT_CONNECTION_LOST', LOST],
  ['unreachable', 'GODWIT_CONNECTION_LOST', LOST],
  ['fenced', 'GODWIT_FENCED', STATE.next],
])('%s', (kind, code, next) => {
  expect(failure({ kind: 'statement', index: 0 }, refused(kind))).toMatchObject({
    code,
    next,
    database: STATE.sentence,
  })
})

test.each<[kind: DatabaseErrorKind, next: readonly string[]]>([
  ['read-only', ['Use a role, server or file that may be written, then run: godwit down']],
  ['disk-full', ['Free space on the disk of the database, then run: godwit down']],
  ['connection-lost', ['See where the database stands: godwit status', 'then go on: godwit down']],
])('on the way down the advice is to go on down: %s', (kind, next) => {
  expect(
    failure({ kind: 'statement', index: 0 }, refused(kind), sqlStep({ direction: 'down' })).next,
  ).toEqual(next)
})

test.each([
  ['no', 'no.'],
  ['no.', 'no.'],
  ['really?', 'really?'],
  ['stop!', 'stop!'],
  ['  no \n', 'no.'],
  ['stop. ', 'stop.'],
])('%j as a sentence', (text, expected) => {
  expect(sentence(text)).toBe(expected)
})

test('who lost the lock wrote nothing', () => {
  const rest = {
    code: 'GODWIT_FENCED',
    detail: undefined,
    database: 'This process wrote nothing after it lost the lock.',
    next: ['See what the other process did: godwit status'],
  }
  expect(told(fencedError({ version: parseVersion('002'), name: 'add' }))).toEqual({
    ...rest,
    message:
      '002_add was not recorded: another process has taken the migration lock since this one held it.',
  })
  expect(told(fencedError('The change of the history'))).toEqual({
    ...rest,
    message:
      'The change of the history was not recorded: another process has taken the migration lock since this one held it.',
  })
})

type Given = {
  readonly text?: string
  readonly section?: Pick<SqlPart, 'text' | 'start'>
  readonly direction?: 'up' | 'down'
}

/** A step of one file. */
function sqlStep({ text = TEXT, section, direction = 'up' }: Given = {}): Step {
  const ref = {
    file: '002_add.up.sql',
    shown: 'migrations/002_add.up.sql',
    path: '/shop/migrations/002_add.up.sql',
  }
  const migration: Migration = {
    version: parseVersion('002'),
    name: 'add',
    label: '002_add',
    kind: 'sql',
    up: ref,
    down: undefined,
    layout: 'pair',
    bytes: '',
  }
  const part: SqlPart = {
    ...ref,
    text,
    fileText: text,
    start: { offset: 0, line: 1, column: 1 },
    directives: [],
  }
  const loaded: LoadedMigration = {
    kind: 'sql',
    migration,
    checksum: { algorithm: 1, bytes: '', meaning: '' },
    directives: [],
    up: part,
    down: { ...part, ...section },
  }
  const catalog = {
    dir: undefined,
    layout: 'pair',
    layoutText: '',
    scheme: undefined,
    migrations: [migration],
    leftovers: [],
    problems: [],
  } as const
  const [step] = makePlan({
    direction,
    picked: [loaded],
    skipped: [],
    catalog,
    records: [],
    service: 'default',
    database: '',
    grammar: 'postgres',
    serverMajor: 18,
  }).steps
  if (step === undefined) throw new Error('One migration is one step.')
  return step
}
