import type { SqlPart } from '#catalog'
import type { Grammar, Statement } from '#sql'
import type { Fixes } from './fix.ts'
import type { Hit, RuleFacts } from './rule.ts'

/** The rules for one database, and how its statements are looked at. */
export type RuleBook = {
  /** The database as people call it. */
  readonly database: string
  readonly rules: readonly RuleFacts[]
  /** Whether the rules are for what is written in this grammar. */
  readonly reads: (grammar: Grammar) => boolean
  readonly open: (grammar: Grammar) => Promise<Course>
}

/** A rule that is ready to be asked about one statement; places are counted in characters. */
export type Asked = { readonly rule: RuleFacts; readonly hits: () => readonly Hit[] }

/** What can be made of a statement. */
export type Seen =
  | { readonly kind: 'seen'; readonly asked: readonly Asked[] }
  | { readonly kind: 'refused'; readonly message: string; readonly offset: number }

/** Something about a statement that shows behind the last one. */
export type LeftOpen = {
  readonly part: SqlPart
  readonly statement: Statement
  readonly asked: Asked
}

/** The way through the statements of migrations, in their order. */
export interface Course {
  /** What comes next belongs to another unit of deployment. */
  beginUnit(unit: string): void
  /** What comes next are the statements of another file. */
  beginFile(part: SqlPart, statements: readonly Statement[]): void
  /** What the rules can be asked about the next statement. */
  see(statement: Statement): Seen
  /** Goes on to the schema behind the statement that was last seen. */
  goOn(): void
  /** What the ways up leave open, once all of them were gone through; missing where no rule is about that. */
  leftOpen?(): readonly LeftOpen[]
  /** What mends statements of the file that was gone through; missing where nothing is mended. */
  fixes?(): Fixes | undefined
}
