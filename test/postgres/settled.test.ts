import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MigratorOptions, RunResult } from '../../src/index.ts'
import { plain, shop, told, type Shop } from '../library/shop.ts'
import { moveHome, returnHome } from '../setup/home.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'

const FILES = 60
/** The name that a result has when it was only remembered. */
const REMEMBERED = 'remembered'
let home: TempDir

beforeEach(async () => {
  home = await tempDir('settled')
  moveHome(home.path)
})

afterEach(async () => {
  vi.useRealTimers()
  returnHome()
  await home[Symbol.asyncDispose]()
})

const nameOf = (number: number) => `${String(number).padStart(3, '0')}_item`
const up = (number: number) => `${nameOf(number)}.up.sql`
const down = (number: number) => `${nameOf(number)}.down.sql`
const textOf = (number: number) => `SELECT ${1000 + number};\n`
const settledFolder = () => home.join('.cache/godwit/settled')

type Stage = AsyncDisposable & { readonly db: TestDatabase; readonly here: Shop }

/** A folder, and a database to which all of it was applied. */
async function makeStage(): Promise<Stage> {
  const db = await createDatabase()
  const files: Record<string, string> = {}
  for (let number = 1; number <= FILES; number++) {
    files[up(number)] = textOf(number)
    files[down(number)] = 'SELECT 0;\n'
  }
  const here = await shop(files, db.url)
  for (let number = 1; number <= FILES; number++)
    await utimes(pathTo(here, up(number)), 1_600_000_000, 1_600_000_000)
  // What was written before has settled by now.
  vi.setSystemTime(Date.now() + 10_000)
  await run(here)
  return {
    db,
    here,
    [Symbol.asyncDispose]: async () => {
      await here[Symbol.asyncDispose]()
      await db[Symbol.asyncDispose]()
    },
  }
}

const pathTo = (here: Shop, file: string) => here.dir.join('migrations', file)

async function run(here: Shop, options: Partial<MigratorOptions> = {}): Promise<RunResult> {
  const migrator = here.migrator(options)
  const result = await migrator.up()
  await migrator.close()
  return result
}

/** Remembers that there is nothing to do, and marks what was remembered. */
async function settle(here: Shop): Promise<void> {
  await run(here)
  await spoil((settled) => settled.replace(nameOf(FILES).slice(4), REMEMBERED))
}

async function spoil(change: (settled: string) => string): Promise<void> {
  const [name = ''] = await readdir(settledFolder())
  const path = `${settledFolder()}/${name}`
  const settled = await readFile(path, 'utf8')
  const at = settled.indexOf('"looks"')
  await writeFile(path, settled.slice(0, at) + change(settled.slice(at)))
}

const isRemembered = (result: RunResult) =>
  result.status === 'nothing' && result.standing.current?.name === REMEMBERED

/** What a person sees of a result. */
function seen(result: RunResult): unknown {
  const standing = 'standing' in result ? result.standing : undefined
  return result.ok
    ? { status: result.status, standing, steps: 'steps' in result && result.steps.length }
    : { status: result.status, standing, error: told(result.error) }
}

/** The outcome of a call, whether it is a result or an error. */
async function outcome(here: Shop, options: Partial<MigratorOptions>) {
  return run(here, options).then(seen, (error: unknown) => plain(String(error)))
}

type Change = (stage: Stage) => Promise<unknown>
const row = (set: string): Change => {
  return ({ db }) => db.query(`UPDATE godwit.migrations SET ${set} WHERE version = '007'`)
}
const journal = (state: string): Change => {
  return ({ db }) =>
    db.query(
      `INSERT INTO godwit.journal VALUES ('default', '007', 'down', 1, '', '${state}', NULL, 'r', now(), '0.1.0', '', 1)`,
    )
}

