import { isGodwitError, parseDuration } from '#core'
import type { DirectiveName, DirectiveProblem, DirectiveValue } from './directive.ts'

type Reader = (value: string) => DirectiveValue | DirectiveProblem

/** Names that later versions give a meaning. */
export const RESERVED_NAMES: readonly string[] = [
  'depends-on',
  'release',
  'phase',
  'gate',
  'backfill',
  'template',
]

const READERS: Readonly<Record<DirectiveName, Reader>> = {
  transaction: readTransaction,
  irreversible: readIrreversible,
  'lock-timeout': (value) => readTimeout('lock-timeout', '2s', value),
  'statement-timeout': (value) => readTimeout('statement-timeout', '5m', value),
  'only-if': readOnlyIf,
  assert: readAssert,
  replaces: readReplaces,
  seed: readSeed,
  allow: readAllow,
}

/** All names that this version understands, without the section marks. */
export const DIRECTIVE_NAMES: readonly string[] = Object.keys(READERS)

/** Whether a word is the name of a directive. */
export function isDirectiveName(word: string): word is DirectiveName {
  return Object.hasOwn(READERS, word)
}

/** Reads what stands behind the name of a directive. */
export function readValue(name: DirectiveName, value: string): DirectiveValue | DirectiveProblem {
  return READERS[name](value)
}

function readTransaction(value: string): DirectiveValue | DirectiveProblem {
  const mode = value.toLowerCase()
  if (mode === 'none' || mode === 'auto' || mode === 'single') {
    return { name: 'transaction', value: mode }
  }
  return {
    problem: `${shown('transaction', value)}: it can be none, auto or single.`,
    next: ['Write -- godwit:transaction none, auto or single, and nothing behind it.'],
  }
}

function readIrreversible(value: string): DirectiveValue | DirectiveProblem {
  const reason = quoted(value)
  if (reason !== undefined) return { name: 'irreversible', reason }
  return {
    problem: `${shown('irreversible', value)}: it needs a reason in quotes.`,
    next: ['Write for instance -- godwit:irreversible "the old values are gone".', ...twice(value)],
  }
}

function readTimeout(
  name: 'lock-timeout' | 'statement-timeout',
  example: string,
  value: string,
): DirectiveValue | DirectiveProblem {
  try {
    return { name, ms: parseDuration(value, name) }
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return {
      problem: `${shown(name, value)}: it needs a number with a unit (ms, s, m or h), or 0.`,
      next: [`Write for instance -- godwit:${name} ${example}.`],
    }
  }
}

function readOnlyIf(value: string): DirectiveValue | DirectiveProblem {
  const list = /^env\s*=([^=]*)$/i.exec(value)?.[1] ?? ''
  const values = list.split(',').map((item) => item.trim())
  if (values.every((item) => /^[\w.-]+$/.test(item))) {
    return { name: 'only-if', key: 'env', value: values }
  }
  return {
    problem: `${shown('only-if', value)}: it needs env= and the name of an environment.`,
    next: ['Write for instance -- godwit:only-if env=dev, or env=dev,test for several.'],
  }
}

function readAssert(value: string): DirectiveValue | DirectiveProblem {
  const text = quoted(value)
  if (text !== undefined) return { name: 'assert', text }
  return {
    problem: `${shown('assert', value)}: it needs what has to hold, in quotes.`,
    next: ['Write for instance -- godwit:assert "each order has a customer".', ...twice(value)],
  }
}

function readReplaces(value: string): DirectiveValue | DirectiveProblem {
  const [, label = '', checksum] = /^(\d{1,20}(?:_\S*)?)(?:\s+([0-9a-f]{16}))?$/.exec(value) ?? []
  if (label !== '') return { name: 'replaces', label, checksum }
  return {
    problem: `${shown('replaces', value)}: it needs a migration, and 16 digits of its checksum.`,
    next: ['These lines are written by godwit squash; restore the file from version control.'],
  }
}

function readSeed(value: string): DirectiveValue | DirectiveProblem {
  const when = value.toLowerCase()
  if (when === 'changed' || when === 'always' || when === 'once') return { name: 'seed', when }
  return {
    problem: `${shown('seed', value)}: it can be changed, always or once.`,
    next: ['Write -- godwit:seed changed, always or once, and nothing behind it.'],
  }
}

function readAllow(value: string): DirectiveValue | DirectiveProblem {
  const [, file, rule = '', rest = ''] = /^(file\s+)?([a-z][\w/-]*)\s*(.*)$/is.exec(value) ?? []
  const reason = quoted(rest)
  const scope = file === undefined ? 'statement' : 'file'
  if (rule !== '' && reason !== undefined) return { name: 'allow', scope, rule, reason }
  return {
    problem: `${shown('allow', value)}: it needs the name of a rule and a reason in quotes.`,
    next: [
      'Write for instance -- godwit:allow drop-column "unused since release 2.1".',
      ...twice(value),
    ],
  }
}

function shown(name: DirectiveName, value: string): string {
  return value === '' ? `"${name}" has no value` : `"${name}" does not understand ${value}`
}

/** The text in double or single quotes, if that is all there is and it says something. A quote within is written twice, as in SQL. */
function quoted(value: string): string | undefined {
  const inner =
    /^"((?:[^"]|"")*)"$/.exec(value)?.[1]?.replaceAll('""', '"') ??
    /^'((?:[^']|'')*)'$/.exec(value)?.[1]?.replaceAll("''", "'") ??
    ''
  return inner.trim() === '' ? undefined : inner.trim()
}

/** What to do about a text that stands in quotes, and holds some itself. */
function twice(value: string): readonly string[] {
  return /"[^]*"[^]*"|'[^]*'[^]*'/.test(value) ? ['Write a quote within the text twice: "".'] : []
}
