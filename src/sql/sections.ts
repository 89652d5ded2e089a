import type { Position } from '#core'
import { readLine } from './directive-line.ts'
import type { Grammar } from './grammar/facts.ts'
import { positionAt } from './position.ts'
import { scanAs } from './read-directives.ts'
import type { Note, Scan } from './scan.ts'
import { invalidDirective } from './unreadable.ts'

/** A part of a single-file migration. */
export type Section = {
  readonly text: string
  /** Of the first character of `text`, in the file. */
  readonly start: Position
}

type Mark = { readonly name: 'up' | 'down'; readonly start: number; readonly end: number }

/**
 * Takes a file apart at its marks `-- godwit:up` and `-- godwit:down`; undefined when it has none. A section begins on
 * the line after its mark and goes on to the next mark or the end. Directives above the first mark are about both.
 * @param source the file's name, for errors
 * @param grammar the language of the text; without it, the first language in which the text makes sense counts
 * @throws GodwitError `GODWIT_DIRECTIVE_INVALID` for a mark that is misspelt, given twice or shares its line, for `down`
 *   without `up`, and for a statement above the first mark; `GODWIT_SQL_UNREADABLE` when the text cannot be split
 */
export function readSections(
  text: string,
  source: string,
  grammar?: Grammar,
): { up: Section; down?: Section } | undefined {
  if (!/godwit/i.test(text)) return undefined
  const found = scanAs(text, source, grammar)
  const refuse: Refuse = (offset, problem, next) => {
    throw invalidDirective({ source, text, offset }, problem, [next])
  }
  const marks = readMarks(text, found, refuse)
  const first = marks[0]
  if (first === undefined) return undefined
  const up = marks.find((mark) => mark.name === 'up')
  const down = marks.find((mark) => mark.name === 'down')
  if (up === undefined) {
    return refuse(
      first.start,
      'there is a section "down", but none "up".',
      'Put -- godwit:up above the way up.',
    )
  }
  const stray = found.statements[0]
  if (stray !== undefined && stray.start < first.start) {
    refuse(
      stray.start,
      'this statement stands above the first mark, so it would never run.',
      `Move it below -- godwit:${first.name}.`,
    )
  }
  const section = (mark: Mark): Section => sectionBelow(text, mark, marks)
  return down === undefined ? { up: section(up) } : { up: section(up), down: section(down) }
}

type Refuse = (offset: number, problem: string, next: string) => never

function readMarks(text: string, { notes }: Scan, refuse: Refuse): Mark[] {
  const marks: Mark[] = []
  for (const note of notes) {
    const name = markName(text, note, refuse)
    if (name === undefined) continue
    if (note.place === 'beside') {
      refuse(
        note.start,
        `the mark "${name}" shares its line with something else.`,
        'Put it on a line of its own.',
      )
    }
    const twin = marks.find((mark) => mark.name === name)
    if (twin !== undefined) {
      const { line } = positionAt(text, twin.start)
      refuse(
        note.start,
        `the mark "${name}" is given twice, the first time on line ${line}.`,
        'Remove one of the two, or merge the sections.',
      )
    }
    marks.push({ name, start: note.start, end: note.end })
  }
  return marks
}

/** Other directives are not read here, not even to find fault with them. */
function markName(text: string, note: Note, refuse: Refuse): 'up' | 'down' | undefined {
  const comment = text.slice(note.start, note.end)
  const value = readLine(comment)
  if (value === undefined) return undefined
  if ('name' in value) return value.name === 'up' || value.name === 'down' ? value.name : undefined
  if (/godwit\W*(?:up|down)\b/i.test(comment))
    refuse(note.start, value.problem, value.next[0] ?? '')
  return undefined
}

function sectionBelow(text: string, mark: Mark, marks: readonly Mark[]): Section {
  const lineEnd = /\r?\n|\r|$/y
  lineEnd.lastIndex = mark.end
  lineEnd.test(text)
  const start = lineEnd.lastIndex
  const next = marks.find((other) => other.start > mark.start)
  return { text: text.slice(start, next?.start), start: positionAt(text, start) }
}
