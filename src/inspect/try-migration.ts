import type { GodwitError, MigrationId } from '#core'
import type { RunResult } from '#engine'
import { compareSchemas, type Schema } from '#schema'
import type { Unfilled } from './fill-rows.ts'
import type { Leg, LegName, RehearsalProblem, RehearsedMigration } from './rehearsal-contract.ts'
import { compareRows, type RowLoss, type RowPicture } from './row-loss.ts'
import type { Stage } from './stage.ts'

/** What one migration is tried out with. */
type Surroundings = {
  /** Everything before the migration is applied there. */
  readonly stage: Stage
  /** The schema there, where it is known. */
  readonly schema: Schema | undefined
  /** Another stage without rows, on which the migration is applied or everything before it is. */
  anew(isApplied: boolean): Promise<Stage>
  onUnfilled(one: Unfilled): void
}

/** How it did, and whether those after it can be tried: the migration is applied then. */
type Trial = {
  readonly rehearsed: RehearsedMigration
  readonly goesOn: boolean
  /** The schema at the end, where it is known. */
  readonly schema: Schema | undefined
}

/** Tries one migration up, down and up again. */
export async function tryMigration(
  migration: MigrationId,
  surroundings: Surroundings,
): Promise<Trial> {
  const trial = new MigrationTrial(migration, surroundings)
  const goesOn = await trial.run()
  return { rehearsed: trial.rehearsed, goesOn, schema: trial.schema }
}

/** A migration that could not be tried. */
export function notReached({ version, name }: MigrationId): RehearsedMigration {
  return {
    version,
    name,
    legs: { up: NOT_RUN, down: NOT_RUN, again: NOT_RUN },
    problems: [],
    assertions: 0,
    losses: { up: [], down: [], roundTrip: [] },
    notes: [],
  }
}

const NOT_RUN: Leg = { outcome: 'not run', durationMs: undefined }

type State = { readonly schema: Schema; readonly rows: RowPicture }

