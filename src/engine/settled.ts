import { folderOf, recallFolder, rememberLook, type FolderMemory, type SettledLook } from '#catalog'
import type { Connection } from '#dialect'
import { readDigested, readUnlessKnown, type DigestedState, type KnownState } from '#ledger'
import type { Ground } from './ground.ts'
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
 * run goes on as usual. The server is asked as soon as the names in the folder are the same, and computes while the files are
 * looked at.
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
    const { standOn } = await import('./work.ts')
    const ground = await standOn(session, settings, 'write', signal)
    return { ground, remember: () => Promise.resolve() }
  }
  const opening = session.connection('write', signal, settings)
  // Whoever awaits it hears of its failure; until then nobody does.
  opening.catch(() => undefined)
  // Looking at files keeps the processor busy: let the connection set out first.
  await settings.clock.breathe()
  const memory = recallFolder(dir)
  const known = memory?.looks.map(({ digest }) => digest) ?? []
  const first = opening.then((connection) =>
    readUnlessKnown(connection, session.naming(connection), settings.service, known),
  )
  first.catch(() => undefined)
  const look = memory && (await lookOf(memory, first))
  if (look !== undefined) return { result: nothingToDo(look) }
  const full = first.then((seen) => inFull(seen, opening, session, settings))
  const state = full.then((seen) => seen.state)
  state.catch(() => undefined)
  const { groundOf } = await import('./work.ts')
  return {
    ground: await groundOf(session, settings, opening, state),
    remember: (seen) => remember(seen, full),
  }
}

/** Where the ledger is the same and a file is not, its rows are still to be read. */
async function inFull(
  seen: DigestedState | KnownState,
  opening: Promise<Connection>,
  session: Session,
  { service }: Settings,
): Promise<DigestedState> {
  if (seen.state !== undefined) return seen
  const connection = await opening
  return readDigested(connection, session.naming(connection), service)
}

function isForAll({ registry }: Settings, { direction, goal, saved }: RunRequest): boolean {
  const isWithoutCode = registry === undefined || registry.entries.length === 0
  return direction === 'up' && goal.kind === 'latest' && saved === undefined && isWithoutCode
}

/** The remembered look at this very ledger and folder. What went wrong with reading is told later, at its place. */
async function lookOf(
  { looks, isUnchanged }: FolderMemory,
  first: Promise<DigestedState | KnownState>,
): Promise<SettledLook | undefined> {
  if (!(await isUnchanged())) return undefined
  const seen = await first.catch(() => undefined)
  if (seen === undefined || seen.state !== undefined) return undefined
  return looks.find(({ digest }) => digest === seen.digest)
}

function nothingToDo({ version, name, applied }: SettledLook): RunResult {
  const standing = { current: { version, name }, applied, total: applied }
  return { ok: true, status: 'nothing', direction: 'up', version, standing, waited: false }
}

async function remember(
  { catalog, state, unapplied, report }: Survey,
  full: Promise<DigestedState>,
): Promise<void> {
  const { digest, state: digested } = await full
  const newest = state.records.at(-1)
  // A state that was read later is not the one that the digest stands for.
  if (digest === undefined || state !== digested || newest === undefined) return
  const remarks = [...unapplied, ...state.journal, ...report.problems, ...report.notes]
  if (remarks.length > 0) return
  const { version, name } = newest
  rememberLook(catalog, { digest, applied: state.records.length, version, name })
}
