import { godwitError, nearest, shellWord } from '#core'
import type { Renaming, SchemaChange, SchemaChanges } from '#dialect'
import {
  labelOf,
  renameCandidates,
  type ObjectName,
  type RenameCandidate,
  type Schema,
} from '#schema'
import {
  cancelled,
  columnOf,
  namesIn,
  placeOf,
  readWish,
  requireGone,
  requireNew,
  tableOf,
  unclear,
  unknownName,
  withoutPrefix,
  type Wish,
} from './rename-wishes.ts'
import type { Stage } from './stage.ts'

/** What is said about one thing that is gone: that it is there under a new name, or that it is meant to be gone. */
export type RenameAnswer =
  | { readonly kind: 'renamed'; readonly to: string }
  | { readonly kind: 'dropped' }

/** Asks a person; undefined: the person does not want to go on. */
export type AskRename = (candidate: RenameCandidate) => Promise<RenameAnswer | undefined>

/** What a user says about renames. */
export type RenameWishes = {
  /** As `users.name:full_name` or `users:people`. */
  readonly renames: readonly string[]
  /** What is really gone, as `users.name` or `users`. */
  readonly drops: readonly string[]
  /** The command as it was typed, to be typed again with the answers. */
  readonly command: string
  /** Where a person can be asked. */
  readonly ask?: AskRename | undefined
}

/** Renamings that were carried out on the stage, with the statements there and back. */
export type Renamed = {
  /** The schema after them. */
  readonly schema: Schema
  readonly up: readonly SchemaChange[]
  readonly down: readonly SchemaChange[]
}

/**
 * Carries out on a stage what is to be kept under another name, so that the rest can be compared.
 * @throws GodwitError `GODWIT_RENAME_UNCLEAR` when something may have been renamed and nobody says so, `GODWIT_USAGE` for
 *   names that are unknown, `GODWIT_INTERRUPTED` when the person who is asked cancels
 */
export async function applyRenames(
  stage: Stage,
  changes: SchemaChanges,
  { from, to }: { readonly from: Schema; readonly to: Schema },
  wishes: RenameWishes,
): Promise<Renamed> {
  return new Renamer(stage, changes, from, to, wishes).run()
}

class Renamer {
  readonly #stage: Stage
  readonly #changes: SchemaChanges
  readonly #to: Schema
  readonly #wishes: RenameWishes
  readonly #drops: Set<string>
  /** Labels of tables before, by those after. */
  readonly #oldLabels = new Map<string, string>()
  #schema: Schema
  readonly #up: SchemaChange[] = []
  readonly #down: SchemaChange[] = []

  constructor(
    stage: Stage,
    changes: SchemaChanges,
    from: Schema,
    to: Schema,
    wishes: RenameWishes,
  ) {
    this.#stage = stage
    this.#changes = changes
    this.#schema = from
    this.#to = to
    this.#wishes = wishes
    this.#drops = new Set(wishes.drops)
  }

