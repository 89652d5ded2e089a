import { expect, test } from 'vitest'
import type { LoadedMigration } from '#catalog'
import type { MigrationRecord } from '#core'
import { catalogOf, codeMigration, recordOf, sqlMigration } from './given.ts'
import { type Compare, verifyHistory } from './verify-history.ts'

const [one, two, three] = [
  sqlMigration('001_users', ''),
  sqlMigration('002_orders', ''),
  sqlMigration('003_email', ''),
]

/** Compares by a table; what it does not name is the same. */
const comparing =
  (verdicts: Readonly<Record<string, ReturnType<Compare>>>): Compare =>
  ({ label }) =>
    verdicts[label] ?? 'same'

function report(
  files: readonly LoadedMigration[],
  records: readonly MigrationRecord[],
  verdicts = {},
  skipped: readonly string[] = [],
) {
  const { problems, notes } = verifyHistory(
    catalogOf(...files),
    records,
    comparing(verdicts),
    new Set(skipped),
  )
  return {
    problems: problems.map(({ kind, version, name, error }) => ({
      kind,
      version,
      name,
      code: error.code,
      message: error.message,
      database: error.database,
      next: error.next,
    })),
    notes,
  }
}

test('a history that fits the files, also in another spelling and with more files to come', () => {
  expect(report([one, two, three], [recordOf('1_users'), recordOf('0002_orders')])).toEqual({
    problems: [],
    notes: [],
  })
  expect(report([], [])).toEqual({ problems: [], notes: [] })
  expect(report([one], [])).toEqual({ problems: [], notes: [] })
})

test('edited: the file says something else than what ran', () => {
  expect(
    report([one, two], [recordOf('1_users'), recordOf('2_orders')], { '001_users': 'edited' })
      .problems,
  ).toEqual([
    {
      kind: 'edited',
      version: '001',
      name: 'users',
      code: 'GODWIT_HISTORY_EDITED',
      message:
        '001_users was edited after it was applied (2026-11-21 09:30 UTC by anna@build): migrations/001_users.up.sql no longer says what ran.',
      database: 'The database is unchanged.',
      next: [
        'See the edit: git log -p -- migrations/001_users.up.sql',
        'Restore the file and put the change into a new migration: godwit new "what changes"',
        'or, when the edit changes nothing that matters here: godwit repair --accept 001',
      ],
    },
  ])
})

test('edited: a file name that a shell would take apart is quoted', () => {
  const files = [sqlMigration("001_it's here", '')]
  const [problem] = report(files, [recordOf('001_x')], { "001_it's here": 'edited' }).problems
  expect(problem?.next[0]).toBe(`See the edit: git log -p -- 'migrations/001_it'\\''s here.up.sql'`)
})

test('edited: registered code has no file to look at', () => {
  const files = [codeMigration('001_code', { up: () => undefined }, null)]
  const [problem] = report(files, [recordOf('001_code')], { '001_code': 'edited' }).problems
  expect(problem?.message).toBe(
    '001_code was edited after it was applied (2026-11-21 09:30 UTC by anna@build): its code is no longer what ran.',
  )
  expect(problem?.next).toEqual([
    'Restore the code and put the change into a new migration: godwit new "what changes"',
    'or, when the edit changes nothing that matters here: godwit repair --accept 001',
  ])
})

test('missing: a file below the newest one is gone', () => {
  expect(report([two], [recordOf('001_users'), recordOf('002_orders')]).problems).toEqual([
    {
      kind: 'missing',
      version: '001',
      name: 'users',
      code: 'GODWIT_HISTORY_MISSING',
      message: '001_users was applied (2026-11-21 09:30 UTC by anna@build), but its file is gone.',
      database: 'The database is unchanged.',
      next: [
        'Restore the file from version control',
        'or, when it is meant to be gone: godwit repair --forget 001',
      ],
    },
  ])
})

test.each([
  ['above every file', [one]],
  ['where there are no files at all', []],
])('unknown: a row %s', (_where, files) => {
  const records =
    files.length === 0 ? [recordOf('002_orders')] : [recordOf('001_users'), recordOf('002_orders')]
  expect(report(files, records).problems).toEqual([
    {
      kind: 'unknown',
      version: '002',
      name: 'orders',
      code: 'GODWIT_HISTORY_UNKNOWN',
      message:
        'The database has 002_orders (2026-11-21 09:30 UTC by anna@build), which is newer than every file here: the files are of an older release, or the file was removed.',
      database: 'The database is unchanged.',
      next: [
        'Deploy the release that has the file',
        'or, to let an older release start against the newer database: godwit up --allow-unknown',
        'or, when the file is meant to be gone: godwit repair --forget 002',
      ],
    },
  ])
})

test('out of order: a file below the newest row has none', () => {
  const problem = (label: string, version: string, name: string) => ({
    kind: 'out-of-order',
    version,
    name,
    code: 'GODWIT_HISTORY_OUT_OF_ORDER',
    message: `${label} is not applied, but the newer 003_email is: it was probably merged late.`,
    database: 'The database is unchanged.',
    next: [
      'To run it now, out of order: godwit up --allow-out-of-order',
      'To give it a new version after the newest: godwit check --fix',
      `To record it as applied without running it: godwit repair --accept ${version}`,
    ],
  })
  expect(
    report([one, two, three, sqlMigration('004_more', '')], [recordOf('003_email')]).problems,
  ).toEqual([problem('001_users', '001', 'users'), problem('002_orders', '002', 'orders')])
})

test('out of order: what only-if leaves out is not', () => {
  expect(report([one, two, three], [recordOf('003_email')], {}, ['1', '2']).problems).toEqual([])
})

test('bytes: a note, no problem', () => {
  expect(report([one], [recordOf('001_users')], { '001_users': 'bytes' })).toEqual({
    problems: [],
    notes: [
      "001_users: the file's bytes have changed since it was applied (line ends, comments or blanks), but not what runs.",
    ],
  })
})

test('several at once: rows in their order, then what is out of order', () => {
  const { problems } = report(
    [one, two, three],
    [recordOf('002_orders'), recordOf('0025_gone'), recordOf('026_newer')],
    { '002_orders': 'edited' },
  )
  expect(problems.map(({ kind, version }) => `${kind} ${version}`)).toEqual([
    'edited 002',
    'unknown 0025',
    'unknown 026',
    'out-of-order 001',
    'out-of-order 003',
  ])
})

test('each problem carries its record and its file, as far as there are any', () => {
  const record = recordOf('001_users')
  const { problems } = verifyHistory(
    catalogOf(one, two),
    [record, recordOf('003_x')],
    comparing({ '001_users': 'edited' }),
  )
  expect(
    problems.map((problem) => [problem.kind, problem.record?.version, problem.migration?.label]),
  ).toEqual([
    ['edited', '001', '001_users'],
    ['unknown', '003', undefined],
    ['out-of-order', undefined, '002_orders'],
  ])
})
