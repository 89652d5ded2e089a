import { expect, test } from 'vitest'
import { parseVersion, type AuditEvent, type MigrationRecord } from '#core'
import { chainEvent, EMPTY_CHAIN, findBreak, type NewEvent } from './chain.ts'
import { compareTrail } from './trail.ts'

type Told = Pick<NewEvent, 'action'> & {
  readonly version?: string
  readonly run?: string
  readonly outcome?: 'failed'
  readonly detail?: NewEvent['detail']
}

function trail(...told: readonly Told[]): AuditEvent[] {
  const events: AuditEvent[] = []
  for (const { action, version = '1', run = 'r1', outcome = 'done', detail = {} } of told)
    events.push(
      chainEvent(events.at(-1) ?? EMPTY_CHAIN, {
        at: new Date(0),
        actor: 'anna@build',
        service: 'default',
        runId: run,
        action,
        version: version === '' ? '' : parseVersion(version),
        name: 'x',
        outcome,
        detail,
      }),
    )
  return events
}

function record(version: string, runId = 'r1'): MigrationRecord {
  return {
    service: 'default',
    version: parseVersion(version),
    name: 'x',
    checksum: null,
    origin: 'run',
    appliedAt: new Date(0),
    durationMs: 0,
    runId,
    appliedBy: 'anna@build',
    toolVersion: '1.0.0',
  }
}

test.each<[what: string, told: readonly Told[], records: readonly MigrationRecord[]]>([
  ['nothing has happened', [], []],
  ['applied', [{ action: 'up' }], [record('1')]],
  ['the file was renamed since', [{ action: 'up' }], [record('001')]],
  ['rolled back', [{ action: 'up' }, { action: 'down', run: 'r2' }], []],
  [
    'rolled back and applied again',
    [{ action: 'up' }, { action: 'down', run: 'r2' }, { action: 'up', run: 'r3' }],
    [record('1', 'r3')],
  ],
  ['failed', [{ action: 'up', outcome: 'failed' }], []],
  [
    'failed on the way down',
    [{ action: 'up' }, { action: 'down', outcome: 'failed' }],
    [record('1')],
  ],
  [
    'forced',
    [{ action: 'force', detail: { record: 'added' } }],
    [{ ...record('1'), origin: 'force' }],
  ],
  ['forced away', [{ action: 'up' }, { action: 'force', detail: { record: 'removed' } }], []],
  [
    'a baseline',
    [{ action: 'baseline', detail: { record: 'added' } }],
    [{ ...record('1'), origin: 'baseline' }],
  ],
  [
    'an accepted edit leaves the record to its run',
    [{ action: 'up' }, { action: 'repair', run: 'r2', detail: { accepted: null } }],
    [record('1')],
  ],
  [
    'a person vouches for a record that no event tells of',
    [
      {
        action: 'repair',
        run: 'r2',
        detail: { accepted: null, runId: 'r1', origin: 'run', appliedBy: 'anna@build' },
      },
    ],
    [record('1')],
  ],
  [
    'an unlock is about no migration',
    [{ action: 'up' }, { action: 'unlock', version: '' }],
    [record('1')],
  ],
])('the trail tells of every record: %s', (_what, told, records) => {
  expect(compareTrail(trail(...told), records)).toEqual({ untold: [], changed: [] })
})

test.each<[what: string, told: readonly Told[], records: readonly MigrationRecord[]]>([
  ['applied, and its event cut off', [], [record('1')]],
  ['rolled back, and its event cut off', [{ action: 'up' }], []],
  ['applied again, and both last events cut off', [{ action: 'up' }], [record('1', 'r3')]],
  ['forced, and its event cut off', [{ action: 'up', outcome: 'failed' }], [record('1')]],
])(
  'a trail whose end was cut off is whole in itself, but does not tell of the record: %s',
  (_what, told, records) => {
    const events = trail(...told)
    expect(findBreak(events)).toBeUndefined()
    expect(compareTrail(events, records)).toEqual({
      untold: [{ version: '1', name: 'x' }],
      changed: [],
    })
  },
)

test('the loss of a last event that changed no record is not seen', () => {
  const events = trail({ action: 'up' }, { action: 'down', outcome: 'failed' })
  expect(compareTrail(events.slice(0, 1), [record('1')]).untold).toEqual([])
})

const CHECKSUM = { algorithm: 1, bytes: 'b', meaning: 'm' } as const
const WITH_CHECKSUM = { action: 'up', detail: { checksum: { bytes: 'b', meaning: 'm' } } } as const

test.each<[what: string, told: Told, change: Partial<MigrationRecord>, columns: string[]]>([
  ['nothing', WITH_CHECKSUM, { checksum: CHECKSUM }, []],
  ['what no event repeats', WITH_CHECKSUM, { checksum: CHECKSUM, durationMs: 7 }, []],
  ['its name', { action: 'up' }, { name: 'y' }, ['name']],
  ['its bytes', WITH_CHECKSUM, { checksum: { ...CHECKSUM, bytes: 'other' } }, ['checksum_bytes']],
  [
    'the checksum removed',
    WITH_CHECKSUM,
    { checksum: null },
    ['checksum_bytes', 'checksum_meaning'],
  ],
  [
    'a checksum where there was none',
    { action: 'up', detail: { checksum: null } },
    { checksum: CHECKSUM },
    ['checksum_bytes', 'checksum_meaning'],
  ],
  [
    'whence and by whom',
    { action: 'up' },
    { origin: 'force', appliedBy: 'me' },
    ['origin', 'applied_by'],
  ],
])('the trail shows what was changed in a record by hand: %s', (_what, told, change, columns) => {
  const { changed } = compareTrail(trail(told), [{ ...record('1'), ...change }])
  expect(changed.map((one) => one.columns)).toEqual(columns.length === 0 ? [] : [columns])
})
