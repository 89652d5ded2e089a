import { nearest } from '#core'
import { DIRECTIVE_NAMES, isDirectiveName, readValue, RESERVED_NAMES } from './directive-value.ts'
import type { DirectiveProblem, DirectiveValue } from './directive.ts'

/** `-- godwit:up` or `-- godwit:down`. */
export type SectionMark = { readonly name: 'up' } | { readonly name: 'down' }

const LINE = /^(?:--|#)[ \t]*godwit[ \t]*:[ \t]*(\S*)(.*)$/is
/** Such as `-- godwit transaction none`, `--- godwit:up` or `-- @godwit-down`. */
const NEAR_MISS = /^(?:--|#)[-#@*\s]*godwit[^\w'\s]?[ \t]*([a-z][a-z-]*)[ \t]*:?(.*)$/is

/**
 * Reads a line comment. Undefined: it does not speak to godwit. Names and `godwit` may be in capitals, and blanks may
 * stand around the colon.
 */
export function readLine(
  comment: string,
): DirectiveValue | SectionMark | DirectiveProblem | undefined {
  const line = comment.trim()
  const [, word, rest = ''] = LINE.exec(line) ?? []
  if (word === undefined) return nearMiss(line)
  const name = word.toLowerCase()
  if (name === 'up' || name === 'down') return readMark(name, rest.trim())
  if (isDirectiveName(name)) return readValue(name, rest.trim())
  if (RESERVED_NAMES.includes(name)) {
    return {
      problem: `this version of godwit does not support the directive "${name}" yet.`,
      next: ['Remove the line, or install a version of godwit that knows it.'],
    }
  }
  return unknownName(word)
}

function readMark(name: 'up' | 'down', rest: string): SectionMark | DirectiveProblem {
  if (rest === '') return { name }
  return {
    problem: `the mark "${name}" does not understand ${rest}.`,
    next: [`Write -- godwit:${name}, and nothing behind it.`],
  }
}

function unknownName(word: string): DirectiveProblem {
  const known = [...DIRECTIVE_NAMES, 'up', 'down']
  if (word === '') {
    return {
      problem: 'there is no name behind "godwit:".',
      next: [`Write one of ${known.join(', ')}.`],
    }
  }
  const near = nearest(word, [...known, ...RESERVED_NAMES])
  return {
    problem: `there is no directive "${word}".`,
    next: [
      near === undefined ? `Write one of ${known.join(', ')}.` : `Did you mean -- godwit:${near}?`,
    ],
  }
}

/** A directive in the wrong spelling is an error only when the rest of the line fits, so that prose may name godwit. */
function nearMiss(line: string): DirectiveProblem | undefined {
  const [, word = '', rest = ''] = NEAR_MISS.exec(line) ?? []
  const name = word.toLowerCase()
  const value = rest.trim()
  const isMark = name === 'up' || name === 'down'
  const fits = isMark ? value === '' : isDirectiveName(name) && 'name' in readValue(name, value)
  if (!fits) return undefined
  const right = `-- godwit:${name}${value === '' ? '' : ` ${value}`}`
  return {
    problem: 'this looks like a directive, but is not written as one.',
    next: [`Write ${right}`, 'If it is only a comment, use other words.'],
  }
}
