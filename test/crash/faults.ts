import { FILE_FAULTS } from './faults-in-files.ts'
import { TIMED_FAULTS } from './faults-in-time.ts'
import { SERVER_FAULTS } from './faults-on-wire.ts'
import type { DialectName } from './identity.ts'
import type { Ended } from './program.ts'
import type { Reference } from './reference.ts'
import type { Scene } from './scene.ts'

/** Something that goes wrong once while a command runs. */
export type Fault = {
  readonly name: string
  readonly dialects: readonly DialectName[]
  /** How many points it has in a run: one for each of these. */
  readonly points: (reference: Reference) => number | Promise<number>
  /** Only on a disk that can be filled. */
  readonly disk?: 'small'
  /** Lets the command run and the fault strike; resolves when every process has ended. */
  readonly strike: (scene: Scene) => Promise<readonly Ended[]>
}

export const FAULTS: readonly Fault[] = [...SERVER_FAULTS, ...FILE_FAULTS, ...TIMED_FAULTS]

/** @throws Error when the database has no such fault. */
export function faultNamed(dialect: DialectName, name: string): Fault {
  const all = FAULTS.filter((fault) => fault.dialects.includes(dialect))
  const found = all.find((fault) => fault.name === name)
  if (found !== undefined) return found
  throw new Error(
    `${dialect} has no fault "${name}"; it has ${all.map((fault) => fault.name).join(', ')}.`,
  )
}
