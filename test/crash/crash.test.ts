import { expect, test } from 'vitest'
import { ServerMissing } from '../setup/postgres-server.ts'
import { type DatabaseFamily, wants } from '../setup/selection.ts'
import { type Choice, choosePoints } from './choose.ts'
import type { DialectName } from './identity.ts'
import { makeLabs } from './labs.ts'
import { freezeProgram } from './program.ts'
import { makeReferences } from './reference.ts'
import { runPoints } from './run.ts'
import { tellFailure } from './table.ts'

/** A small part of the matrix, always the same one; `npm run test:crash` runs as much of it as one likes. */
const SEED = 'each time'

type Part = Pick<Choice, 'points' | 'workloads' | 'faults'> & {
  readonly dialect: DialectName
  readonly family: DatabaseFamily
}

const ALL = undefined

const PARTS: readonly Part[] = [
  {
    dialect: 'pg',
    family: 'postgres',
    points: 16,
    workloads: ['mixed', 'concurrent-down'],
    faults: ALL,
  },
  { dialect: 'mariadb', family: 'mysql', points: 8, workloads: ['ddl'], faults: ALL },
  { dialect: 'sqlite', family: 'sqlite', points: 14, workloads: ['mixed', 'down'], faults: ALL },
  {
    dialect: 'pglite',
    family: 'pglite',
    points: 2,
    workloads: ['code'],
    faults: ['kill-after', 'kill-moment'],
  },
]

for (const { dialect, family, ...part } of PARTS) {
  test.runIf(wants(family))(
    `${dialect}: after each of ${part.points} faults, status tells the truth and a plain run heals`,
    async (context) => {
      await using program = await freezeProgram()
      await using references = await makeReferences(program)
      await using labs = makeLabs(program)
      const started: unknown = await labs.of(dialect).catch((error: unknown) => error)
      if (started instanceof ServerMissing) return context.skip(started.message)
      const choice = { ...part, dialects: [dialect], seed: SEED, rounds: 0 }
      const points = await choosePoints(choice, (name) => labs.of(name), references)
      const matrix = { program, references, seed: SEED, swarm: 0 }
      const limits = { jobs: 1, until: Infinity }
      const outcomes = await runPoints(matrix, labs, points, limits, () => undefined)
      expect(outcomes.map(({ id }) => id).toSorted()).toHaveLength(part.points)
      const failed = outcomes.filter(({ verdict }) => verdict === 'failed')
      expect(failed.map(tellFailure).join('\n')).toBe('')
    },
    240_000,
  )
}
