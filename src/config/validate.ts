import * as v from 'valibot'
import { type GodwitError, godwitError } from '#core'
import type { Takes } from './key-list.ts'
import { type ConfigContent, shownPlace } from './read.ts'
import { buildFileSchema, buildValueSchema } from './schema.ts'
import { unknownKey, wrongValue } from './wording.ts'

/**
 * Checks the whole file, also the environments that are not in use.
 * @throws GodwitError `GODWIT_CONFIG_INVALID` with every problem and its place.
 */
export async function validateConfig(content: ConfigContent): Promise<void> {
  const { issues = [] } = v.safeParse(buildFileSchema(), content.value)
  const problems = [...issues.map(describeIssue), ...doubleAddresses(content.value)]
  if (problems.length > 0) throw await invalidConfig(content, problems)
}

/** Whether a value, its variables filled in, is what its key takes. */
export function isAcceptable(takes: Takes, value: unknown): boolean {
  return v.safeParse(buildValueSchema(takes), value).success
}

/** Something wrong at one place of a file. */
export type Problem = {
  readonly path: readonly string[]
  readonly at: 'key' | 'value'
  readonly text: string
}

/** Makes the error for one or more problems of a file. */
export async function invalidConfig(
  content: ConfigContent,
  problems: readonly Problem[],
): Promise<GodwitError> {
  const locate = await content.locateForError()
  const lines = problems.map(
    ({ path, at, text }) => `${shownPlace(content.file.shown, locate(path, at))}: ${text}`,
  )
  const [only = ''] = lines
  if (lines.length === 1) return godwitError('GODWIT_CONFIG_INVALID', { message: only })
  return godwitError('GODWIT_CONFIG_INVALID', {
    message: `${content.file.shown} has ${lines.length} problems.`,
    detail: lines.join('\n'),
  })
}

function describeIssue(issue: v.BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).map((item) => String(item.key))
  if (issue.type === 'strict_object') return { path, at: 'key', text: unknownKey(path) }
  return { path, at: 'value', text: wrongValue(path, issue.input) }
}

function doubleAddresses(config: unknown): readonly Problem[] {
  if (!isGroup(config)) return []
  const levels: (readonly [readonly string[], unknown])[] = [[[], config]]
  const environments = config['environments']
  if (isGroup(environments)) {
    for (const [name, level] of Object.entries(environments))
      levels.push([['environments', name], level])
  }
  return levels
    .filter(
      ([, level]) =>
        isGroup(level) && level['url'] !== undefined && level['database'] !== undefined,
    )
    .map(([path]) => {
      const start = path.length === 0 ? '' : `${path.join('.')}.`
      return {
        path: [...path, 'database'],
        at: 'key',
        text: `"${start}url" and "${start}database" both say which database to use; keep one of them.`,
      }
    })
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
