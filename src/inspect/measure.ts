import type { LoadedMigration } from '#catalog'
import type { Connection, Unit } from '#dialect'
import {
  settingsBefore,
  stepsUp,
  type Group,
  type Plan,
  type PlannedStatement,
  type Step,
} from '#plan'
import { languageOf, type Grammar, type Language } from '#sql'
import { reachesBeyond } from './beyond.ts'
import { databasesBeside } from './keep-inside.ts'
import { AlterAsker } from './mysql/ask.ts'
import { otherDatabaseIn } from './mysql/other-databases.ts'
import { Tracer } from './postgres/trace.ts'
import type { StatementTracer, Traced } from './trace-contract.ts'

/** What each pending statement did on a scratch database, or why nothing can be said. */
export type Measured =
  | {
      readonly kind: 'measured'
      readonly statements: ReadonlyMap<PlannedStatement, Traced>
      /** What the findings do not tell, as a sentence without its full stop. */
      readonly note?: string | undefined
    }
  | { readonly kind: 'impossible'; readonly why: string }

/** The longest that statements may take on empty tables, in milliseconds. */
const LIMITS = { statementTimeoutMs: 10_000, lockTimeoutMs: 10_000 }

/**
 * Makes the schema of the migrations that are applied on an empty scratch database, and then runs the pending ones, looking at
 * each statement. What reaches beyond the database is not run.
 */
export async function measurePlan(
  scratch: Connection,
  applied: readonly LoadedMigration[],
  plan: Plan,
): Promise<Measured> {
  const failure = await makeSchema(scratch, applied, plan)
  if (failure !== undefined) return { kind: 'impossible', why: failure }
  const begin = TRACERS[languageOf(plan.grammar)]
  if (begin === undefined)
    return {
      kind: 'impossible',
      why: `${scratch.dialect.product} does not show what a statement locks`,
    }
  const tracer = await begin(scratch)
  const statements = new Map<PlannedStatement, Traced>()
  for (const step of plan.steps)
    for (const group of step.groups) await measureGroup(tracer, step, group, plan, statements)
  return { kind: 'measured', statements, note: tracer.note }
}

/** How it is found out; not every database shows it. */
export const TRACERS: Partial<Record<Language, (scratch: Connection) => Promise<StatementTracer>>> =
  {
    postgres: (scratch) => Tracer.begin(scratch),
    mysql: (scratch) => AlterAsker.begin(scratch),
  }

/** Replays what is applied; gives the reason where that cannot be done. */
async function makeSchema(
  scratch: Connection,
  applied: readonly LoadedMigration[],
  plan: Plan,
): Promise<string | undefined> {
  const others = await databasesBeside(scratch)
  const replay = new Replay(scratch)
  for (const step of stepsUp(applied, plan.grammar, scratch.server.major))
    for (const group of step.groups) {
      const statements = [...settingsBefore(step, group), ...group.statements].filter((statement) =>
        isTried(statement, plan.grammar),
      )
      for (const { text } of statements) {
        const other = otherDatabaseIn(text, plan.grammar, others)
        if (other !== undefined)
          return `the schema cannot be made from the files: ${step.migration.label} names the database ${other}`
      }
      const failure = await replay.take(step, group.kind, statements)
      if (failure !== undefined) return failure
    }
  return replay.finish()
}

/** Not what reaches beyond the database, and not what asserts something of rows: here are none. */
function isTried({ text, assertion }: PlannedStatement, grammar: Grammar): boolean {
  return assertion === undefined && !reachesBeyond(text, grammar)
}

/** Sends units many at a time, and in between what stands alone. */
class Replay {
  readonly #scratch: Connection
  #units: { readonly unit: Unit; readonly step: Step }[] = []

  constructor(scratch: Connection) {
    this.#scratch = scratch
  }

  async take(
    step: Step,
    kind: Group['kind'],
    statements: readonly PlannedStatement[],
  ): Promise<string | undefined> {
    if (kind === 'transaction') {
      this.#units.push({ step, unit: { settings: LIMITS, statements, ledger: [] } })
      return undefined
    }
    if (statements.length === 0) return undefined
    const failure = await this.#send()
    if (failure !== undefined) return failure
    try {
      for (const statement of statements) await this.#scratch.runAlone(statement, LIMITS)
      return undefined
    } catch (error) {
      return failed(step, this.#scratch.dialect.classify(error).message)
    }
  }

  async finish(): Promise<string | undefined> {
    const failure = await this.#send()
    await this.#scratch.resetSession()
    return failure
  }

  async #send(): Promise<string | undefined> {
    const units = this.#units
    this.#units = []
    const { committed, failure } = await this.#scratch.runUnits(
      units.map(({ unit }) => unit),
      () => {},
    )
    const step = units[committed]?.step
    return failure === undefined || step === undefined
      ? undefined
      : failed(step, failure.error.message)
  }
}

function failed({ migration }: Step, message: string): string {
  return `the schema cannot be made from the files: ${migration.label} fails on an empty database (${message})`
}

async function measureGroup(
  tracer: StatementTracer,
  step: Step,
  group: Group,
  { grammar }: Plan,
  measured: Map<PlannedStatement, Traced>,
): Promise<void> {
  const statements = group.statements.filter((statement) => isTried(statement, grammar))
  if (statements.length === 0) return
  const settings = settingsBefore(step, group)
  const traced =
    group.kind === 'transaction'
      ? await tracer.together([...settings, ...statements], LIMITS)
      : await tracer.alone([...settings, ...statements], LIMITS)
  for (const [index, statement] of statements.entries()) {
    const one = traced[settings.length + index]
    if (one !== undefined) measured.set(statement, one)
  }
}
