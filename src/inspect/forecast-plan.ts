import { loadMigration, type LoadedMigration, type Migration, type SqlPart } from '#catalog'
import { isGodwitError } from '#core'
import {
  foresee,
  lockStrength,
  NO_EFFECTS,
  unite,
  type Effects,
  type ForeseenStatement,
  type LockTaken,
} from '#lint'
import type { Group, Plan, PlannedStatement, Step } from '#plan'
import { languageOf } from '#sql'
import type { Forecast, StatementForecast } from './forecast.ts'
import { measurePlan, type Measured, TRACERS } from './measure.ts'
import { openScratch, type ScratchOptions } from './scratch.ts'
import type { Traced } from './trace-contract.ts'

/** What to foresee. */
export type ForecastRequest = {
  readonly plan: Plan
  /** The migrations that are applied, in the order in which they were: they make the schema. */
  readonly applied: readonly Migration[]
  /** The major version of the database's server, where it is known. */
  readonly major?: number | undefined
  /** Where to measure; left out: by rule. */
  readonly scratch?: ScratchOptions | undefined
}

/**
 * Says what the pending statements of a plan will do to what is there: by rule, or measured on a scratch database where one is
 * asked for and can be had. The database itself is not touched.
 */
export async function forecastPlan({
  plan,
  applied,
  major,
  scratch,
}: ForecastRequest): Promise<Forecast> {
  const steps = plan.steps.filter((step) => step.loaded.kind === 'sql')
  const code = applied.find(({ kind }) => kind === 'code')
  const before: LoadedMigration[] = []
  for (const migration of applied)
    if (migration.kind === 'sql') before.push(await loadMigration(migration, plan.grammar))
  const foreseen = await foresee({
    before: before.flatMap((loaded) => (loaded.kind === 'sql' ? [loaded.up] : [])),
    pending: steps.flatMap((step) => partOf(step) ?? []),
    grammar: plan.grammar,
    major,
  })
  const { measured, ...basis } =
    code !== undefined && scratch !== undefined
      ? byRule(`${code.label}, which is applied, is code, and that is not run for a forecast`)
      : await measure(plan, before, scratch)
  return {
    ...basis,
    statements: steps.flatMap((step, index) => ofStep(step, foreseen[index] ?? [], measured)),
    code: plan.steps.flatMap(({ loaded, migration: { version, name } }) =>
      loaded.kind === 'code' ? [{ version, name }] : [],
    ),
  }
}

type Basis = Pick<Forecast, 'basis' | 'where' | 'why' | 'notes'> & {
  readonly measured: ReadonlyMap<PlannedStatement, Traced>
}

const NONE: ReadonlyMap<PlannedStatement, Traced> = new Map()

async function measure(
  plan: Plan,
  applied: readonly LoadedMigration[],
  options: ScratchOptions | undefined,
): Promise<Basis> {
  if (options === undefined) return { basis: 'rule', notes: [], measured: NONE }
  if (TRACERS[languageOf(plan.grammar)] === undefined)
    return byRule('this database does not show what a statement locks')
  const told = await onScratch(plan, applied, options)
  if ('why' in told) return byRule(told.why)
  const { result, place, version, notes } = told
  if (result.kind === 'impossible') return byRule(result.why)
  const { statements, note } = result
  return {
    basis: 'measured',
    where: `${place}, ${version}`,
    notes: note === undefined ? notes : [...notes, note],
    measured: statements,
  }
}

function byRule(why: string): Basis {
  return { basis: 'rule', why, notes: [], measured: NONE }
}

async function onScratch(
  plan: Plan,
  applied: readonly LoadedMigration[],
  options: ScratchOptions,
): Promise<
  | {
      readonly result: Measured
      readonly place: string
      readonly version: string
      readonly notes: readonly string[]
    }
  | { readonly why: string }
> {
  try {
    await using scratch = await openScratch(options)
    await using connection = await scratch.open()
    const result = await measurePlan(connection, applied, plan)
    const version = `${connection.dialect.product} ${connection.server.version}`
    return { result, place: scratch.place, version, notes: scratch.notes }
  } catch (error) {
    if (!isGodwitError(error) || error.code === 'GODWIT_USAGE') throw error
    return { why: error.message.replace(/\.$/, '') }
  }
}

function partOf({ loaded, direction }: Step): SqlPart | undefined {
  return loaded.kind === 'sql' ? loaded[direction] : undefined
}

function ofStep(
  step: Step,
  foreseen: readonly ForeseenStatement[],
  measured: ReadonlyMap<PlannedStatement, Traced>,
): StatementForecast[] {
  const { version, name } = step.migration
  const known = new Map(
    foreseen.map(({ statement, foreseen: told }) => [statement.start.offset, told]),
  )
  return step.groups.flatMap((group, index) => {
    let held: readonly LockTaken[] = []
    return group.statements.map((statement) => {
      const told = known.get(statement.start.offset) ?? { kind: 'known', effects: NO_EFFECTS }
      const traced = measured.get(statement)
      const byRule = told.kind === 'known' ? told.effects : NO_EFFECTS
      const isMeasured = traced?.kind === 'done'
      const effects = isMeasured ? measuredEffects(traced.effects, byRule, group) : byRule
      const one: StatementForecast = {
        version,
        name,
        direction: step.direction,
        file: step.file ?? '',
        statement,
        group: index + 1,
        basis: isMeasured ? 'measured' : 'rule',
        ...effects,
        locks: isMeasured ? effects.locks : effects.locks.filter(isNewIn(held)),
        held: isMeasured ? traced.held : held,
        ...(told.kind === 'unknown' && !isMeasured ? { unknown: told.why } : {}),
        ...(traced?.kind === 'refused' ? { refused: traced.message } : {}),
      }
      if (group.kind === 'transaction')
        held = unite({ ...NO_EFFECTS, locks: [...one.locks, ...one.held] }).locks
      return one
    })
  })
}

/** Whether a lock is none that the transaction has already, or a stronger one. */
function isNewIn(held: readonly LockTaken[]): (lock: LockTaken) => boolean {
  return ({ relation, mode }) =>
    !held.some(
      (lock) => lock.relation === relation && lockStrength(lock.mode) >= lockStrength(mode),
    )
}

/** What rows lose no catalog shows; and when a statement that stood alone has ended, its locks and what it read are past. */
function measuredEffects(traced: Effects, byRule: Effects, { kind }: Group): Effects {
  const { destroys, breaks } = byRule
  return unite(traced, kind === 'transaction' ? { ...NO_EFFECTS, destroys, breaks } : byRule)
}
