import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './database.ts'
import type { Ended, Program, Running } from './program.ts'
import type { MessageProxy } from './proxy.ts'
import { HOOK, type Reference } from './reference.ts'
import type { Chance } from './seed.ts'

/** What a fault works on: one database, and the command that it disturbs. */
export interface Scene {
  readonly database: Database
  readonly reference: Reference
  readonly proxy: MessageProxy | undefined
  readonly k: number
  readonly luck: Chance
  /** How many processes a swarm has. */
  readonly swarm: number
  /** Notes what was done, for the story of the point. */
  tell(line: string): void
  /** Starts the command, through the proxy where there is one. */
  start(options?: StartOptions): Running
}

export type StartOptions = {
  /** Words behind the command's own. */
  readonly words?: readonly string[]
  readonly hook?: HookPlan
  /** Not through the proxy. */
  readonly direct?: true
}

/** What the module that godwit loads first shall do; see `hook.mjs`. */
export type HookPlan = {
  readonly counts: 'statements' | 'writes'
  readonly when: 'before' | 'after'
  readonly act: 'kill' | 'stop' | 'fill' | 'lock'
}

/** Starts a workload's command. */
export function startCommand(
  program: Program,
  { database, reference, proxy, k }: Pick<Scene, 'database' | 'reference' | 'proxy' | 'k'>,
  { words = [], hook, direct }: StartOptions = {},
): Running {
  const url = direct || proxy === undefined ? database.url : proxy.through(database.url)
  const line = [...reference.workload.command, ...words, '--url', url, '--dir', reference.dir]
  if (hook === undefined) return program.start(line, { cwd: database.cwd })
  const plan = {
    ...hook,
    k,
    driver: database.dialect,
    report: join(database.cwd, 'count'),
    mark: join(database.cwd, 'stopped'),
    ballast: join(database.cwd, 'ballast'),
    file: join(database.cwd, 'app.db'),
  }
  return program.start(line, {
    cwd: database.cwd,
    node: ['--import', HOOK],
    environment: { GODWIT_CRASH: JSON.stringify(plan) },
  })
}

/** Waits for the end of a process, but not for ever; undefined when it still runs. */
export function within(limitMs: number, running: Running): Promise<Ended | undefined> {
  return Promise.race([running.done, sleep(limitMs, undefined, { ref: false })])
}
