import type { Row } from './contract.ts'

/**
 * How to find out whether a statement took effect that could not share a transaction with its record. A process can die
 * between the two; what it leaves is an `intent` in the journal, with what could be seen before the statement ran.
 */
export type Effect =
  /** To run it once more does no harm. */
  | { readonly kind: 'repeatable' }
  /** Nothing that can be seen in the database tells. */
  | { readonly kind: 'invisible' }
  | VisibleEffect

/** An effect that the catalog shows. */
export type VisibleEffect = {
  readonly kind: 'visible'
  /** What is looked at, as people say it: `the index users_email`. */
  readonly what: string
  /**
   * Looks at it; the same text means the same state, and the text is one that people can read. Journals keep it: another version
   * of godwit compares it with what it sees itself, so a text never gets another meaning.
   */
  look(catalog: Catalog): Promise<string>
  /** What became of the statement, from what was seen before it ran and what is seen now. */
  judge(before: string, now: string): Verdict
}

/** What an effect may ask the database. */
export interface Catalog {
  query(sql: string): Promise<Row[]>
}

/** What became of a statement. */
export type Verdict =
  /** It had no effect, or may simply run again. */
  | { readonly kind: 'undone' }
  | { readonly kind: 'done' }
  /** It stopped in its middle. The statements of `mend` put that in order, which leads to `done`, or to `undone`: it can run again. */
  | {
      readonly kind: 'half'
      readonly why: string
      readonly mend: readonly string[]
      readonly leads: 'done' | 'undone'
    }
  /** Only a person can tell; `why` is a clause. */
  | { readonly kind: 'unclear'; readonly why: string }

export const REPEATABLE: Effect = { kind: 'repeatable' }
export const INVISIBLE: Effect = { kind: 'invisible' }
export const UNDONE: Verdict = { kind: 'undone' }
export const DONE: Verdict = { kind: 'done' }

/** The effect of making something: it is there afterwards, and was not before. */
export function appears(what: string, look: VisibleEffect['look']): VisibleEffect {
  return {
    kind: 'visible',
    what,
    look,
    judge: (before, now) =>
      now === ABSENT ? UNDONE : before === ABSENT || before !== now ? DONE : UNDONE,
  }
}

/** The effect of removing something. */
export function vanishes(what: string, look: VisibleEffect['look']): VisibleEffect {
  return { kind: 'visible', what, look, judge: (_before, now) => (now === ABSENT ? DONE : UNDONE) }
}

/** What a look says of something that does not exist. */
export const ABSENT = 'absent'
