import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { hasPgbouncer, throughPgbouncer } from '../setup/pgbouncer.ts'
import { CONCURRENTLY, LINES, linesOf, startTogether, versionsOf } from './crowd.ts'
import { type Ended, type Ground, ground, type Running, WAITS, waits } from './ground.ts'

/** The words of a command that goes through the pooler. */
function pooled(here: Ground, words: string): string {
  return `${words} --url ${throughPgbouncer(here.url)}`
}

/** The option as godwit repeats it, see {@link seen}. */
function urlOption({ url }: Ground): string {
  return `--url 'postgres://godwit_test:•••@POOLER${new URL(url).pathname}'`
}

/** What a person sees, without the numbers that differ from run to run. */
function seen({ exit, stdout, stderr }: Ended, here: Ground, holder?: Running): string {
  const place = new URL(throughPgbouncer(here.url)).host
  return `exit ${exit}\n${stdout}${stderr}`
    .replaceAll(place, 'POOLER')
    .replaceAll(`process ${holder?.pid}`, 'process HOLDER')
    .replaceAll(hostname(), 'HOST')
}

const WARNING =
  "warning: POOLER is a connection pooler, where the lock of a session does not hold: godwit's lock is a row with a heartbeat here. To lock as usual, give the address of the server itself: directUrl in the configuration.\n"

/** A lease whose process stopped giving signs of life more than its time ago. */
const AGE = `UPDATE godwit.lease SET heartbeat = 1, expires = 2 WHERE expires > 1`

