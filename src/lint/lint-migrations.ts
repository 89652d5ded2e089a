import type { LoadedMigration, Migration, SourceRef } from '#catalog'
import type { Direction } from '#core'
import { loadPostgresParser, type Grammar } from '#sql'
import type { FileScene } from './files/file-rule.ts'
import { FILE_RULES } from './files/index.ts'
import type { Finding } from './finding.ts'
import type { Levels } from './levels.ts'
import type { UnreadableFile } from './load-for-lint.ts'
import { PartReport, unreadableFinding } from './part-report.ts'
import { Permissions } from './permissions.ts'
import { requireRules, RULES } from './postgres/rules/index.ts'
import { Schema } from './postgres/schema.ts'
import { Transaction } from './postgres/transaction.ts'
import { readPart, type ReadWay } from './read-part.ts'

/** What to look at, and how strictly. */
export type LintRequest = {
  /** All migrations in order; those before the ones that are looked at tell the schema. */
  readonly migrations: readonly LoadedMigration[]
  /** Files of them that could not be read. */
  readonly unreadable?: readonly UnreadableFile[]
  /** Whether a file is looked at, or only tells the schema. */
  readonly isWanted: (source: { readonly migration: Migration }, file: SourceRef) => boolean
  /** Which migrations are deployed together: what one of them makes is new to the others. Default: each by itself. */
  readonly together: boolean
  /** Levels that differ from the rules' own. */
  readonly levels: Levels
  /** Versions that are applied, and whose file says something else by now. */
  readonly edited?: ReadonlySet<string>
  /** What the files are written in. */
  readonly grammar: Grammar
}

/** What a look at migrations found. */
export type LintResult = {
  readonly findings: readonly Finding[]
  /** How many files and statements were looked at. */
  readonly files: number
  readonly statements: number
}

/**
 * Looks for SQL that hurts, with the database's own grammar. What the grammar refuses is a finding, a file that cannot be cut into
 * statements is one too; everything else is looked at all the same. Ways down are gone through from the last one back, as they run:
 * the schema before each is what those above it leave.
 * @throws GodwitError `GODWIT_UNSUPPORTED` for a grammar that there are no rules for yet
 */
export async function lintMigrations(request: LintRequest): Promise<LintResult> {
  requireRules(request.grammar)
  const look = new Look(request, await loadPostgresParser())
  for (const loaded of request.migrations) if (loaded.kind === 'sql') look.goUp(loaded)
  look.goDown()
  for (const file of request.unreadable ?? [])
    if (request.isWanted(file, file.ref)) look.unreadable(file)
  return look.result()
}

type SqlMigration = Extract<LoadedMigration, { kind: 'sql' }>
type Parser = Awaited<ReturnType<typeof loadPostgresParser>>

/** One look at all of the files. */
class Look {
  readonly #request: LintRequest
  readonly #parser: Parser
  readonly #schema = new Schema()
  readonly #permissions: Permissions
  readonly #reports: PartReport[] = []
  readonly #loose: Finding[] = []
  readonly #downs: {
    readonly loaded: SqlMigration
    readonly way: ReadWay
    readonly report: PartReport
  }[] = []
  readonly #files = new Set<string>()
  readonly #unread: ReadonlySet<Migration>
  #statements = 0

  constructor(request: LintRequest, parser: Parser) {
    this.#request = request
    this.#parser = parser
    this.#permissions = new Permissions(request.levels)
    this.#unread = new Set(request.unreadable?.map(({ migration }) => migration))
  }

  /** Looks at a way up, and reads the way down, which is looked at later. */
  goUp(loaded: SqlMigration): void {
    const { isWanted, together, edited } = this.#request
    const { migration, up, down } = loaded
    const way = this.#read(loaded, 'up', up)
    const isUpWanted = isWanted(loaded, up)
    this.#schema.beginUnit(isUpWanted && together ? 'together' : migration.label)
    this.#follow(way)
    if (edited?.has(migration.version) === true) way.report.edited()
    const downWay = down === undefined ? undefined : this.#read(loaded, 'down', down)
    if (downWay !== undefined)
      this.#downs.push({ loaded, way: downWay.way, report: downWay.report })
    if (this.#unread.has(migration) || !way.way.isWhole || downWay?.way.isWhole === false) return
    this.#lookAtFiles(
      { migration, grammar: this.#request.grammar, up: way.way, down: downWay?.way },
      {
        up: way.report,
        down: downWay?.report,
      },
    )
  }

  /** Looks at the ways down, the last one first. */
  goDown(): void {
    for (const { loaded, way, report } of this.#downs.toReversed()) {
      this.#schema.beginUnit(`down of ${loaded.migration.label}`)
      this.#follow({ way, report })
    }
  }

  unreadable(file: UnreadableFile): void {
    this.#files.add(file.ref.path)
    this.#loose.push(unreadableFinding(file.ref, file.error))
  }

  result(): LintResult {
    const found = [
      ...this.#reports.flatMap(({ findings }) => findings),
      ...this.#loose,
      ...this.#permissions.unused(),
    ]
    return {
      findings: inOrder(found, this.#order()),
      files: this.#files.size,
      statements: this.#statements,
    }
  }

  #read(loaded: SqlMigration, direction: Direction, part: SqlMigration['up']) {
    const { isWanted, levels, grammar } = this.#request
    const isLookedAt = isWanted(loaded, part)
    const report = new PartReport(part, direction, levels, this.#permissions, isLookedAt)
    const way = readPart(part, this.#parser, grammar, report)
    this.#reports.push(report)
    if (isLookedAt && part.path !== '' && !this.#isUnread(loaded.migration, part)) {
      this.#files.add(part.path)
      this.#statements += way.all.length
      this.#permissions.add(part, way.all)
      report.excuseUnread(way)
    }
    return { way, report }
  }

  #isUnread(migration: Migration, { path }: SourceRef): boolean {
    return (
      this.#unread.has(migration) &&
      this.#request.unreadable?.some((file) => file.ref.path === path) === true
    )
  }

  /** Goes through the statements of a way with the rules, and on with the schema. */
  #follow({ way, report }: { readonly way: ReadWay; readonly report: PartReport }): void {
    const transaction = new Transaction(way.part, this.#request.grammar)
    for (const { statement, tree } of way.statements) {
      if (tree === undefined) continue
      const scene = { statement, tree, schema: this.#schema, ...transaction.at(statement) }
      report.look(RULES, scene)
      this.#schema.apply(tree)
      transaction.goOn(statement, tree)
    }
  }

  #lookAtFiles(
    scene: FileScene,
    reports: { readonly up: PartReport; readonly down: PartReport | undefined },
  ): void {
    if (!reports.up.isWanted && reports.down?.isWanted !== true) return
    for (const rule of FILE_RULES)
      for (const hit of rule.check(scene)) reports[hit.way]?.hitOfFile(rule, hit)
  }

  /** The files as the migrations have them: each way up before its way down. */
  #order(): readonly string[] {
    const refs = this.#request.migrations.flatMap(({ migration: { up, down } }) => [up, down])
    const unread = (this.#request.unreadable ?? []).map(({ ref }) => ref)
    return [...refs, ...unread].flatMap((ref) => (ref === undefined ? [] : [ref.shown]))
  }
}

function inOrder(findings: readonly Finding[], files: readonly string[]): readonly Finding[] {
  const places = new Map(files.toReversed().map((file, index) => [file, files.length - index]))
  return findings.toSorted(
    (a, b) =>
      (places.get(a.file) ?? 0) - (places.get(b.file) ?? 0) || a.start.offset - b.start.offset,
  )
}