class MigrationTrial {
  readonly #migration: MigrationId
  readonly #surroundings: Surroundings
  #stage: Stage
  /** What it is now, where it is known: only ways change it. */
  #schema: Schema | undefined
  /** A way does not go with the rows that godwit makes: those are not there any more, and nobody has lost them. */
  #isWithoutRows = false
  readonly #legs: Record<LegName, Leg> = { up: NOT_RUN, down: NOT_RUN, again: NOT_RUN }
  readonly #problems: RehearsalProblem[] = []
  readonly #notes: string[] = []
  #assertions = 0
  readonly #losses: Record<'up' | 'down' | 'roundTrip', readonly RowLoss[]> = {
    up: [],
    down: [],
    roundTrip: [],
  }

  constructor(migration: MigrationId, surroundings: Surroundings) {
    this.#migration = migration
    this.#surroundings = surroundings
    this.#stage = surroundings.stage
    this.#schema = surroundings.schema
  }

  get schema(): Schema | undefined {
    return this.#schema
  }

  get rehearsed(): RehearsedMigration {
    const { version, name } = this.#migration
    return {
      version,
      name,
      legs: this.#legs,
      problems: this.#problems,
      assertions: this.#assertions,
      losses: this.#losses,
      notes: this.#notes,
    }
  }

  /** Whether the migration is applied at the end. */
  async run(): Promise<boolean> {
    const before = await this.#fill(await this.#state())
    const up = await this.#up(before)
    if (up !== 'ok') return up === 'skipped'
    const after = await this.#state()
    this.#losses.up = this.#compare(before, after, 'loosely')
    const full = this.#isWithoutRows ? after : await this.#fill(after)
    const down = await this.#down(full)
    if (down === 'stop') return false
    if (down === 'stays') return true
    if (down === 'renew') return this.#renewed()
    const back = await this.#state()
    this.#losses.down = this.#compare(full, back, 'loosely')
    this.#losses.roundTrip = this.#compare(before, back, 'exactly')
    this.#expect(
      'down',
      before.schema,
      back.schema,
      'The way down does not lead back to the schema before the way up.',
    )
    return this.#again(after.schema)
  }

  #compare(from: State, to: State, how: Parameters<typeof compareRows>[2]): readonly RowLoss[] {
    return this.#isWithoutRows ? [] : compareRows(from.rows, to.rows, how)
  }

  async #up(before: State): Promise<'ok' | 'skipped' | 'failed'> {
    const first = await this.#goUp()
    const result =
      first.ok || isInterrupted(first) || isEmpty(before.rows)
        ? first
        : await this.#upWithoutRows(first.error)
    this.#take('up', result)
    if (!result.ok) this.#fail('up', result.error)
    return result.ok ? (result.status === 'done' ? 'ok' : 'skipped') : 'failed'
  }

  /** The rows are made up: what they are in the way of need not be in the way of real ones. */
  async #upWithoutRows(refusal: GodwitError): Promise<RunResult> {
    await this.#renew(false)
    this.#isWithoutRows = true
    const result = await this.#goUp()
    if (result.ok)
      this.#notes.push(
        `The way up works on empty tables only; with the rows that godwit made it failed: ${refusal.message}`,
      )
    return result
  }

  /** `gone`: it went; `stays`: there is no way; `renew`: it failed, and the database is not to be relied on; `stop`: somebody wants to end. */
  async #down(full: State): Promise<'gone' | 'stays' | 'renew' | 'stop'> {
    const first = await this.#goDown()
    const result =
      first.ok || isBlocked(first) || isInterrupted(first) || isEmpty(full.rows)
        ? first
        : await this.#downWithoutRows(first.error)
    this.#take('down', result)
    if (result.ok) return 'gone'
    if (isInterrupted(result)) return 'stop'
    if (this.#legs.down.outcome === 'irreversible') return 'stays'
    this.#fail('down', result.error)
    return this.#legs.down.outcome === 'absent' ? 'stays' : 'renew'
  }

  async #downWithoutRows(refusal: GodwitError): Promise<RunResult> {
    await this.#renew(true)
    this.#isWithoutRows = true
    const result = await this.#goDown()
    if (result.ok)
      this.#notes.push(
        `The way down works on empty tables only; with the rows that godwit made it failed: ${refusal.message}`,
      )
    return result
  }

  async #again(expected: Schema): Promise<boolean> {
    const result = await this.#goUp()
    this.#take('again', result)
    if (!result.ok) {
      this.#fail('again', result.error)
      return !isInterrupted(result) && this.#renewed()
    }
    const isSame = this.#expect(
      'again',
      expected,
      await this.#readSchema(),
      'The second way up gives another schema than the first.',
    )
    return isSame || this.#renewed()
  }

  /** Goes on in a database that the failure has not touched. */
  async #renewed(): Promise<boolean> {
    await this.#renew(true)
    return true
  }

  #take(leg: LegName, result: RunResult): void {
    this.#legs[leg] = legOf(result)
    for (const { assertions = 0 } of 'steps' in result ? result.steps : [])
      this.#assertions += assertions
  }

  #fail(leg: LegName, error: GodwitError): void {
    // That somebody wants to end is no fault of the migration.
    if (error.code === 'GODWIT_INTERRUPTED') return
    this.#problems.push({ leg, message: error.message, error, differences: [] })
  }

  #expect(leg: LegName, expected: Schema, found: Schema, message: string): boolean {
    const differences = compareSchemas(expected, found)
    if (differences.length === 0) return true
    this.#problems.push({ leg, message, differences })
    this.#legs[leg] = { ...this.#legs[leg], outcome: 'failed' }
    return false
  }

  async #renew(isApplied: boolean): Promise<void> {
    this.#schema = undefined
    this.#stage = await this.#surroundings.anew(isApplied)
  }

  /** One that does nothing, since the migration is left out here, leaves the schema as it is. */
  async #goUp(): Promise<RunResult> {
    const result = await this.#stage.up(this.#migration.version)
    if (result.status !== 'nothing') this.#schema = undefined
    return result
  }

  /** One that is refused, since there is no way, leaves the schema as it is. */
  async #goDown(): Promise<RunResult> {
    const result = await this.#stage.down()
    if (!isBlocked(result)) this.#schema = undefined
    return result
  }

  async #readSchema(): Promise<Schema> {
    this.#schema ??= await this.#stage.schema()
    return this.#schema
  }

  async #state(): Promise<State> {
    const schema = await this.#readSchema()
    return { schema, rows: await this.#stage.rows(schema) }
  }

  async #fill(state: State): Promise<State> {
    const { rows, unfilled } = await this.#stage.fill(state.schema, state.rows)
    for (const one of unfilled) this.#surroundings.onUnfilled(one)
    return { schema: state.schema, rows }
  }
}

function isEmpty(rows: RowPicture): boolean {
  return [...rows.values()].every((table) => table.rows === 0)
}

function isBlocked(result: RunResult): boolean {
  return result.status === 'blocked'
}

function isInterrupted(result: RunResult): boolean {
  return result.status === 'interrupted'
}

function legOf(result: RunResult): Leg {
  if (result.ok)
    return result.status === 'done'
      ? { outcome: 'ok', durationMs: result.durationMs }
      : { outcome: 'skipped', durationMs: undefined }
  if (isInterrupted(result)) return NOT_RUN
  const outcome =
    ({ GODWIT_IRREVERSIBLE: 'irreversible', GODWIT_DOWN_MISSING: 'absent' } as const)[
      result.error.code as string
    ] ?? 'failed'
  return { outcome, durationMs: undefined }
}
