import { nearest } from '#core'
import { FILE_RULES } from './files/index.ts'
import { RULES } from './rule-books.ts'
import type { RuleFacts } from './rule.ts'

/** What is found without a rule that looks for it. */
export const FOUND = {
  syntax: {
    id: 'syntax',
    severity: 'error',
    title: 'SQL that the grammar does not take',
    problem: 'The database would refuse it, and with it the whole migration.',
    safe: '',
    allow: 'Your server has words that its usual grammar does not know.',
  },
  unreadable: {
    id: 'unreadable',
    severity: 'error',
    title: 'A file that cannot be cut into statements',
    problem:
      'A quote or a comment that is never closed, a directive that is not understood, a NUL character, bytes that are not UTF-8: no run would take the file.',
    safe: '',
    allow: 'Never: what cannot be read cannot be allowed.',
  },
  tooLarge: {
    id: 'too-large',
    severity: 'note',
    title: 'More SQL than is looked at',
    problem:
      'Rules read a statement of up to a million characters, and the first 20,000 statements of a file. What lies beyond is not looked at.',
    safe: '',
    allow: 'The rest is data.',
  },
  editedApplied: {
    id: 'edited-applied',
    severity: 'error',
    title: 'A migration that was changed after it was applied',
    problem:
      'The database has what the file said then; a new database gets what it says now, and from then on they differ. Found with `--pending`, which asks the database.',
    safe: `-- put the file back as it was, and write what is new into a migration of its own:
-- godwit new change_users`,
    allow:
      'Never: `godwit repair` accepts the new text, once somebody has seen to it that the database agrees.',
  },
  unusedAllow: {
    id: 'unused-allow',
    severity: 'warning',
    title: 'A permission that nothing needs',
    problem: 'It would cover what somebody writes later.',
    safe: '',
    allow: 'Never: take the permission away instead.',
  },
} as const satisfies Readonly<Record<string, RuleFacts>>

/** What no permission covers. */
const NEVER: ReadonlySet<string> = new Set([
  FOUND.unreadable.id,
  FOUND.editedApplied.id,
  FOUND.unusedAllow.id,
])

/** Every name that a finding can have, in the order of the reference. */
export const KNOWN_RULES: readonly RuleFacts[] = [...RULES, ...FILE_RULES, ...Object.values(FOUND)]

/** Says that a name is that of no rule, and which one may be meant; undefined when it is one. */
export function unknownRule(name: string): string | undefined {
  const names = KNOWN_RULES.map(({ id }) => id)
  if (names.includes(name)) return undefined
  const meant = nearest(name, names)
  return `There is no rule "${name}"${meant === undefined ? '.' : `; did you mean "${meant}"?`}`
}

/** Says that a rule takes no permission; undefined when it does. */
export function neverAllowed(name: string): string | undefined {
  return NEVER.has(name) ? `"${name}" cannot be allowed.` : undefined
}
