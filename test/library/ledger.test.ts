import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseVersion, systemClock, thisProcess, type LockHolder } from '../../src/core/index.ts'
import { openConnection, type Connection } from '../../src/dialect/index.ts'
import {
  breakLease,
  claimLease,
  createLedger,
  dropLease,
  LEASE_MS,
  LedgerWriter,
  lockName,
  readEvents,
  readHead,
  readLease,
  readMark,
  readState,
  renewLease,
  type JournalPart,
} from '../../src/ledger/index.ts'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

const PRODUCTS = [
  'SQLite',
  ...(hasPostgres() ? ['PostgreSQL'] : []),
  ...(mariadbServer() === null ? [] : ['MariaDB']),
]
const OPTIONS = {
  access: 'write',
  connectTimeoutMs: 10_000,
  applicationName: 'godwit test',
  occupiedWaitMs: 0,
  onOccupied: () => undefined,
} as const
/** How somebody claims the row who has the session's lock already, and somebody for whom the row is the lock. */
const SESSION = { leaseMs: undefined }
const LEASE = { leaseMs: LEASE_MS }
const part = (version: string, step: number, digit: string): JournalPart => ({
  version: parseVersion(version),
  direction: 'up',
  step,
  hash: digit.repeat(64),
})
const ONE = { version: parseVersion('001'), name: 'users' }

