import { godwitError, shellWord, type GodwitError } from '#core'
import type { SchemaChange } from '#dialect'
import type { RunResult } from '#engine'
import type { SchemaDifference } from '#schema'
import { stopped } from './of-scratch.ts'
import { differenceLines } from './rehearsal-text.ts'
import { SCRATCH_PREFIX } from './scratch-name.ts'

/** @throws GodwitError `GODWIT_UNPROVEN` when a run failed */
export function expectDone(result: RunResult, way: string, changes: readonly SchemaChange[]): void {
  if (result.ok) return
  if (result.status === 'interrupted') throw stopped()
  throw godwitError('GODWIT_UNPROVEN', {
    message: `A statement of ${way} fails on a scratch database: ${wordsOf(result.error)}`,
    detail: failureDetail(result, changes),
    database: UNCHANGED,
    next: BY_HAND,
    cause: result.error,
  })
}

/** What the database says, without the place and the name of the scratch database. */
export function wordsOf({ message }: GodwitError): string {
  return message
    .replace(/^[^:]*: /, '')
    .replaceAll(new RegExp(`[\`"']?${SCRATCH_PREFIX}\\w+[\`"']?\\.`, 'g'), '')
}

/** The statement that failed, and all of them. */
export function failureDetail(result: RunResult, changes: readonly SchemaChange[]): string {
  const { detail = '' } = result.ok ? {} : result.error
  return [detail.split('\n').slice(1).join('\n'), '', ...changes.map(({ sql }) => `${sql};`)]
    .join('\n')
    .trim()
}

/** The error where nothing but rows keep a way up from going through. */
export function rowsAgainst(description: string, why: string, detail: string): GodwitError {
  return godwitError('GODWIT_ROWS_AGAINST', {
    message: `Rows that the migrations insert stand against "${description}": ${why}`,
    detail,
    database: UNCHANGED,
    next: [
      'Change or delete those rows in a migration before it: godwit new "mend rows"',
      'then run the command again.',
      'For a new column: give it a default, or let it be null.',
      `Or write all of it by hand, with the statements above: godwit new ${shellWord(description)}`,
    ],
  })
}

const UNCHANGED = 'Your database is unchanged, and nothing was written.'

const BY_HAND = [
  'Write it by hand: godwit new "what it changes"',
  'then see what still differs: godwit diff --check',
]

/** The error where statements lead elsewhere. */
export function unproven(message: string, differences: readonly SchemaDifference[]): GodwitError {
  return godwitError('GODWIT_UNPROVEN', {
    message,
    detail: differenceLines(differences),
    database: UNCHANGED,
    next: BY_HAND,
  })
}
