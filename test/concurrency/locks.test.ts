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
