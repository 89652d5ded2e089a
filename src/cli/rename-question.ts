import type { AskRename } from '#inspect'
import type { Context } from './context.ts'

/** The way to ask a person about renames; undefined when there is nobody. */
export function askRename({ io, screen, globals }: Context): AskRename | undefined {
  // What --yes would agree to is not known: both answers are a yes.
  if (!screen.canAsk || globals.yes) return undefined
  return async ({ kind, label, to, about }) => {
    const answer = await io.choose(`${label} (${about}) is gone. What became of it?`, [
      ...to.map((name) => ({ value: `=${name}`, label: `it is called ${name} now` })),
      {
        value: '-',
        label: `it is dropped, and with it ${kind === 'table' ? 'its rows' : 'its values'}`,
      },
    ])
    if (answer === undefined) return undefined
    return answer === '-' ? { kind: 'dropped' } : { kind: 'renamed', to: answer.slice(1) }
  }
}