const CHANGES: Readonly<Record<string, Change>> = {
  'an edited file': ({ here }) => here.write({ [up(7)]: 'SELECT 1, 2, 3;\n' }),
  'an edited file of the same size and time': async ({ here }) => {
    await here.write({ [up(7)]: 'SELECT 9999;\n' })
    await utimes(pathTo(here, up(7)), 1_600_000_000, 1_600_000_000)
  },
  'a touched file': ({ here }) => utimes(pathTo(here, up(7)), 1_700_000_000, 1_700_000_000),
  'an edit of bytes only': ({ here }) => here.write({ [up(7)]: `-- x\n${textOf(7)}` }),
  'a file that comes': ({ here }) => here.write({ [up(61)]: textOf(61) }),
  'a file that comes too late': ({ here }) => here.write({ '006a_x.up.sql': '', '0_x.sql': '' }),
  'a file below the newest': async ({ here, db }) => {
    await db.query(`DELETE FROM godwit.migrations WHERE version = '007'`)
    await here.write({ [down(7)]: null })
  },
  'a file that goes': ({ here }) => here.write({ [up(7)]: null, [down(7)]: null }),
  'only the up file goes': ({ here }) => here.write({ [up(7)]: null }),
  'the newest file goes': ({ here }) => here.write({ [up(60)]: null, [down(60)]: null }),
  'a renamed file': ({ here }) => rename(pathTo(here, up(7)), pathTo(here, '007_other.up.sql')),
  'a down file that goes': ({ here }) => here.write({ [down(7)]: null }),
  'a down file without an up file': ({ here }) => here.write({ [down(61)]: '' }),
  'a file that is a link': async ({ here }) => {
    await rename(pathTo(here, up(7)), here.dir.join('away.sql'))
    await symlink(here.dir.join('away.sql'), pathTo(here, up(7)))
  },
  'a folder in the place of a file': async ({ here }) => {
    await here.write({ [up(7)]: null })
    await mkdir(pathTo(here, up(7)))
  },
  'no folder': ({ here }) => rename(here.dir.join('migrations'), here.dir.join('away')),
  'a row with another name': row(`name = 'other'`),
  'a row with another checksum': row(
    `checksum_bytes = repeat('0', 64), checksum_meaning = repeat('0', 64)`,
  ),
  'a row without a checksum': row(
    `checksum_algorithm = NULL, checksum_bytes = NULL, checksum_meaning = NULL`,
  ),
  'a row with an odd state': row(`state = 'x'`),
  'a row with an odd time': row(`applied_at = 'infinity'`),
  'a row with another version': row(`version = '0070'`),
  'a row spelled twice': ({ db }) =>
    db.query(
      `INSERT INTO godwit.migrations SELECT service, '7', name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version FROM godwit.migrations WHERE version = '007'`,
    ),
  'a row that goes': ({ db }) => db.query(`DELETE FROM godwit.migrations WHERE version = '060'`),
  'a row that comes': ({ db }) =>
    db.query(
      `INSERT INTO godwit.migrations SELECT service, '061', name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version FROM godwit.migrations WHERE version = '007'`,
    ),
  'rows of another service': ({ db }) => db.query(`UPDATE godwit.migrations SET service = 'other'`),
  'an open part': journal('intent'),
  'a part that is done': journal('done'),
  'another format': ({ db }) => db.query(`UPDATE godwit.meta SET value = '2' WHERE key = 'format'`),
  'no format': ({ db }) => db.query(`DELETE FROM godwit.meta`),
  'a table that is gone': ({ db }) => db.query(`DROP TABLE godwit.journal`),
  'no ledger': ({ db }) => db.query(`DROP SCHEMA godwit CASCADE`),
  'a migration taken back': async ({ here }) => {
    const migrator = here.migrator()
    await migrator.down()
    await migrator.close()
  },
}

