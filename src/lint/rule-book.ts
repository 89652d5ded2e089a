import type { SqlPart } from '#catalog'
import type { Grammar, Statement } from '#sql'
import type { Fixes } from './fix.ts'
import type { Hit, RuleFacts } from './rule.ts'

/** What a course will lead through. */
export type Announced = {
  /** The folder that the files are in; undefined where they are not those of a folder that is looked at again. */
  readonly dir: string | undefined
  /** The statements of all files. */
  readonly texts: readonly string[]
}

/** The rules for one database, and how its statements are looked at. */
export type RuleBook = {
  /** The database as people call it. */
  readonly database: string
  readonly rules: readonly RuleFacts[]
  /** Whether the rules are for what is written in this grammar. */
  readonly reads: (grammar: Grammar) => boolean
  readonly open: (grammar: Grammar, statements: Announced) => Promise<Course>
}

/** What a rule found in a statement; places are counted in characters. */
export type Found = { readonly rule: RuleFacts; readonly hit: Hit }

/** What can be made of a statement. */
export type Seen =
  | { readonly kind: 'seen'; readonly found: readonly Found[] }
  | { readonly kind: 'refused'; readonly message: string; readonly offset: number }

/** Something about a statement that shows behind the last one. */
export type LeftOpen = {
  readonly part: SqlPart
  readonly statement: Statement
  readonly found: Found
}

/** The way through the statements of migrations, in their order. */
export interface Course {
  /** What comes next belongs to another unit of deployment. */
  beginUnit(unit: string): void
  /** What comes next are the statements of another file. */
  beginFile(part: SqlPart, statements: readonly Statement[]): void
  /** What those of the rules that are asked find in the next statement. */
  see(statement: Statement, isAsked: (rule: RuleFacts) => boolean): Seen
  /** Goes on to the schema behind the statement that was last seen. */
  goOn(): void
  /** What the ways up leave open, once all of them were gone through; missing where no rule is about that. */
  leftOpen?(): readonly LeftOpen[]
  /** The way is at its end. */
  end?(): void
  /** What mends statements of the file that was gone through; missing where nothing is mended. */
  fixes?(): Fixes | undefined
}
