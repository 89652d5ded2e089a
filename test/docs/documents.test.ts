import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { CHECKOUT, readDocument } from './blocks.ts'
import { runDocument } from './run-document.ts'

/** Documents with blocks, and how many of them are run and left out. */
const DOCUMENTS: readonly { readonly path: string; readonly ran: number; readonly skipped: number }[] = [
  { path: 'docs/reference/directives.md', ran: 2, skipped: 0 },
  { path: 'docs/reference/library.md', ran: 9, skipped: 0 },
  { path: 'docs/guides/first-run.md', ran: 8, skipped: 1 },
  { path: 'docs/guides/ci.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/application-start.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/code-migrations.md', ran: 5, skipped: 0 },
  { path: 'docs/guides/passwords-and-tls.md', ran: 2, skipped: 1 },
  { path: 'docs/guides/troubleshooting.md', ran: 2, skipped: 0 },
]

test.each(DOCUMENTS)('the blocks of $path do what they say', async ({ path, ran, skipped }) => {
  const reading = await runDocument(path, { DATABASE_URL: 'sqlite:app.db' })
  expect([path, reading.ran, reading.skipped.length]).toEqual([path, ran, skipped])
})
