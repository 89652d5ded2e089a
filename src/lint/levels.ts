import type { Direction } from '#core'
import type { Level } from './finding.ts'
import type { RuleFacts } from './rule.ts'

/** Levels that differ from the rules' own, by the rules' names. */
export type Levels = Readonly<Record<string, Level>>

/** How bad a finding of a rule is on one of the ways. */
export function levelOf(rule: RuleFacts, way: Direction, levels: Levels): Level {
  const level = levels[rule.id] ?? rule.severity
  return way === 'down' && rule.onWayDown === 'note' && level !== 'off' ? 'note' : level
}
