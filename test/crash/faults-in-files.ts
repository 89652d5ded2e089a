import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { limitConfig } from './limit-config.ts'
import type { Ended } from './program.ts'
import type { Reference } from './reference.ts'
import { type HookPlan, type Scene, within } from './scene.ts'

const FILES = ['sqlite', 'pglite'] as const
const statements = ({ messages }: Reference): number => messages

/** Faults that strike at a statement, in a module that godwit loads first. */
export const FILE_FAULTS: readonly Fault[] = [
  inFiles('kill-before', FILES, (scene) =>
    hooked(scene, { counts: 'statements', when: 'before', act: 'kill' }),
  ),
  inFiles('kill-after', FILES, (scene) =>
    hooked(scene, { counts: 'statements', when: 'after', act: 'kill' }),
  ),
  {
    name: 'kill-write',
    dialects: ['pglite'],
    points: ({ writes }) => writes(),
    strike: (scene) =>
      hooked(scene, {
        counts: 'writes',
        when: scene.luck.pick(['before', 'after']),
        act: 'kill',
      }),
  },
  { ...inFiles('disk-full', ['sqlite'], diskFull), disk: 'small' },
  inFiles('lock-timeout', ['sqlite'], async (scene) =>
    hooked(scene, { counts: 'statements', when: 'before', act: 'lock' }, await limitConfig(scene)),
  ),
  inFiles('stop-resume', ['sqlite'], stopped),
]

function inFiles(
  name: string,
  dialects: Fault['dialects'],
  strike: (scene: Scene) => Promise<readonly Ended[]>,
): Fault {
  return { name, dialects, points: statements, strike }
}

async function hooked(
  scene: Scene,
  hook: HookPlan,
  words: readonly string[] = [],
): Promise<readonly Ended[]> {
  return [await scene.start({ hook, words }).done]
}

async function diskFull(scene: Scene): Promise<readonly Ended[]> {
  try {
    return await hooked(scene, { counts: 'statements', when: 'before', act: 'fill' })
  } finally {
    await scene.database.free()
  }
}

/** The process stops itself, its lease runs out, another one works, and then it goes on. */
async function stopped(scene: Scene): Promise<readonly Ended[]> {
  const { database, luck } = scene
  const first = scene.start({ hook: { counts: 'statements', when: 'before', act: 'stop' } })
  const mark = join(database.cwd, 'stopped')
  while (first.isRunning() && !existsSync(mark)) await sleep(5)
  if (!first.isRunning()) return [await first.done]
  await sleep(20)
  await database.ageLease()
  const second = scene.start({ direct: true })
  scene.tell('While the first process stood still its lease ran out, and a second one began.')
  // Inside a transaction it keeps the file locked: then the second one waits until it goes on.
  await within(luck.pick([100, 250, 400, 4000]), second)
  first.signal('SIGCONT')
  return [await first.done, await second.done]
}
