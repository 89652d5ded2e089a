import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXIT_CODES } from '#cli'
import { TOOL_VERSION } from '#core'
import { LEDGER_TABLES } from '#dialect'
import * as library from '../../src/index.ts'
import { ROOMS } from '../architecture-rules.ts'
import { shop } from '../library/shop.ts'
import { sqlOf } from '../library/sql.ts'
import { CHECKOUT, readDocument } from './blocks.ts'

type Manifest = {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

const manifest: Manifest = JSON.parse(readDocument('package.json'))

/** The rows of the table under a heading: the first cell of each, without its ticks. */
function firstCells(document: string, heading: string): readonly string[] {
  const section = document.split(`\n${heading}\n`)[1]?.split('\n#')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| '))
  return rows.slice(1).map((row) => (row.split('|')[1] ?? '').replaceAll('`', '').trim())
}

test('the version in the code is that of the package', () => {
  expect(TOOL_VERSION).toBe(manifest.version)
})

describe('docs/dependencies.md', () => {
  const page = readDocument('docs/dependencies.md')

  test('has a reason for every package that is installed with godwit', () => {
    expect(firstCells(page, '## Installed with godwit')).toEqual(Object.keys(manifest.dependencies))
  })

  test('has a reason for every peer', () => {
    expect(firstCells(page, '## Installed by you, when you use them')).toEqual(
      Object.keys(manifest.peerDependencies),
    )
  })

  test('names what the build puts into the bundle', () => {
    const bundled =
      /const BUNDLED = \[([\s\S]*?)\n\]/.exec(readDocument('tsdown.config.ts'))?.[1] ?? ''
    const named = [...bundled.matchAll(/'([\w-]+)'/g)].map(([, name]) => name ?? '')
    const section = page.split('## Part of the bundle')[1] ?? ''
    const small = ['is-network-error', 'p-retry', 'split2', 'xtend']
    expect(named.length).toBeGreaterThan(4)
    expect(
      named.filter((name) => !small.includes(name) && !section.includes(`\`${name}\``)),
    ).toEqual([])
  })
})

describe('docs/reference/ledger.md', () => {
  const page = readDocument('docs/reference/ledger.md')

  test.each(LEDGER_TABLES.filter((name) => name !== 'meta'))(
    'names every column of %s',
    async (table) => {
      await using here = await shop()
      await here.migrator().initialize()
      const columns = await sqlOf(here, `SELECT name FROM pragma_table_info('godwit_${table}')`)
      const named = firstCells(page, `## ${table}`).flatMap((cell) => cell.split(', '))
      expect(named.toSorted()).toEqual(columns.map(({ name }) => String(name)).toSorted())
    },
  )
})

describe('ARCHITECTURE.md', () => {
  const page = readDocument('ARCHITECTURE.md')

  test('is short', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(150)
  })

  test('has the table of rooms that the architecture test keeps', () => {
    const rows = page.split('\n').filter((line) => /^\| `\w+` \|/.test(line))
    const table = rows.map((row) => {
      const [, room = '', doors = ''] = row.split('|').map((cell) => cell.trim())
      return [room.replaceAll('`', ''), doors]
    })
    const present = new Set(readdirSync(join(CHECKOUT, 'src')))
    const expected = Object.entries(ROOMS)
      .filter(([room]) => present.has(room))
      .map(([room, doors]) => [room, doorText(doors, present)])
    expect(table.filter(([room]) => room !== 'cli')).toEqual(expected)
    expect(table.at(-1)).toEqual(['cli', 'all, and `#compose`'])
  })
})

function doorText(doors: Readonly<Record<string, string>>, present: ReadonlySet<string>): string {
  const known = Object.entries(doors).filter(([door]) => present.has(door))
  if (known.length === 0) return '–'
  return known.map(([door, kind]) => (kind === 'types' ? `${door} (types)` : door)).join(' ')
}

test('the library page has every event and no other', () => {
  const types = [...readDocument('src/core/events.ts').matchAll(/type: '([\w.]+)'/g)].map(
    ([, type]) => type,
  )
  const listed = firstCells(readDocument('docs/reference/library.md'), '## Events')
  expect(new Set(listed)).toEqual(new Set(types))
})

test('the directives page has every directive and every reserved name', () => {
  const page = readDocument('docs/reference/directives.md')
  const listed = [...page.matchAll(/^\| `-- godwit:([a-z-]+)/gm)].map(([, name]) => name)
  const values = readDocument('src/sql/directive-value.ts')
  const readers = /const READERS[^{]*\{([\s\S]*?)\n\}/.exec(values)?.[1] ?? ''
  const names = [...readers.matchAll(/^ {2}'?([a-z-]+)'?:/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(5)
  expect(new Set(listed)).toEqual(new Set([...names, 'up']))
  const reserved = /RESERVED_NAMES[^[]*= \[([\s\S]*?)\]/.exec(values)?.[1] ?? ''
  for (const [, name] of reserved.matchAll(/'([a-z-]+)'/g)) expect(page).toContain(`\`${name}\``)
})

test('the troubleshooting guide has a part for each exit code', () => {
  const page = readDocument('docs/guides/troubleshooting.md')
  const parts = [...page.matchAll(/^## (\d+): /gm)].map(([, code]) => Number(code))
  expect(parts).toEqual(EXIT_CODES.map(({ code }) => code).filter((code) => code !== 0))
})

describe('what the library exports', () => {
  const sources = readdirSync(join(CHECKOUT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readDocument(join('src', file)))

  test.each(Object.keys(library))('%s has a comment with an example', (name) => {
    const comment = new RegExp(
      `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport (?:const|class|(?:async )?function) ${name}\\b`,
    )
    const found = sources.flatMap((text) => comment.exec(text)?.[1] ?? [])
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('@example')
  })

  test('every method of a migrator has a comment with an example, and is in the reference', async () => {
    await using migrator = library.createMigrator({ url: 'sqlite::memory:' })
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(migrator)).filter(
      (name) => name !== 'constructor',
    )
    const contract = readDocument('src/engine/migrator-contract.ts')
    const page = readDocument('docs/reference/library.md')
    expect(methods.length).toBeGreaterThan(20)
    for (const name of methods) {
      const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n {2}${name}[(<]`).exec(
        contract,
      )?.[1]
      expect([name, comment?.includes('@example'), page.includes(`\`${name}(`)]).toEqual([
        name,
        true,
        true,
      ])
      expect([name, page.includes(`.${name}(`)]).toEqual([name, true])
    }
  })
})
