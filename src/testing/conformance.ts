import type { ConformanceHarness } from './harness.ts'
import { ending, equal, promise, type ContractCase } from './scene.ts'

/** One promise of every product. `run` rejects with a message that says what was broken. */
export type ConformanceCase = ContractCase<ConformanceHarness>

/**
 * The promises that every database product must keep, as cases for any test runner.
 *
 * @example
 * for (const { name, run } of dialectConformance()) test(name, () => run(harness))
 */
export function dialectConformance(): readonly ConformanceCase[] {
  return CASES
}

const CASES: readonly ConformanceCase[] = [
  promise('applies all pending migrations in order and records each', async (scene) => {
    for (const number of [1, 2, 3]) await scene.pair(number)
    await using migrator = scene.migrator()
    const result = await migrator.up()
    equal(
      result.ok && result.status === 'done' ? result.steps.map((step) => step.version) : result,
      ['001', '002', '003'],
    )
    equal(
      (await migrator.applied()).map((record) => record.name),
      ['t1', 't2', 't3'],
    )
    equal(await scene.hasTable('t3'), true)
  }),
  promise('has nothing to do the second time', async (scene) => {
    await scene.pair(1)
    await using migrator = scene.migrator()
    await migrator.up()
    equal((await migrator.up()).status, 'nothing')
  }),
  promise('rolls back the last migration and only that', async (scene) => {
    for (const number of [1, 2]) await scene.pair(number)
    await using migrator = scene.migrator()
    await migrator.up()
    equal((await migrator.down()).status, 'done')
    equal([await scene.hasTable('t1'), await scene.hasTable('t2')], [true, false])
    equal(await migrator.currentVersion(), '001')
  }),
  promise('a migration that fails leaves no trace, and those before it stay', async (scene) => {
    await scene.pair(1)
    await scene.write(
      '002_broken.up.sql',
      'INSERT INTO t1 VALUES (1);\nINSERT INTO no_such_table VALUES (1);\n',
    )
    await using migrator = scene.migrator()
    equal(ending(await migrator.up()), ['failed', 'unchanged'])
    equal([await scene.hasTable('t1'), await scene.countRows('t1')], [true, 0])
    equal(
      (await migrator.applied()).map((record) => record.version),
      ['001'],
    )
  }),
  promise(
    'a definition is taken back with its file where it can, else the run goes on behind it',
    async (scene, harness) => {
      const half = harness.sql.createTable('half')
      await scene.write('001_half.up.sql', `${half};\nINSERT INTO no_such_table VALUES (1);\n`)
      await using migrator = scene.migrator()
      const stays = harness.definitionsCommit === true
      equal(ending(await migrator.up()), ['failed', stays ? 'partial' : 'unchanged'])
      equal([await scene.hasTable('half'), (await migrator.applied()).length], [stays, 0])
      await scene.write('001_half.up.sql', `${half};\nINSERT INTO half VALUES (1);\n`)
      equal((await migrator.up()).status, 'done')
      equal(await scene.countRows('half'), 1)
    },
  ),
  promise('an assertion that does not hold takes its migration back', async (scene) => {
    await scene.pair(1)
    const insert = (assertion: string): string =>
      `INSERT INTO t1 VALUES (1);\n-- godwit:assert "as it should be"\n${assertion};\n`
    await scene.write('002_assert.up.sql', insert('SELECT * FROM t1'))
    await using migrator = scene.migrator()
    const refused = await migrator.up()
    equal(
      [...ending(refused), refused.ok ? 'ok' : refused.error.code],
      ['failed', 'unchanged', 'GODWIT_ASSERTION'],
    )
    equal(await scene.countRows('t1'), 0)
    await scene.write('002_assert.up.sql', insert('SELECT count(*) = 1 FROM t1'))
    equal((await migrator.up()).status, 'done')
    equal(await scene.countRows('t1'), 1)
  }),
  promise('goes on after the file is mended', async (scene, harness) => {
    await scene.write('001_mend.up.sql', 'INSERT INTO no_such_table VALUES (1);\n')
    await using migrator = scene.migrator()
    equal((await migrator.up()).status, 'failed')
    await scene.write('001_mend.up.sql', `${harness.sql.createTable('mended')};\n`)
    equal((await migrator.up()).status, 'done')
    equal(await scene.hasTable('mended'), true)
  }),
  promise('reading an untouched database writes nothing', async (scene) => {
    await scene.pair(1)
    await using migrator = scene.migrator()
    await migrator.status()
    await migrator.verify()
    await migrator.plan()
    equal((await migrator.status()).initialized, false)
  }),
  promise('refuses an edited file and accepts it after a repair', async (scene, harness) => {
    await scene.pair(1)
    await using migrator = scene.migrator()
    await migrator.up()
    await scene.write('001_t1.up.sql', `${harness.sql.createTable('other')};\n`)
    const refused = await migrator.up()
    equal(refused.ok ? 'ok' : refused.error.code, 'GODWIT_HISTORY_EDITED')
    await migrator.repair({ accept: ['001'] })
    equal((await migrator.up()).status, 'nothing')
  }),
  promise('a change of comments and line ends is no edit', async (scene, harness) => {
    await scene.pair(1)
    await using migrator = scene.migrator()
    await migrator.up()
    await scene.write('001_t1.up.sql', `-- a comment\r\n${harness.sql.createTable('t1')} ;\r\n`)
    equal((await migrator.up()).status, 'nothing')
  }),
  promise('names late-merged migrations and runs them only when told to', async (scene) => {
    await scene.pair(2)
    await using migrator = scene.migrator()
    await migrator.up()
    await scene.pair(1)
    const refused = await migrator.up()
    equal(refused.ok ? 'ok' : refused.error.code, 'GODWIT_HISTORY_OUT_OF_ORDER')
    equal((await migrator.up({ kind: 'latest' }, { allowOutOfOrder: true })).status, 'done')
  }),
  promise('keeps the histories of services apart', async (scene) => {
    await scene.pair(1)
    await using first = scene.migrator({ service: 'first' })
    await first.up()
    await first.close()
    await using second = scene.migrator({ service: 'second' })
    equal((await second.applied()).length, 0)
  }),
  promise('the audit trail is unbroken and tells ups, downs and failures', async (scene) => {
    await scene.pair(1)
    await using migrator = scene.migrator()
    await migrator.up()
    await migrator.down()
    await scene.write('001_t1.up.sql', 'INSERT INTO no_such_table VALUES (1);\n')
    await migrator.up()
    equal(
      (await migrator.history()).map((event) => `${event.action} ${event.outcome}`),
      ['up done', 'down done', 'up failed'],
    )
    equal((await migrator.verifyHistory()).ok, true)
  }),
  promise('a code migration shares a transaction with its record', async (scene) => {
    await scene.pair(1)
    await scene.write(
      '002_code.mjs',
      "export async function up(db) { await db.execute('INSERT INTO t1 VALUES (1)'); throw new Error('no') }\n",
    )
    await using migrator = scene.migrator()
    const result = await migrator.up()
    equal(result.ok ? 'ok' : result.error.code, 'GODWIT_CODE_FAILED')
    equal(await scene.countRows('t1'), 0)
  }),
]
