import type {
  DatabaseError,
  FailurePoint,
  OnCommitted,
  Row,
  Unit,
  UnitsOutcome,
  UnitStatement,
} from './contract.ts'
import { ASKING, findViolation } from './violation.ts'

/** What a product puts around a unit's statements, as statements of its own. */
export type Frame = {
  /** Opens the transaction and sets its limits. */
  readonly begin: readonly string[]
  /** After the user's statements: back to the role and settings of the session, so that the ledger can be written. */
  readonly restore: readonly string[]
}

/** How one statement after another is sent on one product. */
export type StatementRunner = {
  run(statement: UnitStatement): Promise<void>
  /** Asks for rows, inside of the unit's transaction. */
  ask(sql: string): Promise<Row[]>
  frame(unit: Unit): Frame
  /** A last look before the ledger is written; an error undoes the unit. */
  check?(): Promise<DatabaseError | undefined>
  rollback(): Promise<void>
  classify(error: unknown): DatabaseError
}

/** Runs units one statement a message: for products in process, and for statements that cannot share a message. */
export async function runUnitsOneByOne(
  units: readonly Unit[],
  runner: StatementRunner,
  onCommitted: OnCommitted,
): Promise<UnitsOutcome> {
  for (const [index, unit] of units.entries()) {
    const failure = await runUnit(unit, runner)
    if (failure !== undefined) return { committed: index, failure }
    onCommitted(index)
  }
  return { committed: units.length }
}

type Failure = NonNullable<UnitsOutcome['failure']>

async function runUnit(unit: Unit, runner: StatementRunner): Promise<Failure | undefined> {
  let at: FailurePoint = { kind: 'frame', part: 'begin' }
  try {
    const frame = runner.frame(unit)
    for (const text of frame.begin) await runner.run({ text })
    for (const [index, statement] of unit.statements.entries()) {
      at = { kind: 'statement', index }
      const { assertion, text } = statement
      if (assertion === undefined) {
        await runner.run(statement)
        continue
      }
      const violation = await findViolation(text, assertion, (sql) => runner.ask(sql))
      if (violation === undefined) continue
      await runner.rollback()
      return { at, error: violation }
    }
    at = { kind: 'frame', part: 'check' }
    const broken = await runner.check?.()
    if (broken !== undefined) {
      await runner.rollback()
      return { at, error: broken }
    }
    at = { kind: 'frame', part: 'ledger' }
    for (const text of [...frame.restore, ...unit.ledger]) await runner.run({ text })
    at = { kind: 'frame', part: 'commit' }
    await runner.run({ text: 'COMMIT' })
    return undefined
  } catch (cause) {
    const error = runner.classify(cause)
    // The error of a lost connection would repeat here; the first one is the one to tell.
    await runner.rollback().catch(() => undefined)
    return { at: withOffset(at, error, unit), error }
  }
}

function withOffset(at: FailurePoint, error: DatabaseError, unit: Unit): FailurePoint {
  if (at.kind !== 'statement' || error.position === undefined) return at
  const { text = '', assertion } = unit.statements[at.index] ?? {}
  const shift = assertion === undefined ? 0 : ASKING.length
  return { ...at, offset: utf16Offset(text, Math.max(1, error.position - shift)) }
}

/** Turns a position in code points from 1 into a UTF-16 offset from 0. */
export function utf16Offset(text: string, position: number): number {
  let offset = 0
  for (let seen = 1; seen < position && offset < text.length; seen++)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  return offset
}
