import { compareVersions, type MigrationId } from '#core'
import type { StatusEntry } from '#engine'
import { requireKnown } from '#plan'
import { compareSchemas, fingerprintOf, type Schema } from '#schema'
import type { Unfilled } from './fill-rows.ts'
import type { Rehearsal, RehearsalRequest, RehearsedMigration } from './rehearsal-contract.ts'
import { Stage } from './stage.ts'
import { notReached, tryMigration } from './try-migration.ts'

/**
 * Tries migrations out on scratch databases: each up, down and up again, with rows in the tables between. The schema must be what
 * it was after a way down, the same after each way up, and the same again when everything is installed at once.
 * @throws GodwitError `GODWIT_SCRATCH`, `GODWIT_VERSION_UNKNOWN`; what is wrong with migrations is part of the result
 */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const rehearsal = new Rehearsing(request, await Stage.open(request))
  try {
    return await rehearsal.run()
  } finally {
    await rehearsal.end()
  }
}

class Rehearsing {
  readonly #request: RehearsalRequest
  #stage: Stage
  /** The schema of the stage, where it is known. */
  #schema: Schema | undefined
  readonly #tried: RehearsedMigration[] = []
  readonly #unfilled = new Map<string, Unfilled>()

  constructor(request: RehearsalRequest, stage: Stage) {
    this.#request = request
    this.#stage = stage
  }

  async run(): Promise<Rehearsal> {
    const { place, notes } = this.#stage.scratch
    const { before, wanted } = await this.#choose()
    const last = before.at(-1)
    const error = last === undefined ? undefined : errorOf(await this.#stage.up(last.version))
    if (error !== undefined) throw error
    let previous = last
    let isStopped = false
    for (const migration of wanted) {
      if (isStopped || this.#isInterrupted) this.#tried.push(notReached(migration))
      else {
        this.#request.onMigration?.(migration)
        isStopped = await this.#try(migration, previous)
        previous = migration
      }
    }
    const isWhole = !isStopped && !this.#isInterrupted
    const schema = isWhole ? (this.#schema ?? (await this.#stage.schema())) : undefined
    const fresh =
      schema === undefined || wanted.length === 0 ? undefined : await this.#install(wanted, schema)
    return {
      ok:
        isWhole &&
        this.#tried.every(({ problems }) => problems.length === 0) &&
        fresh?.error === undefined &&
        (fresh?.differences ?? []).length === 0,
      place,
      notes,
      migrations: this.#tried,
      fresh,
      fingerprint: schema === undefined ? undefined : fingerprintOf(schema),
      unfilled: [...this.#unfilled.values()],
      isInterrupted: this.#isInterrupted,
    }
  }

  get #isInterrupted(): boolean {
    return this.#request.runOptions?.signal?.aborted === true
  }

  async #choose(): Promise<{ before: readonly StatusEntry[]; wanted: readonly StatusEntry[] }> {
    const { from, to } = this.#request
    const { entries } = await this.#stage.migrator.status()
    const versions = entries.map(({ version }) => version)
    for (const version of [from, to]) if (version !== undefined) requireKnown(version, versions)
    const upTo = entries.filter(
      ({ version }) => to === undefined || compareVersions(version, to) <= 0,
    )
    const isWanted = ({ version }: StatusEntry): boolean =>
      from === undefined || compareVersions(version, from) >= 0
    return { before: upTo.filter((entry) => !isWanted(entry)), wanted: upTo.filter(isWanted) }
  }

  /** Whether nothing after it can be tried. */
  async #try(migration: MigrationId, previous: MigrationId | undefined): Promise<boolean> {
    const { rehearsed, goesOn, schema } = await tryMigration(migration, {
      stage: this.#stage,
      schema: this.#schema,
      anew: async (isApplied) => {
        await this.#renew(isApplied ? migration : previous)
        return this.#stage
      },
      onUnfilled: (one) => void this.#unfilled.set(one.table, one),
    })
    this.#tried.push(rehearsed)
    this.#schema = schema
    return !goesOn
  }

  /** Another scratch database, in which everything up to a migration is applied and no rows are. */
  async #renew(applied: MigrationId | undefined): Promise<void> {
    await this.#stage[Symbol.asyncDispose]()
    this.#stage = await Stage.openAgain(this.#request)
    if (applied !== undefined) await this.#stage.up(applied.version)
  }

  async #install(
    wanted: readonly MigrationId[],
    expected: Schema,
  ): Promise<NonNullable<Rehearsal['fresh']>> {
    await this.#renew(undefined)
    const last = wanted.at(-1)
    const error = last === undefined ? undefined : errorOf(await this.#stage.up(last.version))
    if (error !== undefined) return { differences: [], error }
    return { differences: compareSchemas(expected, await this.#stage.schema()) }
  }

  async end(): Promise<void> {
    await this.#stage[Symbol.asyncDispose]()
  }
}

function errorOf(result: Awaited<ReturnType<Stage['up']>>) {
  return result.ok ? undefined : result.error
}