describe.each(PRODUCTS)('%s', (product) => {
  const closing: (() => PromiseLike<void>)[] = []
  let connection: Connection
  let url = ''
  const naming = () => connection.dialect.ledgerSql.defaultNaming
  /** Each test has a history of its own. */
  const lockOf = (service: string): string => lockName(naming(), service)

  beforeAll(async () => {
    const place =
      product === 'SQLite'
        ? await tempDir('ledger')
        : product === 'MariaDB'
          ? await createMysqlDatabase()
          : await createDatabase()
    url = 'url' in place ? place.url : `sqlite:${place.join('app.db')}`
    connection = await openConnection(url, OPTIONS)
    closing.push(
      () => connection.close(),
      () => place[Symbol.asyncDispose](),
    )
    await createLedger(connection, naming())
  })
  afterAll(async () => {
    for (const close of closing) await close()
  })

  async function claim(
    service: string,
    asked: Parameters<typeof claimLease>[4] = SESSION,
  ): Promise<number | undefined> {
    const claimant = { ...thisProcess(), actor: 'anna@build', doing: 'godwit up' }
    return claimLease(connection, naming(), lockOf(service), claimant, asked)
  }

  async function holderOf(service: string): Promise<LockHolder> {
    const lease = await readLease(connection, naming(), lockOf(service))
    if (lease?.holder === undefined) throw new Error('The lease is held.')
    return lease.holder
  }

  async function writerOf(service: string, token: number): Promise<LedgerWriter> {
    const who = { service, lockName: lockOf(service), token, renews: false, actor: 'anna@build' }
    return new LedgerWriter(
      connection,
      naming(),
      { ...who, runId: `run ${token}`, toolVersion: '1.0.0' },
      await readHead(connection, naming(), service),
      systemClock,
    )
  }

  const journalOf = async (service: string) =>
    (await readState(connection, naming(), service)).journal.map(({ version, step }) => [
      version,
      step,
    ])

  const bob = (service: string) => ({
    service,
    lockName: lockOf(service),
    actor: 'bob@desk',
    runId: 'breaking',
    toolVersion: '1.0.0',
  })

  test('creating the ledger again changes nothing, and one without meta is completed', async () => {
    const { ledgerSql } = connection.dialect
    const meta = ledgerSql.table(naming(), 'meta')
    const read = () => connection.query(`SELECT * FROM ${meta} ORDER BY 1`)
    const made = await read()
    const mark = await readMark(connection)
    // A SQLite file has no mark: a copy of it is the same.
    expect(mark === '').toBe(product === 'SQLite')
    expect(made).toEqual([
      ...(mark === '' ? [] : [{ key: 'created_on', value: mark }]),
      { key: 'format', value: '1' },
    ])
    await createLedger(connection, naming())
    expect(await read()).toEqual(made)
    await connection.execute(`DROP TABLE ${meta}`)
    expect((await readState(connection, naming(), 'default')).initialized).toBe(false)
    await createLedger(connection, naming())
    expect(await read()).toEqual(made)
    expect((await readState(connection, naming(), 'default')).initialized).toBe(true)
  })

  test('several processes may create it at once', async () => {
    const { defaultNaming } = connection.dialect.ledgerSql
    const crowded =
      defaultNaming.schema === undefined
        ? { ...defaultNaming, prefix: 'crowd_' }
        : { ...defaultNaming, schema: 'crowd' }
    const meta = connection.dialect.ledgerSql.table(crowded, 'meta')
    const create = async (): Promise<void> => {
      await using other = await openConnection(url, OPTIONS)
      await createLedger(other, crowded)
    }
    await Promise.all(Array.from({ length: 10 }, create))
    const rows = await connection.query(`SELECT * FROM ${meta}`)
    expect(rows.filter(({ key }) => key === 'format')).toEqual([{ key: 'format', value: '1' }])
  })

  const leaseOf = (service: string) => readLease(connection, naming(), lockOf(service))

  test('a lease is claimed, refused while it beats, and taken from the dead and the late', async () => {
    expect(await leaseOf('claims')).toBeUndefined()
    expect(await claim('claims', LEASE)).toBe(1)
    expect(await leaseOf('claims')).toMatchObject({
      state: 'beating',
      token: 1,
      holder: { actor: 'anna@build', doing: 'godwit up', token: 1 },
    })
    for (const asked of [LEASE, SESSION, { ...LEASE, deadToken: 7 }])
      expect(await claim('claims', asked)).toBeUndefined()
    expect(await claim('claims', { ...LEASE, deadToken: 1 })).toBe(2)
    expect(await claim('claims', { ...LEASE, leaseMs: -1000, deadToken: 2 })).toBe(3)
    expect(await leaseOf('claims')).toMatchObject({ state: 'over', holder: { token: 3 } })
    expect(await claim('claims', LEASE)).toBe(4)
    await dropLease(connection, naming(), lockOf('claims'), 3)
    expect(await holderOf('claims')).toMatchObject({ token: 4 })
    await dropLease(connection, naming(), lockOf('claims'), 4)
    expect(await leaseOf('claims')).toEqual({ state: 'free', token: 4, holder: undefined })
    expect(await claim('claims', LEASE)).toBe(5)
  })

  test('the row of a session is free for whoever has the lock of theirs', async () => {
    expect(await claim('sessions')).toBe(1)
    expect(await leaseOf('sessions')).toMatchObject({ state: 'session', holder: { token: 1 } })
    expect(await claim('sessions')).toBe(2)
    expect(await claim('sessions', LEASE)).toBe(3)
    expect(await claim('sessions')).toBeUndefined()
  })

  test('a claim of a row that somebody has claimed since it was read is refused', async () => {
    expect(await claim('seen', { ...LEASE, seenToken: 0 })).toBe(1)
    await dropLease(connection, naming(), lockOf('seen'), 1)
    for (const seenToken of [0, 2])
      expect(await claim('seen', { ...LEASE, seenToken })).toBeUndefined()
    expect(await claim('seen', { ...LEASE, seenToken: 1 })).toBe(2)
    expect(await claim('seen', { ...LEASE, seenToken: 2 })).toBeUndefined()
    expect(await claim('seen', { ...LEASE, seenToken: 2, deadToken: 2 })).toBe(3)
  })

  test('a lease is prolonged by whoever has it, and by nobody else', async () => {
    await claim('beats', { leaseMs: -1000 })
    const renew = (token: number) =>
      renewLease(connection.dialect, connection, naming(), lockOf('beats'), token)
    expect(await renew(2)).toBe(false)
    expect(await leaseOf('beats')).toMatchObject({ state: 'over' })
    expect(await renew(1)).toBe(true)
    expect(await leaseOf('beats')).toMatchObject({ state: 'beating' })
    await dropLease(connection, naming(), lockOf('beats'), 1)
    expect(await renew(1)).toBe(false)
  })

  test('whoever lost the lock can write no event and no journal, and clear none', async () => {
    const mine = await writerOf('fence', (await claim('fence')) ?? 0)
    expect(await mine.writeIntent(part('001', 1, 'a'), null)).toBeUndefined()
    const theirs = await writerOf('fence', (await claim('fence')) ?? 0)
    expect(await theirs.write(theirs.done(part('001', 2, 'a')))).toBeUndefined()
    expect(await mine.write(mine.told('up', ONE, 'failed', {}))).toMatchObject({
      error: { kind: 'constraint' },
    })
    expect(await mine.writeIntent(part('001', 2, 'a'), null)).toMatchObject({
      error: { kind: 'constraint' },
    })
    expect(await mine.write(mine.clearJournal(ONE))).toBeUndefined()
    expect(await journalOf('fence')).toEqual([
      ['001', 1],
      ['001', 2],
    ])
    expect(await readEvents(connection, naming(), 'fence')).toEqual([])
    expect(await theirs.write(theirs.clearJournal(ONE, 1))).toBeUndefined()
    expect(await journalOf('fence')).toEqual([['001', 2]])
  })

  test('the journal is written over and cleared by any spelling of the version', async () => {
    const writer = await writerOf('journal', (await claim('journal')) ?? 0)
    await writer.writeIntent(part('001', 1, 'a'), 'absent')
    await writer.write(writer.done(part('001', 1, 'b')), writer.done(part('0010', 1, 'c')))
    const { journal } = await readState(connection, naming(), 'journal')
    expect(journal).toMatchObject([
      { version: '001', step: 1, statementHash: 'b'.repeat(64), state: 'done', writtenOn: '' },
      { version: '0010' },
    ])
    await writer.write(writer.clearJournal({ version: parseVersion('1') }))
    expect(await journalOf('journal')).toEqual([['0010', 1]])
  })

  test('rows that are written together are all there or none is', async () => {
    const writer = await writerOf('together', (await claim('together')) ?? 0)
    const first = writer.applied(ONE, null, { durationMs: 1 })
    const again = writer.applied(ONE, null, { durationMs: 2, head: first.head })
    expect(await writer.write(first, again)).toMatchObject({ error: { kind: 'constraint' } })
    expect(writer.head).toEqual({ seq: 0, hash: '' })
    expect((await readState(connection, naming(), 'together')).records).toEqual([])
    expect(await writer.write(first)).toBeUndefined()
    expect(writer.head).toEqual(first.head)
  })

  test('a broken lease is free, its holder fenced, and the trail says whose it was and who broke it', async () => {
    const token = (await claim('broken')) ?? 0
    const writer = await writerOf('broken', token)
    await writer.write(writer.applied(ONE, null, { durationMs: 1 }))
    const holder = await holderOf('broken')
    expect(await breakLease(connection, naming(), bob('broken'), holder, systemClock)).toBe(true)
    expect(await leaseOf('broken')).toMatchObject({ state: 'free', holder: undefined })
    expect(await writer.write(writer.reverted(ONE))).toMatchObject({
      error: { kind: 'constraint' },
    })
    const events = await readEvents(connection, naming(), 'broken')
    expect(events).toMatchObject([
      { seq: 1, action: 'up' },
      {
        seq: 2,
        action: 'unlock',
        actor: 'bob@desk',
        version: '',
        outcome: 'done',
        detail: { holder: { actor: 'anna@build', pid: process.pid, doing: 'godwit up' } },
      },
    ])
    expect(await claim('broken', LEASE)).toBe(token + 2)
  })

  test('a lease that was given back by now is not broken', async () => {
    const token = (await claim('ended')) ?? 0
    const holder = await holderOf('ended')
    await dropLease(connection, naming(), lockOf('ended'), token)
    expect(await breakLease(connection, naming(), bob('ended'), holder, systemClock)).toBe(false)
    expect(await readEvents(connection, naming(), 'ended')).toEqual([])
  })

  test('a lease that another process has by now is not broken', async () => {
    await claim('moved')
    const holder = await holderOf('moved')
    await claim('moved')
    expect(await breakLease(connection, naming(), bob('moved'), holder, systemClock)).toBe(false)
    expect(await holderOf('moved')).toMatchObject({ token: 2 })
    expect(await readEvents(connection, naming(), 'moved')).toEqual([])
  })
})
