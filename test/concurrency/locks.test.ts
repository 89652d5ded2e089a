import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { type Ended, type Ground, ground, PRODUCTS, type Running, until, WAITS } from './ground.ts'

/** What a person sees; the number of the holder's process cannot be known beforehand. */
function told({ exit, stdout, stderr }: Omit<Ended, 'endedAt'>, holder: Running): string {
  return `exit ${exit}\n${stdout}${stderr}`
    .replaceAll(`process ${holder.pid}`, 'process HOLDER')
    .replaceAll(hostname(), 'HOST')
}

/** A process that holds the lock, inside a migration that waits for the file `go`. */
async function hold(here: Ground): Promise<Running> {
  const holder = here.start('up')
  await here.seen('begun')
  return holder
}

for (const product of PRODUCTS.filter((name) => name !== 'PGlite')) {
  test(`${product}: skip, fail, and waiting only so long, while another process migrates`, async () => {
    await using here = await ground(product, { '001_wait.mjs': WAITS })
    const holder = await hold(here)
    expect(told(await here.godwit('up --if-locked skip'), holder)).toBe(
      'exit 0\nNothing was run: another process is migrating this database, held by USER (process HOLDER, godwit up) since TIME.\n',
    )
    expect(told(await here.godwit('up --if-locked fail'), holder)).toBe(`exit 4
error: GODWIT_LOCKED: Another process is migrating: USER (process HOLDER, godwit up) since TIME.
database: This process changed nothing.
next:
  - Wait longer with --lock-timeout 10m, or use --if-locked skip
  - See the holder: godwit unlock
`)
    expect(told(await here.godwit('up --lock-timeout 300ms'), holder)).toBe(`exit 4
waiting for the migration lock, held by USER (process HOLDER, godwit up) since TIME
error: GODWIT_LOCKED: The migration lock was not free within N ms: USER (process HOLDER, godwit up) since TIME.
database: This process changed nothing.
next:
  - Wait longer with --lock-timeout 10m, or use --if-locked skip
  - See the holder: godwit unlock
`)
    // Whoever only reads need not wait.
    expect((await here.godwit('status --check')).exit).toBe(1)
    expect(told(await here.godwit('unlock'), holder)).toContain('(process HOLDER')
    await writeFile(here.join('go'), '')
    expect((await holder.done).exit).toBe(0)
  })
}

test.runIf(PRODUCTS.includes('PGlite'))(
  'PGlite: one process has the whole folder; others skip, fail or wait',
  async () => {
    await using here = await ground('PGlite', { '001_wait.mjs': WAITS })
    const holder = await hold(here)
    expect(told(await here.godwit('up --if-locked skip'), holder)).toBe(
      'exit 0\nNothing was run: another process is migrating this database, held by USER (process HOLDER, godwit default) since TIME.\n',
    )
    const refused = `error: GODWIT_LOCKED: The PGlite folder "data" is in use by process HOLDER on HOST; two processes at once would destroy it.
database: This process changed nothing.
next:
  - Wait until that process has ended.
  - If it is on another machine and surely gone, remove data.godwit-lock.
`
    expect(told(await here.godwit('up --if-locked fail'), holder)).toBe(`exit 4\n${refused}`)
    const waiting =
      'waiting for the migration lock, held by USER (process HOLDER, godwit default) since TIME\n'
    expect(told(await here.godwit('up --lock-timeout 300ms'), holder)).toBe(
      `exit 4\n${waiting}${refused}`,
    )
    const stopped = here.start('up')
    await until(() => stopped.stderr() !== '')
    stopped.child.kill('SIGINT')
    expect(told(await stopped.done, holder)).toBe(`exit 130
${waiting}stopping after the current step; press again to cancel it
error: GODWIT_INTERRUPTED: Stopped as asked while waiting for the PGlite folder "data".
database: This process changed nothing.
next: Go on with: godwit up
`)
    await writeFile(here.join('go'), '')
    expect((await holder.done).exit).toBe(0)
  },
)

for (const product of PRODUCTS) {
  test(`${product}: a waiting process says for whom, and goes on as soon as it can`, async () => {
    await using here = await ground(product, { '001_wait.mjs': WAITS })
    const holder = await hold(here)
    await here.write({ '002_more.up.sql': 'CREATE TABLE more (id integer);\n' })
    const waiter = here.start('up')
    await until(() => waiter.stderr().includes('waiting'))
    const doing = product === 'PGlite' ? 'godwit default' : 'godwit up'
    expect(told({ exit: '-', stdout: '', stderr: waiter.stderr() }, holder)).toBe(
      `exit -\nwaiting for the migration lock, held by USER (process HOLDER, ${doing}) since TIME\n`,
    )
    await writeFile(here.join('go'), '')
    expect((await holder.done).exit).toBe(0)
    expect(await waiter.done).toMatchObject({
      exit: 0,
      stdout: 'Applied 1 migration in N ms. The database is at 002_more.\n',
    })
    expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
  })
}

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: processes that name one file differently exclude each other all the same',
  async () => {
    await using here = await ground('SQLite', { '001_wait.mjs': WAITS })
    const holder = await hold(here)
    const other = await here.godwit(`up --if-locked skip --url sqlite:${here.join('app.db')}`)
    expect(told(other, holder)).toBe(
      'exit 0\nNothing was run: another process is migrating this database, held by USER (process HOLDER, godwit up) since TIME.\n',
    )
    await writeFile(here.join('go'), '')
    expect((await holder.done).exit).toBe(0)
  },
)

/** Holds the only right to write until the file `go` is there, and for a while in any case. */
const WRITES = `import { existsSync, writeFileSync } from 'node:fs'
export async function up(db) {
  await db.execute('CREATE TABLE t' + db.migration.version + ' (id integer)')
  writeFileSync('begun', '')
  do await new Promise((resolve) => setTimeout(resolve, 300))
  while (!existsSync('go'))
}
`

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: the lock is taken from a holder that writes nearly all the time',
  async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index + 101}_write.mjs`)
    await using here = await ground(
      'SQLite',
      Object.fromEntries(names.map((name) => [name, WRITES])),
    )
    await writeFile(here.join('go'), '')
    const holder = await hold(here)
    expect(told(await here.godwit('unlock --force --yes'), holder)).toBe(
      'exit 0\nThe lock was taken away; it was held by USER (process HOLDER, godwit up) since TIME.\n',
    )
    const ended = await holder.done
    expect(ended.exit).toBe(3)
    expect(ended.stderr).toContain('GODWIT_FENCED')
    const rows = await here.query(`SELECT count(*) AS count FROM ${here.ledger('migrations')}`)
    expect(Number(rows[0]?.['count'])).toBeLessThan(20)
    expect((await here.godwit('up')).exit).toBe(0)
  },
)

test.runIf(PRODUCTS.includes('SQLite'))(
  'SQLite: a lock that cannot be taken away, because its holder goes on writing, is not said to be',
  async () => {
    await using here = await ground('SQLite', { '001_write.mjs': WRITES })
    const holder = await hold(here)
    expect(told(await here.godwit('unlock --force --yes'), holder)).toBe(`exit 4
error: GODWIT_LOCKED: The lock could not be taken away: the database is being written, and its holder may be who writes: USER (process HOLDER, godwit up) since TIME.
database: The lock is still held.
next:
  - Run godwit unlock --force again when this write is over
  - or end the process that writes
`)
    await writeFile(here.join('go'), '')
    expect((await holder.done).exit).toBe(0)
  },
)
