import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { DIALECTS } from './identity.ts'
import type { Ended } from './program.ts'
import type { Scene } from './scene.ts'

/** How many random moments of a run there are. */
const MOMENTS = 60
/** How many rounds of a swarm. */
const ROUNDS = 200

/** Faults that strike when the clock says so. */
export const TIMED_FAULTS: readonly Fault[] = [
  { name: 'kill-moment', dialects: DIALECTS, points: () => MOMENTS, strike: killedAtAMoment },
  { name: 'swarm', dialects: DIALECTS, points: () => ROUNDS, strike: swarm },
]

async function killedAtAMoment(scene: Scene): Promise<readonly Ended[]> {
  const { luck, reference } = scene
  const moment = luck.next() * reference.durationMs
  const running = scene.start({ direct: true })
  await sleep(moment)
  running.signal('SIGKILL')
  scene.tell(`Killed after ${Math.round(moment)} ms.`)
  return [await running.done]
}

/** Many processes begin within some seconds; most are killed. */
async function swarm(scene: Scene): Promise<readonly Ended[]> {
  const { luck, swarm: count } = scene
  const lives = Array.from({ length: count }, () => ({
    begin: luck.next() * count * 60,
    length: luck.below(10) < 7 ? luck.next() * (count * 60 + 1000) : undefined,
  }))
  const killed = lives.filter(({ length }) => length !== undefined).length
  scene.tell(`${count} processes began, ${killed} of them were to be killed.`)
  return Promise.all(
    lives.map(async ({ begin, length }) => {
      await sleep(begin)
      const running = scene.start({ direct: true })
      if (length !== undefined)
        void sleep(length, undefined, { ref: false }).then(() => running.signal('SIGKILL'))
      return running.done
    }),
  )
}
