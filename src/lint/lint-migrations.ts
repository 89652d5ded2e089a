import type { LoadedMigration, Migration, SourceRef, SqlPart, SqlTexts } from '#catalog'
import type { Direction } from '#core'
import type { Grammar } from '#sql'
import { type CutPart, cutPart } from './cut-part.ts'
import { FILE_RULES } from './files/index.ts'
import type { Finding } from './finding.ts'
import type { Levels } from './levels.ts'
import type { UnreadableFile } from './load-for-lint.ts'
import { PartReport, unreadableFinding } from './part-report.ts'
import { Permissions } from './permissions.ts'
import type { Course } from './rule-book.ts'
import { ruleBookFor } from './rule-books.ts'

/** A migration to look at; what is written in code is passed over. */
export type LintedMigration = SqlTexts | Exclude<LoadedMigration, SqlTexts>

/** What to look at, and how strictly. */
export type LintRequest = {
  /** All migrations in order; those before the ones that are looked at tell the schema. */
  readonly migrations: readonly LintedMigration[]
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
  /** The folder that they are in, for which it is remembered what was read. Default: nothing is remembered. */
  readonly dir?: string | undefined
}

/** What a look at migrations found. */
export type LintResult = {
  readonly findings: readonly Finding[]
  /** How many files and statements were looked at. */
  readonly files: number
  readonly statements: number
}

/**
 * Looks for SQL that hurts, with the rules for the database that it is for. What PostgreSQL's grammar refuses is a finding, a
 * file that cannot be cut into statements is one too; everything else is looked at all the same. Ways down are gone through from the last one back, as they run:
 * the schema before each is what those above it leave.
 */
export async function lintMigrations(request: LintRequest): Promise<LintResult> {
  const look = await prepareLint(request)
  return look()
}

/**
 * Cuts the files and loads what the rules need. What it gives does the rest of {@link lintMigrations}, without waiting for anything;
 * call it once.
 */
export async function prepareLint(request: LintRequest): Promise<() => LintResult> {
  const { grammar, dir, migrations, unreadable = [], isWanted } = request
  const look = new Look(request)
  const ways = migrations.flatMap((loaded) => (loaded.kind === 'sql' ? look.read(loaded) : []))
  const texts = ways.flatMap(({ up, down }) => [...textsOf(up), ...textsOf(down)])
  const course = await ruleBookFor(grammar).open(grammar, { dir, texts })
  return () => {
    for (const each of ways) look.goUp(each, course)
    look.lookBack(ways, course)
    look.goDown(ways, course)
    course.end?.()
    for (const file of unreadable) if (isWanted(file, file.ref)) look.unreadable(file)
    return look.result()
  }
}

/** One way of a migration, and what is found in it. */
type Way = { readonly cut: CutPart; readonly report: PartReport }

/** The ways of one migration. */
type Ways = { readonly migration: Migration; readonly up: Way; readonly down: Way | undefined }

function textsOf(way: Way | undefined): readonly string[] {
  return way?.cut.statements.map(({ text }) => text) ?? []
}

/** One look at all of the files. */
class Look {
  readonly #request: LintRequest
  readonly #permissions: Permissions
  readonly #reports: PartReport[] = []
  readonly #loose: Finding[] = []
  readonly #files = new Set<string>()
  /** Paths of the files that cannot be read, and their migrations. */
  readonly #unread: ReadonlySet<string | Migration>
  /** Whether everything could be read. */
  #isWhole: boolean
  #statements = 0

  constructor(request: LintRequest) {
    this.#request = request
    this.#permissions = new Permissions(request.levels)
    this.#isWhole = (request.unreadable ?? []).length === 0
    this.#unread = new Set(
      request.unreadable?.flatMap(({ migration, ref }) => [migration, ref.path]),
    )
  }

  /** Cuts the ways of a migration into statements. What a file that cannot be cut makes of the others must be known before they are mended. */
  read({ migration, up, down }: SqlTexts): Ways {
    return {
      migration,
      up: this.#read(migration, 'up', up),
      down: down === undefined ? undefined : this.#read(migration, 'down', down),
    }
  }

  /** Looks at a way up, and at the files as such. */
  goUp({ migration, up, down }: Ways, course: Course): void {
    const { together, edited } = this.#request
    if (edited?.has(migration.version) === true) up.report.edited()
    course.beginUnit(up.report.isWanted && together ? 'together' : migration.label)
    this.#follow(up, course)
    this.#mend(up, course)
    this.#lookAtFiles(migration, up, down)
  }

  /** Looks at what the ways up leave open. */
  lookBack(ways: readonly Ways[], course: Course): void {
    const reports = new Map(ways.map(({ up: { cut, report } }) => [cut.part, report]))
    for (const { part, statement, found } of course.leftOpen?.() ?? [])
      reports.get(part)?.found(statement, found)
  }

  /** Looks at the ways down, the last one first. */
  goDown(ways: readonly Ways[], course: Course): void {
    for (const { migration, down } of ways.toReversed()) {
      if (down === undefined) continue
      course.beginUnit(`down of ${migration.label}`)
      this.#follow(down, course)
    }
  }

  unreadable({ ref, error }: UnreadableFile): void {
    this.#files.add(ref.path)
    this.#loose.push(unreadableFinding(ref, error))
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

  #read(migration: Migration, direction: Direction, part: SqlPart): Way {
    const { isWanted, levels, grammar } = this.#request
    const isLookedAt = !this.#unread.has(part.path) && isWanted({ migration }, part)
    const report = new PartReport(part, direction, levels, this.#permissions, isLookedAt)
    const cut = cutPart(part, grammar)
    if (cut.error !== undefined) this.#isWhole = false
    report.begin(cut)
    this.#reports.push(report)
    if (isLookedAt) {
      this.#files.add(part.path)
      this.#statements += cut.all.length
    }
    return { cut, report }
  }

  /** Goes through the statements of a way with the rules, and on with the schema. */
  #follow({ cut: { part, statements }, report }: Way, course: Course): void {
    course.beginFile(part, statements)
    for (const statement of statements) {
      const seen = course.see(statement, report.asks)
      if (seen.kind === 'refused') report.refused(statement, seen.message, seen.offset)
      else for (const found of seen.found) report.found(statement, found)
      course.goOn()
    }
  }

  /** Adds what would mend a way up. What follows a file that cannot be read, or lies beyond what is looked at, may change its meaning. */
  #mend({ cut: { tooLarge }, report }: Way, course: Course): void {
    const fixes = course.fixes?.()
    if (fixes !== undefined && tooLarge.length === 0 && this.#isWhole) report.mend(fixes)
  }

  /** What the rules of files say; of a migration that cannot be read as a whole they say nothing. */
  #lookAtFiles(migration: Migration, up: Way, down: Way | undefined): void {
    if (this.#unread.has(migration)) return
    if (up.cut.error !== undefined || down?.cut.error !== undefined) return
    if (!up.report.isWanted && down?.report.isWanted !== true) return
    const { grammar } = this.#request
    for (const rule of FILE_RULES)
      for (const hit of rule.check({ migration, grammar, up: up.cut, down: down?.cut }))
        (hit.way === 'up' ? up : down)?.report.hitOfFile(rule, hit)
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
