import { godwitError, type GodwitError } from '#core'
import type { Connection } from '#dialect'
import {
  isLasting,
  settingsBefore,
  type Group,
  type Plan,
  type PlannedStatement,
  type Step,
} from '#plan'
import { commandOf, placeOfStatement } from './failure.ts'
import { transactionSettings } from './run-state.ts'
import type { Settings } from './settings.ts'

/** What a run says when it finds out that it works through a pooler. */
export function poolerNotice(place: string): string {
  return `${place} is a connection pooler, where the lock of a session does not hold: godwit's lock is a row with a heartbeat here. To lock as usual, give the address of the server itself: directUrl in the configuration.`
}

/**
 * Why a plan cannot run through a pooler; undefined where it can. Outside a transaction a limit, or a setting that a file makes
 * for its later statements, could only be set for the session of the server, which other clients get next.
 */
export function refuseThroughPooler(
  { pooler }: Connection,
  { steps }: Pick<Plan, 'steps'>,
  settings: Settings,
): GodwitError | undefined {
  if (pooler === undefined) return undefined
  for (const step of steps) {
    const found = obstacleIn(step, settings)
    if (found === undefined) continue
    const { label } = step.migration
    const place = found.statement && placeOfStatement(step, found.statement)
    return godwitError('GODWIT_POOLER', {
      message: `${label} cannot run through the connection pooler at ${pooler}: ${place === undefined ? '' : `${place.number} `}${found.why}.`,
      ...(place === undefined ? {} : { detail: place.detail }),
      database: 'No migration was run.',
      next: [
        `Set directUrl in the configuration to the address of the server itself, then run: ${commandOf(step)}`,
        ...found.next,
      ],
    })
  }
  return undefined
}

type Obstacle = {
  readonly statement?: PlannedStatement
  /** A clause, behind the number of the statement where there is one. */
  readonly why: string
  /** What can be done besides. */
  readonly next: readonly string[]
}

function obstacleIn(step: Step, settings: Settings): Obstacle | undefined {
  if (step.loaded.kind === 'code')
    return step.loaded.code.transaction === 'none'
      ? {
          why: "its code runs outside a transaction (transaction: 'none'), where each statement may meet another session",
          next: ['or let it run in a transaction.'],
        }
      : undefined
  const last = step.groups.findLastIndex(isLasting)
  for (const [index, group] of step.groups.entries()) {
    const found = obstacleAt(step, group, index > last, settings)
    if (found !== undefined) return found
  }
  return undefined
}

function obstacleAt(
  step: Step,
  group: Group,
  isBehindLast: boolean,
  settings: Settings,
): Obstacle | undefined {
  const [statement] = group.statements
  if (statement === undefined || group.kind === 'transaction' || group.kind === 'assert')
    return undefined
  if (group.kind === 'session')
    // Settings before a group are sent again with it; these would be made for nobody but the next client.
    return isBehindLast
      ? { statement, why: 'sets what other clients would get', next: ['or leave it out.'] }
      : undefined
  const [setting] = settingsBefore(step, group)
  if (setting !== undefined)
    return {
      statement: setting,
      why: `is a setting for ${group.why}, which runs outside a transaction, where it would be made for other clients too`,
      next: ['or leave the setting out, and write names with their schema.'],
    }
  const { lockTimeoutMs = 0, statementTimeoutMs = 0 } = transactionSettings(step, settings)
  if (lockTimeoutMs === 0 && statementTimeoutMs === 0) return undefined
  const limit = lockTimeoutMs === 0 ? 'statement-timeout' : 'lock-timeout'
  return {
    statement,
    why: `(${group.why}) runs outside a transaction, where its ${limit} would be set for other clients too`,
    next: [
      `or let it run without limits: ${[
        ...(lockTimeoutMs === 0 ? [] : ['"-- godwit:lock-timeout 0"']),
        ...(statementTimeoutMs === 0 ? [] : ['"-- godwit:statement-timeout 0"']),
      ].join(' and ')} in the file.`,
    ],
  }
}
