import { migrationLabel, plural } from '#core'
import { beginText } from '#sql'
import { settingsBefore } from './group.ts'
import { isLasting } from './made-group.ts'
import { requirePlan } from './require-plan.ts'
import type { Group, Plan, PlannedSquash, PlannedStatement, Step } from './types.ts'

/** What is to be said of a statement, in lines; they stand as comments above it. */
export type Remark = (statement: PlannedStatement) => readonly string[]

/**
 * The exact SQL of a plan, with its grouping into transactions as comments; ready to be read or handed to a DBA.
 *
 * `remark` says what shall stand above a statement.
 *
 * @example
 * const result = await migrator.plan()
 * if (result.ok) console.log(explainPlan(result.plan))
 */
export function explainPlan(plan: Plan, remark: Remark = () => []): string {
  requirePlan('explainPlan', plan)
  return [
    ...plan.squashes.map((squash) => `-- ${explainSquash(squash)}`),
    ...plan.steps.map((step) => explainStep(step, plan, remark)),
  ].join('\n\n')
}

/** What a squash does to the history, as a sentence without its full stop. */
export function explainSquash({ migration, replaced }: PlannedSquash): string {
  return `${migrationLabel(migration)} stands for ${plural(replaced.length, 'migration')} that ${replaced.length === 1 ? 'is' : 'are'} applied here: its record takes the place of theirs, and it does not run`
}

/** How the transactions of a plan are opened. */
type Manner = Pick<Plan, 'grammar' | 'isolation'>

/** The SQL of one step. */
export function explainStep(step: Step, plan: Manner, remark: Remark = () => []): string {
  const label = `-- ${step.migration.label} ${step.direction}${step.file === undefined ? '' : ` (${step.file})`}`
  if (step.loaded.kind === 'code') return explainCode(step, label, plan)
  if (step.groups.length === 0) return `${label}\n-- holds no statements; only its record changes`
  const durable = step.groups.filter(isLasting).length
  const last = step.groups.findLastIndex(isLasting)
  return [
    label,
    ...limits(step),
    ...step.groups.map((group, index) =>
      explainGroup(step, group, index === last, durable, { ...plan, remark }),
    ),
    ...(last === -1 ? [recordLine(step)] : []),
  ].join('\n')
}

function explainCode({ loaded, preview, direction }: Step, label: string, manner: Manner): string {
  if (preview === undefined) return `${label}\n-- runs code; its SQL is known only when it runs`
  const isApart = loaded.kind === 'code' && loaded.code.transaction === 'none'
  const { statements, ends, fails = false } = preview
  return [
    label,
    isApart ? '-- runs code, outside of transactions, which sends' : '-- runs code, which sends',
    ...(isApart ? [] : [beginText(manner.grammar, manner.isolation)]),
    ...statements.map((sql) => `${sql};`),
    ...(ends === undefined ? [] : [`-- ${onOneLine(ends)}`]),
    ...(fails ? [] : [recordLine({ direction })]),
    ...(isApart ? [] : [fails ? 'ROLLBACK;' : 'COMMIT;']),
  ].join('\n')
}

function recordLine({ direction }: Pick<Step, 'direction'>): string {
  return `-- the record is ${direction === 'up' ? 'written' : 'removed'} here`
}

function limits(step: Step): string[] {
  return [
    ...(step.lockTimeoutMs === undefined
      ? []
      : [`-- gives up waiting for a lock after ${step.lockTimeoutMs} ms`]),
    ...(step.statementTimeoutMs === undefined
      ? []
      : [`-- gives up a statement after ${step.statementTimeoutMs} ms`]),
  ]
}

function explainGroup(
  step: Step,
  group: Group,
  isLast: boolean,
  durable: number,
  { grammar, isolation, remark }: Manner & { readonly remark: Remark },
): string {
  const statements = group.statements.flatMap((statement) => [
    ...[...assertionLines(statement), ...remark(statement)].map((line) => `-- ${onOneLine(line)}`),
    `${statement.text};${statement.copyData === undefined ? '' : `\n${statement.copyData}\\.`}`,
  ])
  if (group.kind === 'session') return ['-- setting of the session', ...statements].join('\n')
  const record = isLast ? [recordLine(step)] : []
  const settings =
    settingsBefore(step, group).length > 0 ? ['-- the settings of the session above hold here'] : []
  if (group.kind === 'alone')
    return [`-- alone: ${group.why}`, ...settings, ...statements, ...record].join('\n')
  return [
    ...(group.kind === 'assert'
      ? ['-- only looks, and looks again until what is behind it was begun']
      : durable > 1
        ? ['-- a transaction of its own']
        : []),
    ...settings,
    beginText(grammar, group.isolation ?? isolation),
    ...statements,
    ...record,
    'COMMIT;',
  ].join('\n')
}

function assertionLines({ assertion }: PlannedStatement): string[] {
  if (assertion === undefined) return []
  const when = assertion.when === 'before' ? 'beforehand' : 'afterwards'
  return [`asserts ${when}: ${assertion.text} (no row, or one that is true)`]
}

/** A name can hold a line break, and what follows it would be no comment any more. */
function onOneLine(line: string): string {
  return line.replace(/\s*[\r\n]+\s*/g, ' ')
}
