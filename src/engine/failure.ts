import {
  godwitError,
  migrationLabel,
  type ErrorCode,
  type GodwitError,
  type MigrationId,
} from '#core'
import type { DatabaseError, DatabaseErrorKind, FailurePoint } from '#dialect'
import type { PlannedStatement, Step } from '#plan'
import { excerpt, positionAt, type Assertion } from '#sql'

/** Codes for kinds of errors that have a cure of their own. */
const CODES: Partial<Record<DatabaseErrorKind, ErrorCode>> = {
  permission: 'GODWIT_PERMISSION',
  'read-only': 'GODWIT_READ_ONLY',
  'disk-full': 'GODWIT_DISK_FULL',
  'statement-timeout': 'GODWIT_TIMEOUT',
  'lock-timeout': 'GODWIT_LOCK_TIMEOUT',
  busy: 'GODWIT_LOCK_TIMEOUT',
  'connection-lost': 'GODWIT_CONNECTION_LOST',
  unreachable: 'GODWIT_CONNECTION_LOST',
  fenced: 'GODWIT_FENCED',
  assertion: 'GODWIT_ASSERTION',
}

/** What a step's failure leaves behind, as a sentence about the database. */
export type FailureState = {
  readonly sentence: string
  readonly next: readonly string[]
}

/** What a person types to run a step again. */
export function commandOf({ direction, isSeed }: Pick<Step, 'direction' | 'isSeed'>): string {
  return `godwit ${isSeed === true ? 'seed' : direction}`
}

/** The error of a step whose statement, or whose frame around the statements, the database refused. */
export function stepError(
  step: Step,
  statements: readonly PlannedStatement[],
  at: FailurePoint,
  error: DatabaseError,
  state: FailureState,
): GodwitError {
  const label = step.migration.label
  const next = adviceFor(error.kind, step) ?? state.next
  const code =
    CODES[error.kind] ?? (step.isSeed === true ? 'GODWIT_SEED_FAILED' : 'GODWIT_MIGRATION_FAILED')
  if (at.kind === 'frame')
    return godwitError(code, {
      message: `${label} ${frameProblem(at.part)}: ${sentence(error.message)}`,
      ...extras(error),
      database: state.sentence,
      next,
      cause: error.cause,
    })
  const statement = statements[at.index]
  const number = statementNumber(step, statement)
  const { assertion } = statement ?? {}
  const isViolated = error.kind === 'assertion' && assertion !== undefined
  const what = isViolated ? unmet(assertion) : ''
  return godwitError(code, {
    message: `${label} failed at ${number}: ${what}${sentence(error.message)}`,
    detail: [...linesOf(step, statement, at.offset), ...serverLines(error)].join('\n'),
    database: state.sentence,
    next: isViolated ? cure(step, statement, assertion) : next,
    cause: error.cause,
  })
}

function unmet({ text, when }: Assertion): string {
  return `the ${when === 'before' ? 'precondition' : 'postcondition'} "${text}" does not hold: `
}

/** What a precondition finds is there to be seen; what a postcondition finds is perhaps gone with the migration. */
function cure(
  step: Step,
  statement: PlannedStatement | undefined,
  { when }: Assertion,
): readonly string[] {
  const place = step.file ?? step.migration.label
  const again = `then run: ${commandOf(step)}`
  return when === 'before'
    ? [
        `See what it finds: run the query at ${place}:${statement?.start.line ?? 1} by yourself`,
        `Put that right, ${again}`,
      ]
    : [`Mend ${place}, or the data that it met, ${again}`]
}

function frameProblem(part: Extract<FailurePoint, { kind: 'frame' }>['part']): string {
  switch (part) {
    case 'begin':
      return 'could not begin'
    case 'check':
      return 'would leave the database inconsistent'
    case 'ledger':
      return 'could not be recorded'
    case 'commit':
      return 'could not be committed'
  }
}

