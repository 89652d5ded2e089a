import type { Catalog } from '#catalog'
import type { Access, Connection, LedgerNaming } from '#dialect'
import { readState, type LedgerState } from '#ledger'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { readCatalog, survey, type Survey } from './survey.ts'

/** What everything else stands on: an open connection, the files, and the ledger as it is being read. */
export type Ground = {
  readonly connection: Connection
  readonly naming: LedgerNaming
  readonly catalog: Catalog
  /** The first reading of the ledger; whoever needs the truth later reads again. */
  readonly state: Promise<LedgerState>
}

/** Opens the connection and reads the ledger while the files are read. Neither is left alone when the other fails. */
export async function standOn(
  session: Session,
  settings: Settings,
  access: Access,
  signal?: AbortSignal,
): Promise<Ground> {
  const opening = session.connection(access, signal, settings)
  const state = opening.then((connection) =>
    readState(connection, session.naming(connection), settings.service),
  )
  // Whoever awaits the state hears of its failure; until then nobody does.
  state.catch(() => undefined)
  // Reading files keeps the processor busy: let the connection set out first.
  await settings.clock.breathe()
  return groundOf(session, settings, opening, state)
}

/** Reads the files while the connection is opened and the ledger is read. */
export async function groundOf(
  session: Session,
  settings: Settings,
  opening: Promise<Connection>,
  state: Promise<LedgerState>,
): Promise<Ground> {
  const [connection, catalog] = await both(opening, readCatalog(settings))
  return { connection, naming: session.naming(connection), catalog, state }
}

/** Files and ledger, held against each other. */
export async function lookAround(
  session: Session,
  settings: Settings,
  access: Access,
  signal?: AbortSignal,
): Promise<Ground & { readonly survey: Survey }> {
  const ground = await standOn(session, settings, access, signal)
  return {
    ...ground,
    survey: await survey(ground.connection, ground.naming, ground.catalog, settings, ground.state),
  }
}

async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b])
  if (second.status === 'rejected') throw second.reason
  if (first.status === 'rejected') throw first.reason
  return [first.value, second.value]
}
