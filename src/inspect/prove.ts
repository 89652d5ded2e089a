import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeVersion, type SchemaChange, type SchemaChanges } from '#dialect'
import type { Migrator, RunResult } from '#engine'
import { compareSchemas, type Schema } from '#schema'
import { withoutLate } from './late-texts.ts'
import { migrationText } from './migration-text.ts'
import type { Renamed } from './renames.ts'
import { inScratchFolder } from './scratch-folder.ts'
import { partName } from './sources.ts'
import { effective, splitChanges } from './split-changes.ts'
import type { Stage } from './stage.ts'
import { expectDone, failureDetail, rowsAgainst, unproven, wordsOf } from './unproven.ts'

/** A migration that was tried out: up it leads to where the next one begins, and down to where it began. */
export type ProvenMigration = {
  readonly description: string
  readonly up: readonly SchemaChange[]
  readonly down: readonly SchemaChange[]
  readonly upText: string
  readonly downText: string
  /** Why the way down could not be tried out with the rows that the migrations insert, as a sentence. */
  readonly remark?: string
}

/** What is to be proven. */
export type Claim = {
  readonly description: string
  /** The schema of the stage. */
  readonly from: Schema
  readonly to: Schema
  /** The statements that lead there. */
  readonly changes: readonly SchemaChange[]
  /** The renamings that come first; the ways back of everything else lead to the schema behind them, and the renamings back go on from there. */
  readonly renamed: Renamed
}

/** The history of what is tried out, beside the one of the migrations. */
const SERVICE = 'godwit-proof'

/**
 * Divides changes into migrations, finds the way down of each, and runs all of them up and down again as a migrator does. The
 * schema has to be the one that was asked for in the end, and the one of before after each way down.
 * @throws GodwitError `GODWIT_UNPROVEN` when it is not, `GODWIT_ROWS_AGAINST` when rows of the migrations keep it from that
 */
export async function prove(
  stage: Stage,
  changes: SchemaChanges,
  claim: Claim,
): Promise<readonly ProvenMigration[]> {
  return await inScratchFolder(async (dir) => {
    await using migrator = stage.migratorFor({ dir, service: SERVICE })
    return await new Proof(stage, changes, claim, migrator, dir).run()
  })
}

/** A way down that was tried out. */
type TriedDown = Pick<ProvenMigration, 'down' | 'remark'>

class Proof {
  readonly #stage: Stage
  readonly #changes: SchemaChanges
  readonly #claim: Claim
  readonly #migrator: Migrator
  readonly #dir: string
  readonly #version: number

  constructor(stage: Stage, changes: SchemaChanges, claim: Claim, migrator: Migrator, dir: string) {
    this.#stage = stage
    this.#changes = changes
    this.#claim = claim
    this.#migrator = migrator
    this.#dir = dir
    this.#version = changeVersion(stage.connection)
  }

  async run(): Promise<readonly ProvenMigration[]> {
    const { from, to, changes, description } = this.#claim
    const parts = splitChanges(effective(changes))
    const states = [from]
    for (const [index, part] of parts.entries()) {
      this.#write(index, 'up', this.#text(description, part, 'up'))
      await this.#runUp(index, part)
      states.push(await this.#stage.schema())
    }
    const left = this.#between(states.at(-1) ?? from, to)
    if (effective(left).length > 0 || (left.length === 0 && differ(to, states.at(-1))))
      throw unproven(
        `The way up of "${description}" does not lead to the schema that was asked for.`,
        compareSchemas(to, states.at(-1) ?? from),
      )
    const rest = leftOut(to, states.at(-1) ?? from)
    const downs = await this.#down(parts, states)
    return parts.map((up, index) => {
      const { down, ...remark } = downs[index] ?? { down: [] }
      const title = index === 0 ? description : `${description}, part ${index + 1}`
      return {
        description: index === 0 ? description : `${description} ${index + 1}`,
        up,
        down,
        ...remark,
        upText: this.#text(title, up, 'up', index === 0 ? rest : []),
        downText: this.#text(`Takes back: ${title}`, down, 'down'),
      }
    })
  }

  async #runUp(index: number, part: readonly SchemaChange[]): Promise<void> {
    const { description } = this.#claim
    const run = (): Promise<RunResult> =>
      this.#migrator.upTo(String(index + 1), this.#stage.runOptions)
    const result = await run()
    const why = await this.#rowsAgainst(result, run)
    if (why !== undefined) throw rowsAgainst(description, why, failureDetail(result, part))
    expectDone(result, `the way up of "${description}"`, part)
  }

