import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CHECKOUT, readDocument } from './blocks.ts'
import { runDocument } from './run-document.ts'

/** Documents with blocks, and how many of them are run and left out. */
const DOCUMENTS: readonly {
  readonly path: string
  readonly ran: number
  readonly skipped: number
  /** The reader's database. Default: one of SQLite. */
  readonly url?: string
}[] = [
  { path: 'docs/reference/directives.md', ran: 6, skipped: 0 },
  { path: 'docs/reference/library.md', ran: 13, skipped: 1 },
  { path: 'docs/guides/diagrams.md', ran: 5, skipped: 0 },
  { path: 'docs/guides/diff.md', ran: 11, skipped: 0 },
  { path: 'docs/guides/drift.md', ran: 9, skipped: 0 },
  { path: 'docs/guides/dump.md', ran: 6, skipped: 0 },
  { path: 'docs/guides/first-run.md', ran: 8, skipped: 1 },
  { path: 'docs/guides/ci.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/git-hooks.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/application-start.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/code-migrations.md', ran: 9, skipped: 0 },
  { path: 'docs/guides/models.md', ran: 11, skipped: 0 },
  { path: 'docs/guides/lint-fix.md', ran: 8, skipped: 1, url: 'pglite:shop' },
  { path: 'docs/guides/lock-forecast.md', ran: 2, skipped: 4 },
  { path: 'docs/guides/mysql-tables.md', ran: 0, skipped: 3 },
  { path: 'docs/guides/passwords-and-tls.md', ran: 2, skipped: 1 },
  { path: 'docs/guides/poolers.md', ran: 2, skipped: 1 },
  { path: 'docs/guides/seeds.md', ran: 7, skipped: 1 },
  { path: 'docs/guides/sqlite-tables.md', ran: 7, skipped: 0 },
  { path: 'docs/guides/squashing.md', ran: 8, skipped: 0 },
  { path: 'docs/guides/testing-migrations.md', ran: 8, skipped: 2 },
  { path: 'docs/guides/testing-your-application.md', ran: 7, skipped: 1 },
  { path: 'docs/guides/troubleshooting.md', ran: 2, skipped: 0 },
]

test.each(DOCUMENTS)(
  'the blocks of $path do what they say',
  async ({ path, ran, skipped, url = 'sqlite:app.db' }) => {
    const reading = await runDocument(path, { DATABASE_URL: url })
    expect([path, reading.ran, reading.skipped.length]).toEqual([path, ran, skipped])
  },
)

test('every guide is run', () => {
  const guides = readdirSync(join(CHECKOUT, 'docs', 'guides')).map((file) => `docs/guides/${file}`)
  const known = DOCUMENTS.map(({ path }) => path)
  expect(guides.filter((path) => !known.includes(path))).toEqual([])
})

describe('a document that is wrong is found', () => {
  test.each([
    ['a command that fails', 'sh', 'godwit status --url sqlite:app.db'],
    ['output that is not what is printed', 'console', '$ echo one\ntwo'],
    ['a program that throws', 'ts', `throw new Error('no')`],
    ['a program that the compiler refuses', 'ts', 'const text: string = 1\nvoid text'],
  ])('%s', async (_what, language, text) => {
    const document = `\`\`\`${language}\n${text}\n\`\`\`\n`
    const reading = runDocument('planted.md', {}, document)
    await expect(reading).rejects.toThrow(/^expected \[ 'planted\.md/)
  })

  test('a block that is never closed', async () => {
    await expect(runDocument('planted.md', {}, 'x\n```sh\ntrue\n')).rejects.toThrow(
      'The block in line 2 is never closed.',
    )
  })
})

describe('links', () => {
  const pages = readdirSync(join(CHECKOUT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
  const roots = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']

  test.each([...roots, ...pages])('of %s lead somewhere', (path) => {
    const links = [...withoutBlocks(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to ?? '')
    expect(links.filter((to) => !leadsSomewhere(path, to))).toEqual([])
  })
})

function leadsSomewhere(path: string, link: string): boolean {
  if (/^https?:/.test(link)) return true
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : join(dirname(path), file)
  if (!existsSync(join(CHECKOUT, target))) return false
  return anchor === undefined || anchorsOf(target).includes(anchor)
}

/** The names under which the headings of a page can be linked to. */
function anchorsOf(path: string): readonly string[] {
  return [...withoutBlocks(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function withoutBlocks(path: string): string {
  return readDocument(path).replaceAll(/^```[\s\S]*?^```$/gm, '')
}
