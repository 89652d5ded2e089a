import { setTimeout as sleep } from 'node:timers/promises'
import type { Verdict } from '../setup/fault-proxy.ts'
import type { Fault } from './faults.ts'
import { limitConfig } from './limit-config.ts'
import type { Ended, Running } from './program.ts'
import type { Act, MessageProxy, When } from './proxy.ts'
import type { Reference } from './reference.ts'
import { type Scene, within } from './scene.ts'

/** A session that is in the way goes by itself after this time: not everything that may wait has a limit. */
const BLOCKED_MS = 3000

const SERVERS = ['pg', 'mariadb'] as const
const messages = ({ messages: count }: Reference): number => count

/** Faults that strike at a message, in the proxy between godwit and its server. */
export const SERVER_FAULTS: readonly Fault[] = [
  ...(['before', 'half', 'after', 'answer'] as const).map((when) =>
    onWire(`cut-${when}`, SERVERS, (scene) => strike(scene, when, 'cut')),
  ),
  ...(['before', 'after', 'answer'] as const).flatMap((when) => [
    onWire(`kill-${when}`, SERVERS, (scene) => killed(scene, when)),
    onWire(`terminate-${when}`, SERVERS, (scene) =>
      strike(scene, when, () => scene.database.endSessions()),
    ),
    onWire(`restart-${when}`, SERVERS, (scene) =>
      strike(scene, when, () => scene.database.restart()),
    ),
  ]),
  { ...onWire('disk-full', ['pg'], diskFull), disk: 'small' },
  onWire('statement-timeout', SERVERS, (scene) => blocked(scene, ['--statement-timeout', '250ms'])),
  onWire('lock-timeout', SERVERS, async (scene) => blocked(scene, await limitConfig(scene))),
  onWire('stop-resume', SERVERS, stopped),
]

function onWire(
  name: string,
  dialects: Fault['dialects'],
  run: (scene: Scene) => Promise<readonly Ended[]>,
): Fault {
  return { name, dialects, points: messages, strike: run }
}

function proxyOf({ proxy }: Scene): MessageProxy {
  if (proxy === undefined) throw new Error('There is no wire.')
  return proxy
}

/** Lets the command run, and something happen at the message. */
async function strike(
  scene: Scene,
  when: When,
  act: 'cut' | ((running: Running) => Promise<Verdict | void>),
  words: readonly string[] = [],
): Promise<readonly Ended[]> {
  const proxy = proxyOf(scene)
  let happened: Promise<unknown> = Promise.resolve()
  let trouble: unknown
  const noted: Act =
    act === 'cut'
      ? 'cut'
      : () => {
          const done = act(running).then(
            (verdict) => verdict ?? 'pass',
            (error: unknown): Verdict => {
              trouble = error
              return 'pass'
            },
          )
          happened = done
          return done
        }
  proxy.at(scene.k, when, noted)
  const running = scene.start({ words })
  const ended = await running.done
  await happened
  if (trouble !== undefined) throw new Error('The fault itself failed.', { cause: trouble })
  scene.tell(
    proxy.struck
      ? `The fault struck at message ${scene.k}.`
      : `The command ended before message ${scene.k}.`,
  )
  return [ended]
}

/** Killed before it could send a message, that message is not sent. */
function killed(scene: Scene, when: When): Promise<readonly Ended[]> {
  return strike(scene, when, async (running) => {
    running.signal('SIGKILL')
    return when === 'before' ? 'cut-before' : 'pass'
  })
}

async function diskFull(scene: Scene): Promise<readonly Ended[]> {
  try {
    return await strike(scene, 'before', () => scene.database.fill())
  } finally {
    await scene.database.free()
  }
}

/** Another session holds what the command needs for longer than the command waits. */
async function blocked(scene: Scene, words: readonly string[]): Promise<readonly Ended[]> {
  let release = (): Promise<void> => Promise.resolve()
  try {
    return await strike(
      scene,
      'before',
      async () => {
        const blocker = await scene.database.block(scene.luck)
        let isHeld = true
        release = async () => {
          if (isHeld) await blocker[Symbol.asyncDispose]()
          isHeld = false
        }
        void sleep(BLOCKED_MS, undefined, { ref: false }).then(release)
      },
      words,
    )
  } finally {
    await release()
  }
}

/** The process is stopped for so long that its session is given up, another one works, and then it goes on. */
async function stopped(scene: Scene): Promise<readonly Ended[]> {
  const { database, luck } = scene
  let hasStopped = (): void => {}
  const stop = new Promise<void>((resolve) => {
    hasStopped = resolve
  })
  let resume = (): void => {}
  const first = strike(scene, 'before', async (running) => {
    running.signal('SIGSTOP')
    hasStopped()
    resume = () => running.signal('SIGCONT')
  })
  await Promise.race([stop, first])
  await sleep(luck.below(30))
  await database.ageLease()
  const second = scene.start({ direct: true })
  scene.tell('While the first process stood still its session ended, and a second one began.')
  await within(luck.pick([100, 250, 400, 5000]), second)
  resume()
  return [...(await first), await second.done]
}
