import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresServers } from '../setup/postgres.ts'
import { openBench, postgresPlace, type Bench } from './places.ts'
import { proveCase } from './prove-case.ts'
import { ddlOf } from './random-ddl.ts'
import { POSTGRES_WORDS, postgresParts } from './random-postgres.ts'
import { schemaPair } from './random-schema.ts'

/** Every seed that once found something stays; GODWIT_FUZZ_RUNS searches longer, from another beginning. */
const SEEDS = [1, 3, 4]
const RUNS = Number(process.env['GODWIT_FUZZ_RUNS'] ?? 12)
const ALL = process.env['GODWIT_FUZZ_RUNS'] === undefined ? SEEDS : [undefined]

const pair = fc.tuple(schemaPair, postgresParts, postgresParts).map(([[a, b], more, other]) => ({
  before: [...ddlOf(a, POSTGRES_WORDS, true), ...more(true)],
  after: [...ddlOf(b, POSTGRES_WORDS, false), ...other(false)],
}))

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  let bench: Bench | undefined

  beforeAll(async () => {
    bench = await openBench(() => postgresPlace(server))
  })

  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]()
  })

  test.each(ALL)(
    'any schema becomes any other one and goes back, from seed %s',
    async (seed) => {
      const opened = bench
      if (opened === undefined) return
      let withRows = 0
      await fc.assert(
        fc.asyncProperty(pair, async ({ before, after }) => {
          const { tablesWithRows } = await proveCase(
            { name: 'random', before, after, statements: [], rows: [], mayFail: true },
            opened,
          )
          if (tablesWithRows > 0) withRows++
        }),
        { numRuns: RUNS, ...(seed === undefined ? {} : { seed }) },
      )
      expect(withRows).toBeGreaterThan(RUNS / 4)
    },
    600_000,
  )
})
