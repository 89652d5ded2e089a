import type { ResolvedConfig } from '#config'
import { godwitError, plural, type GodwitError } from '#core'
import type { Migrator } from '#engine'
import { type Answer, refusal } from '../answer.ts'
import type { Action } from '../command.ts'
import { confirm } from '../confirmation.ts'
import type { Context } from '../context.ts'
import { listenForInterruption } from '../interruption.ts'
import { runFlags } from '../run-request.ts'
import { isDue, seedAnswer, seedStatusAnswer } from '../seed-answer.ts'

/** Puts rows into the tables, or shows which seeds are due. */
export const runSeed: Action = async (input, context) => {
  const names = input.arguments(0)
  const isReset = input.flag('reset')
  if (isReset && names.length > 0) throw resetIsForAll()
  const resolved = await context.configuration(runFlags(input))
  const forbidden = isReset ? resetForbidden(resolved) : undefined
  if (forbidden !== undefined) return refusal(forbidden)
  await using migrator = await context.migrator(resolved)
  if (input.flag('status'))
    return await seedStatusAnswer(await migrator.seedStatus(), context.screen)
  const reset = isReset
    ? await (await import('../seed-reset.ts')).readReset(input, context, resolved)
    : undefined
  const refused =
    reset === undefined
      ? await askWhereProtected(migrator, names, resolved, context)
      : await askBeforeEmptying(reset.tables, context)
  if (refused !== undefined) return refused
  using interruption = listenForInterruption(context)
  const { signal, cancelSignal, onStray } = interruption
  return seedAnswer(
    await migrator.seed({ names, reset, signal, cancelSignal, onStray }),
    context.screen,
  )
}

function resetIsForAll(): GodwitError {
  return godwitError('GODWIT_USAGE', {
    message:
      '--reset empties the tables and runs every seed; names beside it would leave the others out.',
    next: ['godwit seed --reset', 'or, to run some again: godwit seed NAME'],
  })
}

/** Why tables may not be emptied; undefined where the environment allows it. */
function resetForbidden({
  seeds,
  env,
  protected: isProtected,
}: ResolvedConfig): GodwitError | undefined {
  if (isProtected)
    return godwitError('GODWIT_SEED_RESET_FORBIDDEN', {
      message: `The environment "${env}" is protected: its tables are not emptied, whatever seeds.reset says.`,
      database: 'The database is unchanged.',
      next: ['Run what is due instead: godwit seed'],
    })
  if (seeds.reset) return undefined
  const name = env ?? 'dev'
  return godwitError('GODWIT_SEED_RESET_FORBIDDEN', {
    message:
      env === undefined
        ? 'Tables are emptied only in an environment that allows it, and none is chosen.'
        : `The environment "${env}" does not allow that its tables are emptied.`,
    database: 'The database is unchanged.',
    next: [
      `Where its rows are of no worth, write into the configuration: environments: { ${name}: { seeds: { reset: true } } }`,
      `then: godwit seed --reset${env === undefined ? ' --env dev' : ''}`,
    ],
  })
}

async function askBeforeEmptying(
  tables: readonly string[],
  context: Context,
): Promise<Answer | undefined> {
  const counted = plural(tables.length, 'table')
  return confirm(
    {
      question: `Delete all rows of ${counted} and seed anew?`,
      lines: tables,
      why: `--reset deletes all rows of ${counted}.`,
      declined: 'Nothing was run. The database is unchanged.',
    },
    context,
  )
}

async function askWhereProtected(
  migrator: Migrator,
  names: readonly string[],
  { protected: isProtected, env }: ResolvedConfig,
  context: Context,
): Promise<Answer | undefined> {
  if (!isProtected) return undefined
  const { entries } = await migrator.seedStatus()
  const due = names.length > 0 ? names : entries.filter(isDue).map(({ name }) => name)
  if (due.length === 0) return undefined
  return confirm(
    {
      question: `Run ${plural(due.length, 'seed')} in the environment "${env}"?`,
      lines: due,
      why: `The environment "${env}" is protected.`,
      declined: 'Nothing was run. The database is unchanged.',
    },
    context,
  )
}
