import { folderOf, recallLooks, rememberLook, type SettledLook } from '#catalog'
import type { Connection } from '#dialect'
import { readState, readStateUnless, type DigestedState, type LedgerState } from '#ledger'
import { groundOf, standOn, type Ground } from './ground.ts'
import type { RunRequest } from './request.ts'
import type { RunResult } from './results.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { Survey } from './survey.ts'

/** What a run stands on, or its result when the files and the ledger are as they were when there was nothing to do. */
export type Footing =
  | { readonly result: RunResult }
  | {
      readonly ground: Ground
      /** To be called with what was seen when there was nothing to do. */
      readonly remember: (seen: Survey) => Promise<void>
    }

/**
 * Finds out whether anything has changed since godwit last looked and found nothing to do: in the files by what the system tells
 * of each, in the ledger by a digest that the server makes of it. If not, neither is read. If so, or if there is any doubt, the
 * run goes on as usual with what has been read of the ledger by then.
 *
 * Only for going all the way up with files alone: there every file was applied, in the order of the versions, with no remark. So
 * the verdict depends on no environment and on no permission to go on.
 */
export async function findFooting(
  session: Session,
  settings: Settings,
  request: RunRequest,
  mayRecall: boolean,
  signal: AbortSignal | undefined,
): Promise<Footing> {
  const dir = folderOf(settings)
  if (!mayRecall || dir === undefined || !isForAll(settings, request)) {
    const ground = await standOn(session, settings, 'write', signal)
    return { ground, remember: () => Promise.resolve() }
  }
  const opening = session.connection('write', signal, settings)
  // Whoever awaits it hears of its failure; until then nobody does.
  opening.catch(() => undefined)
  // Looking at files keeps the processor busy: let the connection set out first.
  await settings.clock.breathe()
  const looks = await recallLooks(dir)
  const known = looks.map(({ digest }) => digest)
  const first = opening.then((connection) =>
    readStateUnless(connection, session.naming(connection), settings.service, known),
  )
  const look = looks.length === 0 ? undefined : await lookOf(first, looks)
  if (look !== undefined) return { result: nothingToDo(look) }
  const state = first.then(({ state }) => state ?? readFully(session, settings, opening))
  state.catch(() => undefined)
  return {
    ground: await groundOf(session, settings, opening, state),
    remember: (seen) => remember(seen, first),
  }
}

async function readFully(
  session: Session,
  { service }: Settings,
  opening: Promise<Connection>,
): Promise<LedgerState> {
  const connection = await opening
  return readState(connection, session.naming(connection), service)
}

function isForAll({ registry }: Settings, { direction, goal, saved }: RunRequest): boolean {
  const isWithoutCode = registry === undefined || registry.entries.length === 0
  return direction === 'up' && goal.kind === 'latest' && saved === undefined && isWithoutCode
}

/** The remembered look at this very ledger. What went wrong with reading it is told later, at its place. */
async function lookOf(
  first: Promise<DigestedState>,
  looks: readonly SettledLook[],
): Promise<SettledLook | undefined> {
  const { digest, state } = await first.catch(() => ({ digest: undefined, state: undefined }))
  return state === undefined ? looks.find((look) => look.digest === digest) : undefined
}

function nothingToDo({ version, name, applied }: SettledLook): RunResult {
  const standing = { current: { version, name }, applied, total: applied }
  return { ok: true, status: 'nothing', direction: 'up', version, standing, waited: false }
}

async function remember(
  { catalog, state, unapplied, report }: Survey,
  first: Promise<DigestedState>,
): Promise<void> {
  const { digest, state: digested } = await first
  const newest = state.records.at(-1)
  // A state that was read later is not the one that the digest stands for.
  if (digest === undefined || state !== digested || newest === undefined) return
  const remarks = [...unapplied, ...state.journal, ...report.problems, ...report.notes]
  if (remarks.length > 0) return
  const { version, name } = newest
  rememberLook(catalog, { digest, applied: state.records.length, version, name })
}
