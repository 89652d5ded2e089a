import { describeHolder, EXIT, isoTime } from '#core'
import type { UnlockResult } from '#engine'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import { confirm } from '../confirmation.ts'
import type { Context } from '../context.ts'
import { holderDocument } from '../documents.ts'

/** Shows who holds the migration lock, and takes it away when asked to. */
export const runUnlock: Action = async (input, context) => {
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  const found = await migrator.unlock()
  if (found.status !== 'held' || !input.flag('force')) return unlockAnswer(found, context)
  const refused = await confirm(
    {
      question: 'Take the lock away from this process?',
      lines: [holderLine(found)],
      why: 'The lock is held, and taking it away stops what its holder does:',
      declined: 'The lock is still held.',
    },
    context,
  )
  return refused ?? unlockAnswer(await migrator.unlock({ force: true }), context)
}

function unlockAnswer(result: UnlockResult, { screen }: Pick<Context, 'screen'>): Answer {
  if (result.status === 'free')
    return {
      exit: EXIT.done,
      status: 'free',
      document: { holder: null },
      text: 'The migration lock is free.',
    }
  const document = { holder: holderDocument(result.holder) }
  if (result.status === 'released') {
    return {
      exit: EXIT.done,
      status: 'released',
      document,
      text: `The lock was taken away; it was held by ${describeHolder(result.holder)}.`,
    }
  }
  const advice = result.alive
    ? 'Wait for it to end.'
    : 'It gives no sign of life; the next run takes the lock by itself.'
  return {
    exit: EXIT.locked,
    status: 'held',
    document: { ...document, alive: result.alive, by: result.by },
    text: `${holderLine(result)}\n${advice} ${screen.advice('To take the lock away: godwit unlock --force')}`,
  }
}

function holderLine({ holder, by }: Extract<UnlockResult, { status: 'held' }>): string {
  const beat = by === 'lease' ? `, last heartbeat ${isoTime(holder.heartbeat)}` : ''
  return `The migration lock is held by ${describeHolder(holder)}${beat}.`
}
