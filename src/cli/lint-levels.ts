import type { ResolvedConfig } from '#config'
import { godwitError } from '#core'
import { KNOWN_RULES, type Level, type Levels, unknownRule } from '#lint'

/**
 * The levels that the configuration gives to rules.
 * @throws GodwitError `GODWIT_CONFIG_INVALID` for a rule that there is not
 */
export function configuredLevels({ lint: { rules } }: ResolvedConfig): Levels {
  const [wrong] = rules.flatMap(({ rule, source }) => {
    const message = unknownRule(rule)
    return message === undefined ? [] : [`${source}: ${message}`]
  })
  if (wrong !== undefined)
    throw godwitError('GODWIT_CONFIG_INVALID', {
      message: wrong,
      next: ['Correct "lint.rules"; docs/rules in the godwit package lists every rule.'],
    })
  return Object.fromEntries(rules.map(({ rule, level }) => [rule, level]))
}

/**
 * The levels when only some rules are asked: a rule that is off, but named, is asked for.
 * @throws GodwitError `GODWIT_USAGE` for a rule that there is not
 */
export function levelsOfOnly(names: string, configured: Levels): Levels {
  const only = names.split(',').map((name) => name.trim())
  const [message] = only.flatMap((name) => unknownRule(name) ?? [])
  if (message !== undefined)
    throw godwitError('GODWIT_USAGE', { message, next: ['See docs/rules for every rule.'] })
  return Object.fromEntries(
    KNOWN_RULES.map(({ id, severity }): [string, Level] => {
      const level = configured[id] ?? severity
      if (!only.includes(id)) return [id, id === 'syntax' ? level : 'off']
      return [id, level === 'off' ? 'warning' : level]
    }),
  )
}
