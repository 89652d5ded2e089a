import type { Migration, SqlPart } from '#catalog'
import type { Direction } from '#core'
import type { Grammar, Statement } from '#sql'
import type { RuleFacts } from '../rule.ts'

/** One way of a migration, cut into statements. */
export type ReadPart = {
  readonly part: SqlPart
  /** Those that rules read. */
  readonly statements: readonly Statement[]
  /** Every one, also what is too large to be read. */
  readonly all: readonly Statement[]
}

/** A migration as a rule of files sees it. */
export type FileScene = {
  readonly migration: Migration
  readonly grammar: Grammar
  readonly up: ReadPart
  /** Undefined when there is no way down. */
  readonly down: ReadPart | undefined
}

/** What a rule finds in one of the files. */
export type FileHit = {
  readonly way: Direction
  /** The statement it is about; without one it is about the file. */
  readonly statement?: Statement
  /** Where in the statement, in UTF-16 units. Default: its beginning. */
  readonly at?: number
  /** What it does to whom, as sentences. */
  readonly message: string
  /** The safe form, ready to paste. */
  readonly safe?: string
}

/** A rule that is about a whole file, whatever its language. */
export type FileRule = RuleFacts & {
  check(scene: FileScene): readonly FileHit[]
}

/** The ways of a migration that there are. */
export function waysOf({ up, down }: FileScene): readonly (readonly [Direction, ReadPart])[] {
  return [['up', up] as const, ...(down === undefined ? [] : [['down', down] as const])]
}
