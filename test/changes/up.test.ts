import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SchemaChange } from '#dialect'
import { createMigrator } from '../../src/index.ts'
import { postgresServers } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'
import { postgresPlace, type Place } from './places.ts'
import { CASES } from './postgres/index.ts'
import { build, remainder, schemaOf, toolsOf } from './try-change.ts'

/** A few of every kind. */
const SAMPLE = CASES.filter(
  ({ statements, renames, leaves, since, open, rows = [] }, at) =>
    open === undefined &&
    renames === undefined &&
    leaves === undefined &&
    since === undefined &&
    rows.length === 0 &&
    (at % 31 === 3 || (at % 5 === 3 && statements.some((sql) => sql.startsWith('a')))),
)

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  let place: Place | undefined

  beforeAll(async () => {
    place = await postgresPlace(server)
  })

  afterAll(async () => {
    await place?.[Symbol.asyncDispose]()
  })

  test.each(SAMPLE)('up: $name', async ({ before, after, options }) => {
    if (place === undefined) return
    const goal = await place.empty()
    const tools = await toolsOf(goal)
    await build(goal, after)
    const to = await schemaOf(goal, tools)
    const start = await place.empty()
    await build(start, before)
    const from = await schemaOf(start, tools)
    await using dir = await tempDir('changes')
    const files = filesOf(tools.changes.between(from, to, options))
    for (const [at, file] of files.entries())
      await writeFile(dir.join(`${String(at + 1).padStart(3, '0')}_part.up.sql`), file)
    await using migrator = createMigrator({ url: place.url ?? '', dir: dir.path })
    expect(await migrator.up()).toMatchObject({ ok: true })
    expect(await remainder(start, tools, to, options)).toEqual({ differences: [], more: [] })
  })
})

/** A file for each migration that placements ask for. */
function filesOf(changes: readonly SchemaChange[]): readonly string[] {
  const files: string[] = []
  let isClosed = true
  for (const one of changes) {
    if (isClosed || one.placement === 'apart' || one.placement === 'alone') files.push('')
    files.push(`${files.pop() ?? ''}${one.sql};\n`)
    isClosed = one.placement === 'alone'
  }
  return files
}
