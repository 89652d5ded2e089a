import { isDeepStrictEqual } from 'node:util'
import { godwitError, type Direction, type GodwitError, type Version } from '#core'
import { requirePlan } from './require-plan.ts'
import type { Basis, Goal, Group, Plan, Step } from './types.ts'

/** A plan as a file: what it was made for and exactly what it runs. */
export type SavedPlan = {
  readonly godwit: 'plan'
  readonly format: 1
  readonly direction: Direction
  readonly basis: Basis
  readonly steps: readonly SavedStep[]
}

/** One step of a saved plan. Code cannot be written down: its checksum stands for it. */
export type SavedStep = {
  readonly version: Version
  readonly name: string
  readonly file: string | null
  readonly checksum: string
  readonly groups: readonly {
    readonly kind: Group['kind']
    readonly statements: readonly string[]
  }[]
}

/**
 * The plan as plain data for a file.
 *
 * @example
 * const result = await migrator.plan()
 * if (result.ok) await writeFile('release.plan.json', JSON.stringify(savePlan(result.plan)))
 */
export function savePlan(plan: Plan): SavedPlan {
  requirePlan('savePlan', plan)
  return {
    godwit: 'plan',
    format: 1,
    direction: plan.direction,
    basis: plan.basis,
    steps: plan.steps.map(saveStep),
  }
}

function saveStep(step: Step): SavedStep {
  return {
    version: step.migration.version,
    name: step.migration.name,
    file: step.file ?? null,
    checksum: step.migration.bytes,
    groups: step.groups.map((group) => ({
      kind: group.kind,
      statements: group.statements.map((statement) => statement.text),
    })),
  }
}

/**
 * Reads a saved plan. `file` is its name for the message.
 * @throws GodwitError `GODWIT_PLAN_INVALID` when the value is not one, or not as godwit wrote it.
 */
export async function readSavedPlan(value: unknown, file?: string): Promise<SavedPlan> {
  const shown = file === undefined ? 'The saved plan' : `"${file}"`
  if (!isObject(value) || value['godwit'] !== 'plan')
    throw invalid(`${shown} is not a plan that godwit saved.`, file)
  if (value['format'] !== 1)
    throw invalid(`${shown} is in a format that this version of godwit cannot read.`, file)
  // Only who gives a plan pays for the validator.
  const { checkSavedPlan } = await import('./saved-plan-schema.ts')
  const checked = checkSavedPlan(value)
  if ('plan' in checked) return checked.plan
  throw invalid(`${shown} is not as godwit saved it: ${checked.mistake}.`, file)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function invalid(message: string, file = 'FILE'): GodwitError {
  return godwitError('GODWIT_PLAN_INVALID', {
    message,
    next: [`Write a new one: godwit plan --save ${file}`],
  })
}

/** How far a saved plan goes; undefined for one without steps. */
export function goalOfSavedPlan({ direction, steps }: SavedPlan): Goal | undefined {
  const last = steps.at(-1)
  if (last === undefined) return undefined
  return direction === 'up'
    ? { kind: 'to', version: last.version }
    : { kind: 'count', count: steps.length }
}

/**
 * Checks that a saved plan is exactly what would run now.
 * @throws GodwitError `GODWIT_PLAN_STALE` that names the first difference.
 */
export function requireSame(saved: SavedPlan, current: Plan): void {
  const now = savePlan(current)
  const reason = firstDifference(saved, now)
  if (reason === undefined) return
  const plan = saved.direction === 'up' ? 'godwit plan' : 'godwit plan --down'
  throw godwitError('GODWIT_PLAN_STALE', {
    message: `The saved plan no longer fits: ${reason}.`,
    database: 'The database is unchanged.',
    next: [`Look at what would run now: ${plan}`, `Save it anew: ${plan} --save FILE`],
  })
}

function firstDifference(saved: SavedPlan, now: SavedPlan): string | undefined {
  if (saved.direction !== now.direction) return `it goes ${saved.direction}, not ${now.direction}`
  if (saved.basis.service !== now.basis.service)
    return `it was made for the service "${saved.basis.service}", this is "${now.basis.service}"`
  if (saved.basis.database !== now.basis.database)
    return `it was made for ${saved.basis.database}, this is ${now.basis.database}`
  if (saved.basis.history !== now.basis.history)
    return 'migrations were applied or rolled back since'
  if (saved.basis.catalog !== now.basis.catalog)
    return (
      stepDifference(saved.steps, now.steps) ??
      'migration files were added, removed or edited since'
    )
  return isDeepStrictEqual(saved.steps, now.steps)
    ? undefined
    : 'its steps are not those that would run now'
}

function stepDifference(
  saved: readonly SavedStep[],
  now: readonly SavedStep[],
): string | undefined {
  const then = new Map(saved.map((step) => [step.version, step]))
  const label = ({ version, name }: SavedStep): string => `${version}_${name}`
  for (const step of now) {
    const before = then.get(step.version)
    if (before === undefined) return `${label(step)} was added since`
    if (before.checksum !== step.checksum) return `${label(step)} was edited since`
    then.delete(step.version)
  }
  const [gone] = then.values()
  return gone === undefined ? undefined : `${label(gone)} is not among the files any more`
}
