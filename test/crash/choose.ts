import type { Lab } from './database.ts'
import { FAULTS } from './faults.ts'
import type { DialectName, Point } from './identity.ts'
import type { References } from './reference.ts'
import { chance } from './seed.ts'
import { workloadsOf } from './workloads.ts'

/** Which points are wanted. */
export type Choice = {
  readonly dialects: readonly DialectName[]
  /** Undefined: all of them. */
  readonly workloads: readonly string[] | undefined
  /** Undefined: all but swarms, which are chosen by their own count. */
  readonly faults: readonly string[] | undefined
  readonly seed: string
  readonly points: number
  /** How many rounds of swarms besides. */
  readonly rounds: number
}

/** A point on PGlite takes as long as ten on another database; PostgreSQL has the most faults. */
const WEIGHTS: Readonly<Record<DialectName, number>> = {
  pg: 20,
  mariadb: 10,
  sqlite: 10,
  pglite: 1,
}

/** All points of one workload with one fault, in random order. */
type Group = { readonly dialect: DialectName; readonly points: Point[] }

/**
 * Chooses points by the seed: each database gets its share, and within it each workload and fault the same number, as
 * long as it has any left.
 */
export async function choosePoints(
  choice: Choice,
  labOf: (dialect: DialectName) => Promise<Lab>,
  references: References,
): Promise<readonly Point[]> {
  const luck = chance(choice.seed, 'choose')
  const groups: Group[] = []
  for (const dialect of choice.dialects)
    groups.push(...(await groupsOf(dialect, choice, await labOf(dialect), references)))
  const weight = choice.dialects.reduce((sum, dialect) => sum + WEIGHTS[dialect], 0)
  const chosen = choice.dialects.flatMap((dialect) => {
    const own = luck.shuffled(groups.filter((group) => group.dialect === dialect))
    const isSwarm = ({ points: [first] }: Group): boolean => first?.fault === 'swarm'
    const swarms = own.filter(isSwarm)
    const share = Math.ceil((choice.points * WEIGHTS[dialect]) / weight)
    return [
      ...takeInTurn(choice.faults === undefined ? own.filter((one) => !isSwarm(one)) : own, share),
      ...takeInTurn(swarms, Math.ceil(choice.rounds / choice.dialects.length)),
    ]
  })
  return luck.shuffled(chosen)
}

async function groupsOf(
  dialect: DialectName,
  { workloads, faults, seed }: Choice,
  lab: Lab,
  references: References,
): Promise<readonly Group[]> {
  const groups: Group[] = []
  for (const { name: workload } of workloadsOf(dialect)) {
    if (workloads !== undefined && !workloads.includes(workload)) continue
    const reference = await references.of(lab, dialect, workload)
    for (const { name: fault, dialects, points, disk } of FAULTS) {
      if (!dialects.includes(dialect) || (faults !== undefined && !faults.includes(fault))) continue
      if (disk === 'small' && !lab.hasSmallDisk) continue
      const length = await points(reference)
      const all = Array.from({ length }, (_, at): Point => {
        return { dialect, workload, fault, k: at + 1 }
      })
      groups.push({ dialect, points: chance(seed, dialect, workload, fault).shuffled(all) })
    }
  }
  return groups
}

function takeInTurn(groups: readonly Group[], count: number): readonly Point[] {
  const taken: Point[] = []
  for (let round = 0; taken.length < count; round++) {
    const before = taken.length
    for (const { points } of groups) {
      const point = points[round]
      if (point !== undefined && taken.length < count) taken.push(point)
    }
    if (taken.length === before) break
  }
  return taken
}
