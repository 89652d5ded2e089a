import { expect, test } from 'vitest'
import { parseVersion, type AuditEvent, type MigrationRecord } from '#core'
import { chainEvent, EMPTY_CHAIN, findBreak, type NewEvent } from './chain.ts'
import { findUntold } from './trail.ts'

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
  ['forced', [{ action: 'force', detail: { record: 'added' } }], [record('1')]],
  ['forced away', [{ action: 'up' }, { action: 'force', detail: { record: 'removed' } }], []],
  ['a baseline', [{ action: 'baseline', detail: { record: 'added' } }], [record('1')]],
  [
    'an accepted edit leaves the record to its run',
    [{ action: 'up' }, { action: 'repair', run: 'r2', detail: { accepted: 'abc' } }],
    [record('1')],
  ],
  [
    'an unlock is about no migration',
    [{ action: 'up' }, { action: 'unlock', version: '' }],
    [record('1')],
  ],
])('the trail tells of every record: %s', (_what, told, records) => {
  expect(findUntold(trail(...told), records)).toEqual([])
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
    expect(findUntold(events, records)).toEqual([{ version: '1', name: 'x' }])
  },
)

test('the loss of a last event that changed no record is not seen', () => {
  const events = trail({ action: 'up' }, { action: 'down', outcome: 'failed' })
  expect(findUntold(events.slice(0, 1), [record('1')])).toEqual([])
})
