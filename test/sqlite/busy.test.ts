import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { scene, seen, TWO } from '../failures/scene.ts'

test.each(['', 'up 1'])('a file that another program keeps locked, after: "%s"', async (before) => {
  await using here = await scene('SQLite', TWO)
  if (before !== '') expect((await here.godwit(before)).exit).toBe(0)
  const other = new DatabaseSync(here.shop.dir.join('app.db'))
  other.exec('BEGIN IMMEDIATE')
  expect(seen(await here.godwit('up --if-locked skip'))).toBe(
    'exit 0\nNothing was run: another process keeps the database locked.\n',
  )
  expect(seen(await here.godwit('up --if-locked fail'))).toBe(`exit 4
error: GODWIT_LOCKED: Another process keeps the database locked.
database: This process changed nothing.
next:
  - Wait longer with --lock-timeout 10m, or use --if-locked skip
  - or let the other program end its transaction; it need not be godwit
`)
  expect(seen(await here.godwit('up --lock-timeout 300ms'))).toBe(`exit 4
waiting for the database: another process keeps it locked
error: GODWIT_LOCKED: The database was not free within N ms: another process keeps it locked.
database: This process changed nothing.
next:
  - Wait longer with --lock-timeout 10m, or use --if-locked skip
  - or let the other program end its transaction; it need not be godwit
`)
  other.exec('ROLLBACK')
  other.close()
  expect((await here.godwit('up --if-locked fail')).exit).toBe(0)
})