  /** What the database says where nothing but rows made a run fail: without any, it goes through. */
  async #rowsAgainst(
    result: RunResult,
    run: () => Promise<RunResult>,
  ): Promise<string | undefined> {
    if (result.ok || result.status === 'interrupted') return undefined
    try {
      await this.#stage.empty()
    } catch {
      return undefined
    }
    return (await run()).ok ? wordsOf(result.error) : undefined
  }

  async #down(
    parts: readonly (readonly SchemaChange[])[],
    states: readonly Schema[],
  ): Promise<readonly TriedDown[]> {
    const { from, description } = this.#claim
    const downs: TriedDown[] = []
    for (const index of [...parts.keys()].reverse()) {
      const after = states[index + 1] ?? from
      const before = states[index] ?? from
      downs.unshift(await this.#takeBack(index, after, before))
      const found = await this.#stage.schema()
      if (differ(before, found))
        throw unproven(
          `The way down of "${description}" does not lead back to the schema before it.`,
          compareSchemas(before, found),
        )
    }
    return downs
  }

  /** The way back of the first migration, with what the renamings are taken back by. */
  #toStart(after: Schema): readonly SchemaChange[] {
    const { renamed, from } = this.#claim
    if (renamed.down.length === 0 || this.#changes.keepsTexts !== true)
      return [...this.#between(after, renamed.schema), ...renamed.down]
    const early = withoutLate(renamed.schema, after)
    return [
      ...this.#between(after, early(renamed.schema)),
      ...renamed.down,
      ...this.#between(early(from), from),
    ]
  }

  /** Runs the way back of one migration, and gives it. */
  async #takeBack(index: number, after: Schema, before: Schema): Promise<TriedDown> {
    const { renamed, description } = this.#claim
    const isFirst = index === 0
    const down = effective(isFirst ? this.#toStart(after) : this.#between(after, before))
    const result = await this.#runDown(index, down)
    if (result.ok) return { down }
    const other = isFirst && renamed.down.length > 0 ? await this.#renamedFirst(before) : undefined
    if (other !== undefined && (await this.#runDown(index, other)).ok) return { down: other }
    const why = await this.#rowsAgainst(result, () => this.#runDown(index, down))
    if (why !== undefined) return mayFail(down, why)
    expectDone(result, `the way back of "${description}"`, down)
    return { down }
  }

  #runDown(index: number, down: readonly SchemaChange[]): Promise<RunResult> {
    this.#write(index, 'down', this.#text(this.#claim.description, down, 'down'))
    return this.#migrator.down(undefined, this.#stage.runOptions)
  }

  /**
   * The way back that renames before it does all else, for a function whose text has the old names. Undefined where the old
   * names are taken until all else is done.
   */
  async #renamedFirst(before: Schema): Promise<readonly SchemaChange[] | undefined> {
    const { up, down } = this.#claim.renamed
    const { connection } = this.#stage
    try {
      for (const { sql } of down) await connection.execute(sql)
    } catch {
      return undefined
    }
    const rest = this.#between(await this.#stage.schema(), before)
    for (const { sql } of up) await connection.execute(sql)
    return effective([...down, ...rest])
  }

  #text(
    title: string,
    changes: readonly SchemaChange[],
    way: 'up' | 'down',
    left: readonly string[] = [],
  ): string {
    return migrationText(title, changes, this.#stage.connection.dialect.grammar, way, left)
  }

  #between(from: Schema, to: Schema): readonly SchemaChange[] {
    return this.#changes.between(from, to, { version: this.#version })
  }

  #write(index: number, way: 'up' | 'down', text: string): void {
    writeFileSync(join(this.#dir, `${index + 1}_proof.${way}.sql`), text)
  }
}

/** What of the wanted schema is not made. What is there beyond it is nobody's wish. */
function leftOut(to: Schema, made: Schema): readonly string[] {
  return compareSchemas(to, made).flatMap((one) =>
    one.change === 'extra'
      ? []
      : [
          `${partName(one)}: ${one.change === 'changed' ? one.expected : one.definition}`.replace(
            /: $/,
            '',
          ),
        ],
  )
}

function differ(expected: Schema, found: Schema | undefined): boolean {
  return found === undefined || compareSchemas(expected, found).length > 0
}

/** The way back is right and fails with rows that the way up can be run with: as for any other rows, it is told. */
function mayFail(down: readonly SchemaChange[], why: string): TriedDown {
  const [first, ...rest] = down
  const isTold = down.some(({ hazards }) => hazards.some(({ kind }) => kind === 'may-fail'))
  const text = `rows that the migrations insert stand against it: ${why.replace(/\.$/, '')}`
  const about = 'the way back'
  return {
    down:
      first === undefined || isTold
        ? down
        : [{ ...first, hazards: [...first.hazards, { kind: 'may-fail', text, about }] }, ...rest],
    remark: `The way down was tried out without rows, since ${text}.`,
  }
}