describe.skipIf(!hasPostgres())('what is remembered of a folder and a ledger', () => {
  test.each(Object.entries(CHANGES))('%s is seen as by a run without memory', async (_, change) => {
    await using warm = await makeStage()
    await settle(warm.here)
    expect(isRemembered(await run(warm.here))).toBe(true)
    await change(warm)
    const found = await outcome(warm.here, {})
    await using cold = await makeStage()
    await change(cold)
    await rm(home.join('.cache'), { recursive: true, force: true })
    expect(found).toEqual(await outcome(cold.here, {}))
    expect(JSON.stringify(found)).not.toContain(REMEMBERED)
  })

  const OTHERS: Readonly<Record<string, Partial<MigratorOptions>>> = {
    'another service': { service: 'other' },
    'another place for the ledger': { ledger: { schema: 'elsewhere' } },
  }
  test.each(Object.entries(OTHERS))('%s has a ledger of its own', async (_, options) => {
    await using stage = await makeStage()
    await settle(stage.here)
    expect(await run(stage.here, options)).toMatchObject({ status: 'done' })
    expect(isRemembered(await run(stage.here))).toBe(true)
  })

  test('another database has a ledger of its own, and both are remembered', async () => {
    await using stage = await makeStage()
    await using other = await createDatabase()
    await settle(stage.here)
    expect(await run(stage.here, { url: other.url })).toMatchObject({ status: 'done' })
    await run(stage.here, { url: other.url })
    await spoil((looks) => looks.replaceAll('"item"', `"${REMEMBERED}"`))
    expect(isRemembered(await run(stage.here))).toBe(true)
    expect(isRemembered(await run(stage.here, { url: other.url }))).toBe(true)
  })

  test('a file that only-if leaves out is looked at each time', async () => {
    await using stage = await makeStage()
    await stage.here.write({ [up(61)]: '-- godwit:only-if env=prod\nSELECT 61;\n' })
    vi.setSystemTime(Date.now() + 10_000)
    await run(stage.here, { env: 'dev' })
    expect(await run(stage.here, { env: 'dev' })).toMatchObject({ status: 'nothing' })
    expect(await run(stage.here, { env: 'prod' })).toMatchObject({ status: 'done' })
  })

  test('what is asked for besides everything is looked at', async () => {
    await using stage = await makeStage()
    await settle(stage.here)
    const migrator = stage.here.migrator()
    expect(isRemembered(await migrator.up({ kind: 'count', count: 1 }))).toBe(false)
    expect(isRemembered(await migrator.upTo('060'))).toBe(false)
    expect(await migrator.status()).toMatchObject({ applied: FILES, problems: [] })
  })

  test('the same folder under another name is looked at by itself', async () => {
    await using stage = await makeStage()
    await settle(stage.here)
    await symlink(stage.here.dir.join('migrations'), stage.here.dir.join('other'))
    const dir = stage.here.dir.join('other')
    expect(seen(await run(stage.here, { dir }))).toMatchObject({ status: 'nothing' })
    expect(isRemembered(await run(stage.here, { dir }))).toBe(false)
  })

  test('a file that was only touched is looked at once', async () => {
    await using stage = await makeStage()
    await settle(stage.here)
    await utimes(pathTo(stage.here, up(7)), 1_700_000_000, 1_700_000_000)
    vi.setSystemTime(Date.now() + 10_000)
    expect(isRemembered(await run(stage.here))).toBe(false)
    await settle(stage.here)
    expect(isRemembered(await run(stage.here))).toBe(true)
  })

  test('files that changed a moment ago are not remembered', async () => {
    await using stage = await makeStage()
    vi.useRealTimers()
    await utimes(pathTo(stage.here, up(7)), 1_600_000_000, 1_600_000_000)
    await rm(home.join('.cache'), { recursive: true, force: true })
    await run(stage.here)
    expect(await readdir(settledFolder())).toEqual([])
  })

  const DAMAGE: Readonly<Record<string, () => Promise<unknown>>> = {
    'cut off': () => spoil((looks) => looks.slice(0, 20)),
    'with looks of another kind': () =>
      spoil((looks) => looks.replace('"applied":60', '"applied":"60"')),
    'in a folder that others may write': () => chmod(settledFolder(), 0o777),
    ...(process.getuid?.() === 0
      ? { "another user's": () => chown(settledFolder(), 65_534, 65_534) }
      : {}),
  }
  test.each(Object.entries(DAMAGE))('a memory that is %s only costs time', async (_, damage) => {
    await using stage = await makeStage()
    await settle(stage.here)
    await damage()
    expect(await run(stage.here)).toMatchObject({
      status: 'nothing',
      standing: { current: { name: 'item' }, applied: FILES, total: FILES },
    })
  })

  test('another version of godwit looks for itself', async () => {
    await using stage = await makeStage()
    await settle(stage.here)
    const [name = ''] = await readdir(settledFolder())
    const path = `${settledFolder()}/${name}`
    const settled = await readFile(path, 'utf8')
    await writeFile(path, settled.replace(/"tool":"[^"]*"/, '"tool":"0.0.0"'))
    expect(isRemembered(await run(stage.here))).toBe(false)
  })
})
