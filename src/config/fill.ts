import { godwitError } from '#core'
import { type ExpandProblem, expandText, hasVariables } from './expand.ts'
import type { Given, Settings, SettingValue } from './given.ts'
import type { ConfigKey } from './key-list.ts'
import { keyAt, type SettingKey } from './keys.ts'
import { type ConfigContent, shownPlace } from './read.ts'
import type { Variables } from './variables.ts'
import { expected, wrongValue } from './wording.ts'

/**
 * Fills in the variables of the settings that came from a file. Only settings that are in use are
 * filled in, so a variable that only another environment needs may be unset.
 * @throws GodwitError `GODWIT_CONFIG_VARIABLE`, or `GODWIT_CONFIG_INVALID` when the filled-in value is of the wrong kind.
 */
export async function fillSettings(
  settings: Settings,
  content: ConfigContent,
  variables: Variables,
): Promise<Settings> {
  const result = new Map<SettingKey, Given>()
  for (const [key, given] of settings)
    result.set(key, await fillSetting(key, given, content, variables))
  return result
}

async function fillSetting(
  key: SettingKey,
  given: Given,
  content: ConfigContent,
  variables: Variables,
): Promise<Given> {
  const { value, path } = given
  if (Array.isArray(value))
    return { ...given, value: await fillList(value, given, content, variables) }
  if (typeof value !== 'string' || path === undefined || !hasVariables(value)) return given
  // A module that read process.env itself: the value is a variable's, not a reference to one.
  if (content.file.format === 'module' && variables.all().some(([, held]) => held === value))
    return given
  const expanded = expandText(value, variables.get)
  if ('problem' in expanded) throw await cannotFill(content, path, expanded.problem, variables)
  const row = keyAt(key)
  const filled = row === undefined ? expanded.text : asItsKind(row, expanded.text)
  const { invalidConfig, isAcceptable } = await import('./validate.ts')
  if (row === undefined || isAcceptable(row.takes, filled)) return { ...given, value: filled }
  throw await invalidConfig(content, [
    { path, at: 'value', text: wrongFilled(row, path, value, filled) },
  ])
}

async function fillList(
  list: readonly string[],
  { path = [] }: Given,
  content: ConfigContent,
  variables: Variables,
): Promise<readonly string[]> {
  const filled: string[] = []
  for (const text of list) {
    const expanded = hasVariables(text) ? expandText(text, variables.get) : { text }
    if ('problem' in expanded) throw await cannotFill(content, path, expanded.problem, variables)
    filled.push(expanded.text)
  }
  return filled
}

/** A variable is always text; a key may take something else. */
function asItsKind(row: ConfigKey, text: string): SettingValue {
  if (row.takes === 'flag' && (text === 'true' || text === 'false')) return text === 'true'
  if (isNumber(row.takes) && /^\d+$/.test(text)) return Number(text)
  return text
}

function isNumber(takes: ConfigKey['takes']): boolean {
  return takes === 'port' || takes === 'digits' || takes === 'count'
}

function wrongFilled(
  row: ConfigKey,
  path: readonly string[],
  written: string,
  filled: SettingValue,
): string {
  if (row.secret === true)
    return `"${path.join('.')}" takes ${expected(row.takes)}, but ${written} is empty.`
  return wrongValue(path, filled).replace(', but holds ', `, but ${written} holds `)
}

async function cannotFill(
  content: ConfigContent,
  path: readonly string[],
  problem: ExpandProblem,
  variables: Variables,
): Promise<Error> {
  const locate = await content.locateForError()
  const place = shownPlace(content.file.shown, locate(path, 'value'))
  const key = path.join('.')
  if (problem.kind === 'malformed') {
    return godwitError('GODWIT_CONFIG_VARIABLE', {
      message: `${place}: "${key}" holds "\${" that is not a complete \${NAME}.`,
      next: ['Write ${NAME} or ${NAME:-default}; $${ stands for "${" itself.'],
    })
  }
  const nowhere =
    variables.file === undefined
      ? 'which is not set'
      : `which is neither set nor in ${variables.file}`
  return godwitError('GODWIT_CONFIG_VARIABLE', {
    message: `${place}: "${key}" needs the environment variable ${problem.name}, ${nowhere}.`,
    next: [`Set ${problem.name}, or give it a default: \${${problem.name}:-default}`],
  })
}
