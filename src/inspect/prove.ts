import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { godwitError, type GodwitError } from '#core'
import { changeVersion, type SchemaChange, type SchemaChanges } from '#dialect'
import type { Migrator, RunResult } from '#engine'
import { compareSchemas, type Schema, type SchemaDifference } from '#schema'
import { withoutLate } from './late-texts.ts'
import { migrationText } from './migration-text.ts'
import { stopped } from './of-scratch.ts'
import { differenceLines } from './rehearsal-text.ts'
import type { Renamed } from './renames.ts'
import { inScratchFolder } from './scratch-folder.ts'
import { partName } from './sources.ts'
import { effective, splitChanges } from './split-changes.ts'
import type { Stage } from './stage.ts'

/** A migration that was tried out: up it leads to where the next one begins, and down to where it began. */
export type ProvenMigration = {
  readonly description: string
  readonly up: readonly SchemaChange[]
  readonly down: readonly SchemaChange[]
  readonly upText: string
  readonly downText: string
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
 * @throws GodwitError `GODWIT_UNPROVEN` when it is not
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
      expectDone(
        await this.#migrator.upTo(String(index + 1), this.#stage.runOptions),
        `the way up of "${description}"`,
        part,
      )
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
      const down = downs[index] ?? []
      const title = index === 0 ? description : `${description}, part ${index + 1}`
      return {
        description: index === 0 ? description : `${description} ${index + 1}`,
        up,
        down,
        upText: this.#text(title, up, 'up', index === 0 ? rest : []),
        downText: this.#text(`Takes back: ${title}`, down, 'down'),
      }
    })
  }

  async #down(
    parts: readonly (readonly SchemaChange[])[],
    states: readonly Schema[],
  ): Promise<readonly (readonly SchemaChange[])[]> {
    const { from, description } = this.#claim
    const downs: (readonly SchemaChange[])[] = []
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
  async #takeBack(index: number, after: Schema, before: Schema): Promise<readonly SchemaChange[]> {
    const { renamed, description } = this.#claim
    const isFirst = index === 0
    const down = effective(isFirst ? this.#toStart(after) : this.#between(after, before))
    const result = await this.#runDown(index, down)
    if (result.ok) return down
    const other = isFirst && renamed.down.length > 0 ? await this.#renamedFirst(before) : undefined
    if (other !== undefined && (await this.#runDown(index, other)).ok) return other
    expectDone(result, `the way back of "${description}"`, down)
    return down
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

function expectDone(result: RunResult, way: string, changes: readonly SchemaChange[]): void {
  if (result.ok) return
  if (result.status === 'interrupted') throw stopped()
  const { message, detail = '' } = result.error
  throw godwitError('GODWIT_UNPROVEN', {
    message: `A statement of ${way} fails on a scratch database: ${message.replace(/^[^:]*: /, '')}`,
    detail: [detail.split('\n').slice(1).join('\n'), '', ...changes.map(({ sql }) => `${sql};`)]
      .join('\n')
      .trim(),
    database: UNCHANGED,
    next: BY_HAND,
    cause: result.error,
  })
}

const UNCHANGED = 'Your database is unchanged, and nothing was written.'

const BY_HAND = [
  'Write it by hand: godwit new "what it changes"',
  'then see what still differs: godwit diff --check',
]

function unproven(message: string, differences: readonly SchemaDifference[]): GodwitError {
  return godwitError('GODWIT_UNPROVEN', {
    message,
    detail: differenceLines(differences),
    database: UNCHANGED,
    next: BY_HAND,
  })
}
