import { godwitError, type Position } from '#core'
import {
  type Directive,
  type DirectiveName,
  type Grammar,
  invalidDirective,
  positionAt,
  readDirectives,
  readSections,
  splitStatements,
  type Statement,
} from '#sql'
import type { Migration, SourceRef } from './migration.ts'

/** The SQL of one way of a migration. */
export type SqlPart = {
  /** The file within its folder. */
  readonly file: string
  /** The file from the working folder, as one would type it. */
  readonly shown: string
  /** Absolute path. */
  readonly path: string
  /** The text of this way: a whole file, or a section of one. Without byte order mark. */
  readonly text: string
  /** The whole file, for excerpts in messages. Without byte order mark. */
  readonly fileText: string
  /** Where `text` begins in `fileText`. */
  readonly start: Position
  /** With positions in `fileText`. Those above the first mark of a single file count for both ways. */
  readonly directives: readonly Directive[]
}

/** A stretch of a file. `head` is what stands above the first mark of a single file. */
type Stretch = { readonly head: string; readonly text: string; readonly start: Position }

const START: Position = { offset: 0, line: 1, column: 1 }
const MARK = /^[ \t]*(?:--|#)[ \t]*godwit[ \t]*:[ \t]*(?:up|down)\b/im

/**
 * Finds the ways up and down in the text of a migration's up file. The down file of a pair is read with
 * {@link wholeFile}.
 * @throws GodwitError `GODWIT_CATALOG_INVALID` when one half of a pair holds marks of a single file
 */
export function readParts(
  migration: Migration,
  ref: SourceRef,
  text: string,
  grammar: Grammar,
): { up: Stretch; down?: Stretch } {
  if (migration.layout !== 'single') return { up: wholeFile(ref, text, grammar) }
  const sections = readSections(text, ref.shown, grammar)
  if (sections === undefined) return { up: { head: '', text, start: START } }
  const { up, down } = sections
  const first = Math.min(up.start.offset, down?.start.offset ?? up.start.offset)
  const head = text.slice(0, first)
  return { up: { head, ...up }, ...(down === undefined ? {} : { down: { head, ...down } }) }
}

/**
 * One half of a pair.
 * @throws GodwitError `GODWIT_CATALOG_INVALID` when it holds marks of a single file
 */
export function wholeFile(ref: SourceRef, text: string, grammar: Grammar): Stretch {
  if (MARK.test(text) && readSections(text, ref.shown, grammar) !== undefined) {
    throw godwitError('GODWIT_CATALOG_INVALID', {
      message: `"${ref.file}" is one half of a pair, but has a mark "-- godwit:up" or "-- godwit:down" of a single file.`,
      next: ['Remove the mark, or write both ways into one file named VERSION_name.sql.'],
    })
  }
  return wholeText(text)
}

/** All of a text, whatever it holds. */
export function wholeText(text: string): Stretch {
  return { head: '', text, start: START }
}

/** What counts for a checksum: the stretch and the directives above it. */
export function withHead(stretch: Stretch): string {
  return stretch.head + stretch.text
}

/**
 * A stretch with its directives.
 * @throws GodwitError `GODWIT_DIRECTIVE_INVALID`
 */
export function toPart(
  ref: SourceRef,
  fileText: string,
  stretch: Stretch,
  grammar: Grammar,
): SqlPart {
  const { head, text, start } = stretch
  const gap = '\n'.repeat(Math.max(0, start.line - positionAt(head, head.length).line))
  const shift = start.offset - head.length - gap.length
  const directives = readDirectives(head + gap + text, ref.shown, grammar).map((directive) => {
    const { position } = directive
    if (position.offset < head.length || shift === 0) return directive
    return { ...directive, position: { ...position, offset: position.offset + shift } }
  })
  return { ...ref, text, fileText, start, directives }
}

/**
 * Refuses directives that have no place in a file; `why` tells the reasons by their names.
 * @throws GodwitError `GODWIT_DIRECTIVE_INVALID`
 */
export function refuseDirectives(
  { directives, shown, fileText }: SqlPart,
  why: { readonly [Name in DirectiveName]?: string },
): void {
  for (const { name, position } of directives) {
    const reason = why[name]
    if (reason === undefined) continue
    const place = { source: shown, text: fileText, offset: position.offset }
    throw invalidDirective(place, `"${name}" has no place here: ${reason}`, ['Remove the line.'])
  }
}

/**
 * The statements of a part, with positions in the whole file, in errors too.
 * @throws GodwitError `GODWIT_SQL_UNREADABLE`
 */
export function splitPart(part: SqlPart, grammar: Grammar): readonly Statement[] {
  const { start } = part
  if (start.offset === 0) return splitStatements(part.text, grammar, part.shown)
  // Line breaks in place of what stands above make every line number that of the file.
  const above = '\n'.repeat(start.line - 1) + ' '.repeat(start.column - 1)
  const shift = start.offset - above.length
  return splitStatements(above + part.text, grammar, part.shown).map((statement) => ({
    ...statement,
    start: { ...statement.start, offset: statement.start.offset + shift },
    end: { ...statement.end, offset: statement.end.offset + shift },
  }))
}