  async run(): Promise<Renamed> {
    this.#requireDrops()
    const wishes = this.#wishes.renames.map(readWish)
    const ofTables = wishes.filter(({ name }) => tableOf(this.#schema, name) !== undefined)
    for (const wish of ofTables) await this.#renameTable(wish)
    for (const wish of wishes) if (!ofTables.includes(wish)) await this.#renameColumn(wish)
    for (;;) {
      const open = this.#open()
      const [first] = open
      if (first === undefined)
        return { schema: this.#schema, up: this.#up, down: this.#down.toReversed() }
      const { ask, command } = this.#wishes
      if (ask === undefined) throw unclear(open, command)
      await this.#take(first, await ask(first))
    }
  }

  /** Tables first: what became of columns can only be told when it is known which table is which. */
  #open(): readonly RenameCandidate[] {
    const all = renameCandidates(this.#schema, this.#to).filter(
      ({ label }) => !this.#drops.has(this.#before(label)) && !this.#drops.has(label),
    )
    const tables = all.filter(({ kind }) => kind === 'table')
    return tables.length === 0 ? all : tables
  }

  async #take(candidate: RenameCandidate, answer: RenameAnswer | undefined): Promise<void> {
    if (answer === undefined) throw cancelled()
    if (answer.kind === 'dropped') this.#drops.add(candidate.label)
    else if (candidate.kind === 'table')
      await this.#rename(
        renamingOf(candidate.table, placeOf(answer.to, candidate.table.schema, this.#to)),
      )
    else await this.#rename({ ...candidate, kind: 'column', to: answer.to })
  }

  async #renameTable(wish: Wish): Promise<void> {
    const table = tableOf(this.#schema, wish.name)
    if (table === undefined) return
    const place = placeOf(wish.to, table.schema, this.#to)
    const besides = ({ tables }: Schema) => tables.filter(({ schema }) => schema === place.schema)
    requireGone(wish, tableOf(this.#to, wish.name) !== undefined)
    requireNew(wish, place.name, besides(this.#to), besides(this.#schema))
    await this.#rename(renamingOf(table, place))
  }

  async #renameColumn(wish: Wish): Promise<void> {
    const found = columnOf(this.#schema, wish.name, this.#oldLabels)
    if (found === undefined) throw unknownName(wish, this.#schema)
    const { table, from } = found
    const now = tableOf(this.#to, labelOf(table))
    const to = withoutPrefix(wish.to, labelOf(table))
    requireGone(wish, now?.columns.some(({ name }) => name === from) === true)
    requireNew(wish, to, now?.columns ?? [], table.columns)
    await this.#rename({ kind: 'column', table, from, to })
  }

  async #rename(renaming: Renaming): Promise<void> {
    const aside = this.#changes.inTheWay?.(renaming, this.#schema) ?? { dropped: [], made: [] }
    const renamed = this.#changes
      .rename(renaming, this.#schema)
      .map((sql) => renameChange(sql, renaming))
    const up = [...aside.dropped, ...renamed]
    for (const { sql } of up) await this.#run(sql, renaming)
    this.#up.push(...up)
    const back = inverse(renaming)
    const schema = await this.#stage.schema()
    this.#down.push(
      ...aside.made.toReversed(),
      ...this.#changes
        .rename(back, schema)
        .map((sql) => renameChange(sql, back))
        .toReversed(),
    )
    if (renaming.kind === 'table')
      this.#oldLabels.set(labelOf(placeAfter(renaming)), labelOf(renaming.from))
    this.#schema = schema
  }

  async #run(sql: string, renaming: Renaming): Promise<void> {
    const { connection } = this.#stage
    try {
      await connection.execute(sql)
    } catch (error) {
      const { message } = connection.dialect.classify(error)
      throw godwitError('GODWIT_UNSUPPORTED', {
        message: `${connection.dialect.product} does not rename the ${whatOf(renaming)} to ${newNameOf(renaming)}: ${message}`,
        detail: `${sql};`,
        database: 'Your database is unchanged, and nothing was written.',
        next: ['Write that renaming by hand, with what is in its way: godwit new "what it does"'],
        cause: error,
      })
    }
  }

  #before(label: string): string {
    for (const [now, before] of this.#oldLabels)
      if (label === now || label.startsWith(`${now}.`)) return before + label.slice(now.length)
    return label
  }

  /** A name that is not there, or that stays, was not meant. */
  #requireDrops(): void {
    const gone = namesIn(this.#schema).filter((name) => !namesIn(this.#to).includes(name))
    for (const name of this.#drops) {
      if (gone.includes(name)) continue
      const near = nearest(name, gone)
      throw godwitError('GODWIT_USAGE', {
        message: namesIn(this.#schema).includes(name)
          ? `"--drop ${name}": ${name} stays, since the desired schema has it too.`
          : `"--drop ${name}": there is no table or column ${name} that would be dropped${near === undefined ? '.' : `; did you mean ${near}?`}`,
        next: [
          near === undefined
            ? `Leave out --drop ${shellWord(name)}.`
            : `Use --drop ${shellWord(near)}`,
        ],
      })
    }
  }
}

function inverse(renaming: Renaming): Renaming {
  if (renaming.kind === 'column') return { ...renaming, from: renaming.to, to: renaming.from }
  return renamingOf(placeAfter(renaming), renaming.from)
}

type RenamedTable = Extract<Renaming, { readonly kind: 'table' }>

function renamingOf(from: ObjectName, { schema, name }: ObjectName): RenamedTable {
  const isMoved = schema !== undefined && schema !== from.schema
  return { kind: 'table', from, to: name, ...(isMoved ? { schema } : {}) }
}

function placeAfter({ from, to, schema = from.schema }: RenamedTable): ObjectName {
  return { schema, name: to }
}

function newNameOf(renaming: Renaming): string {
  return renaming.kind === 'table' && renaming.schema !== undefined
    ? `${renaming.schema}.${renaming.to}`
    : renaming.to
}

function renameChange(sql: string, renaming: Renaming): SchemaChange {
  return {
    sql,
    summary: `renames the ${whatOf(renaming)} to ${newNameOf(renaming)}`,
    hazards: [{ kind: 'old-clients', text: 'code that uses the old name fails' }],
    placement: 'with',
  }
}

function whatOf(renaming: Renaming): string {
  return renaming.kind === 'table'
    ? `table ${labelOf(renaming.from)}`
    : `column ${labelOf(renaming.table)}.${renaming.from}`
}
