import type { Migrator, RunResult } from '#engine'
import type { ConcurrencyHarness } from './harness.ts'
import { equal, promise, type ContractCase, type Scene } from './scene.ts'

/** One promise about several migrators at once. */
export type ConcurrencyCase = ContractCase<ConcurrencyHarness>

/**
 * What every database product must keep when several migrators are at work, as cases for any test runner. A case that says
 * nothing about a product tells why with `lacking`.
 *
 * @example
 * for (const { name, run, lacking } of concurrencyContract())
 *   test(name, { skip: lacking?.(harness) }, () => run(harness))
 */
export function concurrencyContract(): readonly ConcurrencyCase[] {
  return CASES
}

/** How many migrators start at once; where they can only come one after the other, fewer tell the same. */
function sizeOfCrowd({ opensOnce: once }: ConcurrencyHarness): number {
  return once === true ? 3 : 8
}

const CASES: readonly ConcurrencyCase[] = [
  promise('many that start at once make the ledger once', async (scene, harness) => {
    const crowd = Array.from({ length: sizeOfCrowd(harness) }, async () => {
      await using migrator = scene.migrator()
      await migrator.initialize()
    })
    await Promise.all(crowd)
    await using migrator = scene.migrator()
    equal((await migrator.status()).initialized, true)
  }),
  promise(
    'of many that start at once one applies each migration once, and all end well',
    async (scene, harness) => {
      await scene.pair(1)
      for (const version of ['002', '003', '004'])
        await scene.write(`${version}_row.up.sql`, 'INSERT INTO t1 VALUES (1);\n')
      const crowd = Array.from({ length: sizeOfCrowd(harness) }, async () => {
        await using migrator = scene.migrator()
        return await migrator.up()
      })
      const results = await Promise.all(crowd)
      equal(results.map((result) => (result.ok ? result.status : result.error.code)).toSorted(), [
        'done',
        ...Array.from({ length: crowd.length - 1 }, () => 'nothing'),
      ])
      equal(results.flatMap(versionsIn), ['001', '002', '003', '004'])
      equal(await scene.countRows('t1'), 3)
      await expectWhole(scene, ['up 001', 'up 002', 'up 003', 'up 004'])
    },
  ),
  promise('while one migrates, another skips or fails when told to', async (scene) => {
    await scene.waiting('001_wait')
    await using holder = scene.migrator()
    const run = holder.up()
    await scene.begun('001_wait', run)
    const statuses: string[] = []
    for (const ifLocked of ['skip', 'fail'] as const) {
      await using other = scene.migrator({ lock: { ifLocked } })
      const result = await other.up()
      statuses.push(result.ok ? result.status : result.error.code)
    }
    equal(statuses, ['skipped', 'GODWIT_LOCKED'])
    await scene.letGo('001_wait')
    equal((await run).status, 'done')
    await holder.close()
    await expectWhole(scene, ['up 001'])
  }),
  promise('a waiter goes on as soon as the lock is free', async (scene) => {
    await scene.waiting('001_wait')
    await using holder = scene.migrator()
    const run = holder.up()
    await scene.begun('001_wait', run)
    // The holder has read its files: this one is the waiter's.
    await scene.pair(2)
    await using waiter = scene.migrator()
    const waits = hearsWaiting(waiter)
    const later = waiter.up()
    await Promise.race([waits, later])
    await scene.letGo('001_wait')
    equal(versionsIn(await run), ['001'])
    await holder.close()
    equal(versionsIn(await later), ['002'])
    await waiter.close()
    await expectWhole(scene, ['up 001', 'up 002'])
  }),
  unless(
    opensOnce,
    promise(
      'a waiter leaves when the work is done, though the lock is still held',
      async (scene) => {
        await scene.waiting('001_wait')
        await scene.waiting('002_long')
        await using holder = scene.migrator()
        const run = holder.up()
        await scene.begun('001_wait', run)
        await using waiter = scene.migrator()
        const waits = hearsWaiting(waiter)
        const later = waiter.upTo('001')
        await Promise.race([waits, later])
        await scene.letGo('001_wait')
        const left = await later
        equal([left.status, left.status === 'nothing' && left.waited], ['nothing', true])
        equal((await waiter.unlock()).status, 'held')
        await scene.letGo('002_long')
        equal(versionsIn(await run), ['001', '002'])
        await expectWhole(scene, ['up 001', 'up 002'])
      },
    ),
  ),
  unless(
    opensOnce,
    promise('whoever lost the lock to another writes nothing any more', async (scene) => {
      await scene.pair(1)
      await scene.waiting('002_wait', { head: "export const transaction = 'none'" })
      await scene.pair(3)
      await using holder = scene.migrator()
      const run = holder.up()
      await scene.begun('002_wait', run)
      await using other = scene.migrator()
      equal((await other.unlock({ force: true })).status, 'released')
      await scene.letGo('002_wait')
      equal((await run).ok, false)
      await holder.close()
      equal(await scene.hasTable('t3'), false)
      await expectWhole(scene, ['up 001', 'unlock '])
      // What became of code outside a transaction only a person can tell.
      await other.repair({ redo: ['002:1'] })
      equal(versionsIn(await other.up()), ['002', '003'])
      await expectWhole(scene, ['up 001', 'unlock ', 'repair 002', 'up 002', 'up 003'])
    }),
  ),
  unless(
    (harness) => opensOnce(harness) ?? oneWriter(harness),
    promise('a migration whose lock was taken away leaves no trace', async (scene) => {
      await scene.pair(1)
      await scene.waiting('002_wait', { first: 'INSERT INTO t1 VALUES (1)' })
      await using holder = scene.migrator()
      const run = holder.up()
      await scene.begun('002_wait', run)
      await using other = scene.migrator()
      equal((await other.unlock({ force: true })).status, 'released')
      await scene.letGo('002_wait')
      equal((await run).ok, false)
      await holder.close()
      equal(await scene.countRows('t1'), 0)
      await expectWhole(scene, ['up 001', 'unlock '])
      equal(versionsIn(await other.up()), ['002'])
      equal(await scene.countRows('t1'), 1)
      await expectWhole(scene, ['up 001', 'unlock ', 'up 002'])
    }),
  ),
  unless(
    ({ victim }) => (victim === undefined ? 'the harness cannot let a migrator die' : undefined),
    promise('after a holder that died the next one goes on', async (scene, harness) => {
      await scene.pair(1)
      await scene.waiting('002_wait', { first: 'INSERT INTO t1 VALUES (1)' })
      await using victim = await harness.victim?.(scene.address, scene.dir)
      await scene.begun('002_wait')
      await victim?.die()
      await scene.letGo('002_wait')
      await using next = scene.migrator()
      equal(versionsIn(await next.up()), ['002'])
      await next.close()
      equal(await scene.countRows('t1'), 1)
      await expectWhole(scene, ['up 001', 'up 002'])
    }),
  ),
  promise('the lock is free after a run, whatever its outcome', async (scene) => {
    await scene.write('001_broken.up.sql', 'INSERT INTO no_such_table VALUES (1);\n')
    await using migrator = scene.migrator()
    await migrator.up()
    equal((await migrator.unlock()).status, 'free')
  }),
]

