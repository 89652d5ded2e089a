import { describeConfig } from '#config'
import { EXIT, renderTable } from '#core'
import type { Action } from '../command.ts'

/** Prints every setting with its value and where it comes from. */
export const runConfig: Action = async (_input, context) => {
  const resolved = await context.configuration()
  if (resolved.lint.rules.length > 0) {
    const { configuredLevels } = await import('../lint-levels.ts')
    configuredLevels(resolved)
  }
  const settings = describeConfig(resolved)
  const head = ['KEY', 'VALUE', 'FROM'].map(context.screen.ink.bold)
  return {
    exit: EXIT.done,
    status: 'done',
    document: { file: resolved.file ?? null, environment: resolved.env ?? null, settings },
    text: await renderTable(
      head,
      settings.map(({ key, value, source }) => [key, value, source]),
    ),
  }
}
