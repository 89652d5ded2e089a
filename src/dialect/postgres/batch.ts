import type { DatabaseError, FailurePoint, OnCommitted, Unit, UnitsOutcome } from '../contract.ts'
import { utf16Offset, type Frame } from '../units.ts'
import { Message, type MessageOutcome } from './message.ts'

/** Most characters of a message with several units. */
const CHARACTERS_PER_MESSAGE = 512 * 1024

/** Settings that change how the server reads the text that follows; the server reads a whole message before it runs any of it. */
const CHANGES_READING = /standard_conforming_strings|backslash_quote|client_encoding/i

/** Whether a unit's statements can be sent in one message with the same meaning as one by one. What an assertion finds decides about what follows. */
export function sharesMessage(unit: Unit): boolean {
  return !unit.statements.some(
    ({ text, assertion }) => assertion !== undefined || CHANGES_READING.test(text),
  )
}

/** Cuts units, in order, into runs that are sent together. Units that cannot share a message stand alone. */
export function cutIntoMessages(units: readonly Unit[], most: number): Unit[][] {
  const runs: Unit[][] = []
  let size = 0
  for (const unit of units) {
    const length = unit.statements.reduce((sum, statement) => sum + statement.text.length, 0)
    const last = runs.at(-1)
    const previous = last?.at(-1)
    const fits =
      last !== undefined &&
      previous !== undefined &&
      last.length < most &&
      size + length <= CHARACTERS_PER_MESSAGE &&
      sharesMessage(unit) &&
      sharesMessage(previous)
    if (fits) last.push(unit)
    else runs.push([unit])
    size = fits ? size + length : length
  }
  return runs
}

type Piece = { readonly text: string; readonly unit: number; readonly at: FailurePoint }

/**
 * What became of units that shared a message. `unread`: the server refused the text before it ran any of it;
 * the units before the failed one are sound and can be sent again.
 */
export type MessageUnits = UnitsOutcome & { readonly unread?: { readonly unit: number } }

/**
 * Sends units as one message and reads from the count of completed statements what became of each. Commits are reported when
 * the message is over: before that they need not be on the disk.
 */
export async function sendUnits(
  units: readonly Unit[],
  wire: UnitWire,
  onCommitted: OnCommitted,
): Promise<MessageUnits> {
  const last = units.length - 1
  const pieces = units.flatMap((unit, index) =>
    piecesOf(unit, index, wire.frame(unit, index === last ? 'durable' : 'flushed later')),
  )
  const copyData = units.flatMap((unit) =>
    unit.statements.flatMap((statement) =>
      statement.copyData === undefined ? [] : [statement.copyData],
    ),
  )
  const durations: (number | undefined)[] = []
  const message = new Message(
    pieces.map((piece) => piece.text).join(';\n'),
    copyData,
    (completed, value) => {
      const piece = pieces[completed - 1]
      if (piece?.at.kind === 'frame' && piece.at.part === 'ledger' && value !== undefined)
        durations[piece.unit] = Number(value)
    },
  )
  const sent = await wire.send(message)
  const outcome =
    sent.error === undefined
      ? { committed: units.length }
      : readFailure(sent, pieces, wire.classify(sent.error))
  for (let index = 0; index < outcome.committed; index++) onCommitted(index, durations[index])
  return outcome
}

/**
 * What a commit waits for. The server writes its log in order, so that a commit which waits for the disk takes all before it
 * there too: only the last unit of a message has to wait. A server that dies earlier keeps the first so many units, each
 * with its record, which is what it may do in any case before the answer is there.
 */
export type CommitKind = 'durable' | 'flushed later'

/** How units reach the server. */
export type UnitWire = {
  send(message: Message): Promise<MessageOutcome>
  frame(unit: Unit, commit: CommitKind): Frame
  classify(error: unknown): DatabaseError
}

function piecesOf(unit: Unit, index: number, frame: Frame): Piece[] {
  const framePiece =
    (part: 'begin' | 'ledger' | 'commit') =>
    (text: string): Piece => ({ text, unit: index, at: { kind: 'frame', part } })
  return [
    ...frame.begin.map(framePiece('begin')),
    ...unit.statements.map((statement, position): Piece => ({
      text: statement.text,
      unit: index,
      at: { kind: 'statement', index: position },
    })),
    ...[...frame.restore, ...unit.ledger].map(framePiece('ledger')),
    framePiece('commit')('COMMIT'),
  ]
}

function readFailure(
  outcome: MessageOutcome,
  pieces: readonly Piece[],
  error: DatabaseError,
): MessageUnits {
  const located = error.position === undefined ? undefined : locate(pieces, error.position)
  const refusedUnread = outcome.completed === 0 && error.kind !== 'connection-lost'
  const failed = refusedUnread ? located?.piece : pieces[outcome.completed]
  if (failed === undefined)
    return { committed: 0, failure: { at: { kind: 'frame', part: 'begin' }, error } }
  const at =
    failed.at.kind === 'statement' && located?.piece === failed
      ? { ...failed.at, offset: located.offset }
      : failed.at
  // What was answered need not be on the disk of a server that died.
  if (error.kind === 'connection-lost' && failed.unit > 0)
    return { committed: 0, failure: { at: { kind: 'frame', part: 'commit' }, error } }
  if (refusedUnread) return { committed: 0, failure: { at, error }, unread: { unit: failed.unit } }
  return { committed: failed.unit, failure: { at, error } }
}

function locate(
  pieces: readonly Piece[],
  position: number,
): { piece: Piece; offset: number } | undefined {
  let rest = position
  for (const piece of pieces) {
    const length = codePoints(piece.text)
    if (rest <= length + 1) return { piece, offset: utf16Offset(piece.text, rest) }
    rest -= length + 2
  }
  return undefined
}

function codePoints(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
    count += 1
  return count
}