function unless(
  lacking: NonNullable<ConcurrencyCase['lacking']>,
  one: ConcurrencyCase,
): ConcurrencyCase {
  return { ...one, lacking }
}

function opensOnce({ opensOnce: once }: ConcurrencyHarness): string | undefined {
  return once === true ? 'only one migrator at a time can open the database' : undefined
}

function oneWriter({ oneWriter: one }: ConcurrencyHarness): string | undefined {
  return one === true ? 'an open transaction keeps every other writer out' : undefined
}

/** Resolves when a migrator says that it waits for the lock. */
function hearsWaiting(migrator: Migrator): Promise<void> {
  return new Promise((resolve) => void migrator.on('lock.waiting', () => resolve()))
}

/** The versions that a run took; for one that did not end well its error. */
function versionsIn(result: RunResult): readonly unknown[] {
  if (!result.ok) return [result.error]
  return result.status === 'done' ? result.steps.map(({ version }) => version) : []
}

/** The audit trail is whole and tells exactly this, and the lock is free. */
async function expectWhole(scene: Scene, told: readonly string[]): Promise<void> {
  await using migrator = scene.migrator()
  equal(
    (await migrator.history()).map(({ action, version, outcome }) =>
      outcome === 'done' ? `${action} ${version}` : `${action} ${version} ${outcome}`,
    ),
    told,
  )
  equal((await migrator.verifyHistory()).ok, true)
  equal((await migrator.unlock()).status, 'free')
}