function statementNumber(step: Step, statement: PlannedStatement | undefined): string {
  const all = step.groups.flatMap((group) => group.statements)
  return `statement ${statement === undefined ? 1 : all.indexOf(statement) + 1} of ${all.length}`
}

/** Which statement of a step it is, and its place in the file with the line itself. */
export function placeOfStatement(
  step: Step,
  statement: PlannedStatement,
): { readonly number: string; readonly detail: string } {
  return {
    number: statementNumber(step, statement),
    detail: linesOf(step, statement, undefined).join('\n'),
  }
}

function linesOf(
  step: Step,
  statement: PlannedStatement | undefined,
  offset: number | undefined,
): readonly string[] {
  if (step.loaded.kind !== 'sql' || statement === undefined) return []
  const part = step.direction === 'up' ? step.loaded.up : (step.loaded.down ?? step.loaded.up)
  const position = positionAt(part.fileText, statement.start.offset + (offset ?? 0))
  return [
    `${step.file ?? step.migration.label}:${position.line}:${position.column}`,
    excerpt(part.fileText, position),
  ]
}

function extras(error: DatabaseError): { detail?: string } {
  const lines = serverLines(error)
  return lines.length === 0 ? {} : { detail: lines.join('\n') }
}

/** What the database says beside its message. */
export function serverLines(error: DatabaseError): string[] {
  return [
    ...(error.detail === undefined ? [] : [`detail: ${error.detail}`]),
    ...(error.hint === undefined ? [] : [`hint: ${error.hint}`]),
    ...(error.where === undefined ? [] : [`where: ${error.where}`]),
  ]
}

function adviceFor(kind: DatabaseErrorKind, step: Step): readonly string[] | undefined {
  const command = commandOf(step)
  switch (kind) {
    case 'permission':
      return [
        `Grant the role the privilege that it lacks, or use another role, then run: ${command}`,
      ]
    case 'read-only':
      return [`Use a role, server or file that may be written, then run: ${command}`]
    case 'disk-full':
      return [`Free space on the disk of the database, then run: ${command}`]
    case 'lock-timeout':
    case 'busy':
      return ['Run the command again when the other session is done']
    case 'statement-timeout':
      return [
        'Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller',
      ]
    case 'connection-lost':
    case 'unreachable':
      return ['See where the database stands: godwit status', `then go on: ${command}`]
    default:
      return undefined
  }
}

/** A sentence's text with its full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`
}

/** What a call of the migrator is about. */
export type Purpose = 'read' | 'run' | 'seed' | 'history' | 'lock' | 'tables'

/** What is left behind when the connection breaks outside of a migration. */
const LEFT: Readonly<Record<Purpose, string>> = {
  read: 'The database is unchanged.',
  run: 'No migration ran.',
  seed: 'Each seed is in effect with its line in the history, or not at all.',
  history: 'Whether the history was changed is not known; no migration ran.',
  lock: 'Whether the lock was taken away is not known.',
  tables: "Whether godwit's tables were created is not known.",
}

/** The error of a call whose connection broke before, after or without a migration. */
export function lostError(purpose: Purpose, where: string, error: DatabaseError): GodwitError {
  return godwitError('GODWIT_CONNECTION_LOST', {
    message: `The connection to ${where} broke: ${sentence(error.message)}`,
    database: LEFT[purpose],
    next: [
      purpose === 'read'
        ? 'Run the command again.'
        : 'See where the database stands: godwit status',
    ],
    cause: error.cause,
  })
}

/** The error of a process that lost its lock to another one; `what` it could not record, or did not begin. */
export function fencedError(
  what: MigrationId | 'The change of the history' | 'The load',
  was: 'recorded' | 'begun' = 'recorded',
): GodwitError {
  return godwitError('GODWIT_FENCED', {
    message: `${typeof what === 'string' ? what : migrationLabel(what)} was not ${was}: another process has taken the migration lock since this one held it.`,
    database: 'This process wrote nothing after it lost the lock.',
    next: ['See what the other process did: godwit status'],
  })
}