describe.skipIf(!hasPgbouncer())('PostgreSQL through PgBouncer', () => {
  test('half of a crowd goes through the pooler, half goes directly, and each migration runs once', async () => {
    await using here = await ground('PostgreSQL', { ...LINES, '007_index.up.sql': CONCURRENTLY })
    const all = await startTogether(here, (index) => (index % 2 === 0 ? 'up' : pooled(here, 'up')))
    expect(all.map(({ exit }) => exit)).toEqual(all.map(() => 0))
    expect(await linesOf(here)).toEqual([
      ...['002', '003', '004', '005', '006', '007'],
      '007 behind the index',
    ])
    expect(await versionsOf(here)).toEqual(['001', '002', '003', '004', '005', '006', '007'])
    expect((await here.godwit('history --verify')).stdout).toBe(
      'The history is whole: 7 events, none changed or removed.\n',
    )
    expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
    expect(all.filter(({ stdout }) => stdout.startsWith('Applied ')).length).toBe(1)
  }, 240_000)

  test('all of a crowd goes through the pooler', async () => {
    await using here = await ground('PostgreSQL', LINES)
    const all = await startTogether(here, () => pooled(here, 'up'))
    expect(all.map(({ exit }) => exit)).toEqual(all.map(() => 0))
    expect(await linesOf(here)).toEqual(['002', '003', '004', '005', '006'])
    expect(all.filter(({ stdout }) => stdout.startsWith('Applied ')).length).toBe(1)
  }, 240_000)

  test('killed with SIGKILL: the next process on this machine goes on at once', async () => {
    await using here = await ground('PostgreSQL', { '001_wait.mjs': WAITS })
    const victim = here.start(pooled(here, 'up'))
    await here.seen('begun')
    await victim.kill()
    await writeFile(here.join('go'), '')
    expect(seen(await here.godwit(pooled(here, 'up --if-locked fail')), here)).toBe(
      `exit 0\nApplied 1 migration in N ms. The database is at 001_wait.\n${WARNING}  applied 001_wait  N ms\n`,
    )
    expect(await versionsOf(here)).toEqual(['001'])
  })

  test('killed on another machine: the lease runs out first, also for who connects directly', async () => {
    await using here = await ground('PostgreSQL', { '001_wait.mjs': WAITS })
    const victim = here.start(pooled(here, 'up'))
    await here.seen('begun')
    await victim.kill()
    await here.query(
      `UPDATE godwit.lease SET holder = '{"actor":"ann@far","host":"far","pid":77,"doing":"godwit up"}'`,
    )
    await writeFile(here.join('go'), '')
    for (const words of [pooled(here, 'up --if-locked fail'), 'up --if-locked fail'])
      expect((await here.godwit(words)).exit).toBe(4)
    const held = 'The migration lock is held by ann@far (process 77, godwit up) since TIME'
    expect(seen(await here.godwit('unlock'), here)).toBe(
      `exit 4\n${held}, last heartbeat TIME.\nWait for it to end. To take the lock away: godwit unlock --force\n`,
    )
    await here.query(AGE)
    expect((await here.godwit('unlock')).stdout).toContain(
      'It gives no sign of life; the next run takes the lock by itself.',
    )
    expect((await here.godwit('up --if-locked fail')).exit).toBe(0)
    expect(await versionsOf(here)).toEqual(['001'])
  })

  test('paused until its lease had run out: it wakes up and can write nothing', async () => {
    await using here = await ground('PostgreSQL', {
      '001_lines.up.sql': 'CREATE TABLE lines (version text NOT NULL);\n',
      '002_wait.mjs': waits(`await db.execute("INSERT INTO lines VALUES ('002')")`),
    })
    const sleeper = here.start(pooled(here, 'up'))
    await here.seen('begun')
    sleeper.child.kill('SIGSTOP')
    await here.query(AGE)
    await writeFile(here.join('go'), '')
    expect((await here.godwit(pooled(here, 'up'))).exit).toBe(0)
    sleeper.child.kill('SIGCONT')
    expect(seen(await sleeper.done, here)).toBe(`exit 3
${WARNING}  applied 001_lines  N ms
  failed 002_wait
error: GODWIT_FENCED: 002_wait was not recorded: another process has taken the migration lock since this one held it.
database: This process wrote nothing after it lost the lock. Before it, 1 migration was applied in this run.
next: See what the other process did: godwit ${urlOption(here)} status
`)
    expect(await linesOf(here)).toEqual(['002'])
    expect((await here.godwit('history --verify')).stdout).toBe(
      'The history is whole: 2 events, none changed or removed.\n',
    )
  })

  test('a holder behind the pooler is shown, and the lock can be taken away', async () => {
    await using here = await ground('PostgreSQL', { '001_wait.mjs': WAITS })
    const holder = here.start(pooled(here, 'up'))
    await here.seen('begun')
    const shown = 'The migration lock is held by USER (process HOLDER, godwit up) since TIME'
    expect(seen(await here.godwit(pooled(here, 'unlock')), here, holder)).toBe(
      `exit 4\n${shown}, last heartbeat TIME.\nWait for it to end. To take the lock away: godwit ${urlOption(here)} unlock --force\n`,
    )
    expect(await here.json('unlock')).toMatchObject({ status: 'held', alive: true, by: 'lease' })
    expect((await here.godwit('unlock --force --yes')).exit).toBe(0)
    await writeFile(here.join('go'), '')
    const { exit, stderr } = await holder.done
    expect([exit, stderr.includes('GODWIT_FENCED')]).toEqual([3, true])
    expect((await here.godwit(pooled(here, 'up'))).exit).toBe(0)
  })

  test('with directUrl the pooler is not used at all', async () => {
    await using here = await ground('PostgreSQL', { ...LINES, '007_index.up.sql': CONCURRENTLY })
    const limits = { timeouts: { statement: '1m', lock: '10s' } }
    const config = { url: throughPgbouncer(here.url), ...limits }
    const write = (value: object): Promise<void> =>
      writeFile(here.join('godwit.config.json'), JSON.stringify(value))
    await write(config)
    const refused = await here.godwit('up')
    expect([refused.exit, refused.stderr.includes('error: GODWIT_POOLER: 007_index')]).toEqual([
      2,
      true,
    ])
    await write({ ...config, directUrl: here.url })
    const done = await here.godwit('up')
    expect([done.exit, done.stderr.includes('warning')]).toEqual([0, false])
    expect((await here.query('SELECT expires::int FROM godwit.lease'))[0]).toEqual({ expires: 0 })
  })
})
