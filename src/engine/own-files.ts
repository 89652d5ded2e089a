import {
  renumber,
  writeMigration,
  type CatalogProblem,
  type Rename,
  type WrittenMigration,
} from '#catalog'
import { compareVersions } from '#core'
import { addressOf, grammarOf } from '#dialect'
import { checkFiles } from '#plan'
import { standOn } from './ground.ts'
import type { CreateOptions } from './options.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import { readCatalog } from './survey.ts'

/** What is wrong with the files of a migrator. The database is opened only where nothing else tells its SQL. */
export async function checkOwnFiles(
  session: Session,
  settings: Settings,
): Promise<readonly CatalogProblem[]> {
  const address = addressOf(settings.database)
  const grammar =
    address === undefined
      ? (await session.inTurn('read', () => session.connection('read'))).dialect.grammar
      : grammarOf(address)
  return checkFiles(await readCatalog(settings), grammar)
}

/** Gives files other versions. Looks at the ledger without a survey, which refuses the very contradictions between files that this is to mend. */
export function renumberOwnFiles(session: Session, settings: Settings): Promise<readonly Rename[]> {
  return session.inTurn('read', async () => {
    const { catalog, state } = await standOn(session, settings, 'read')
    const { records, journal } = await state
    const newest = records.at(-1)
    // What has begun keeps the version under which the journal knows it.
    const begun = journal.filter(
      ({ version }) => newest !== undefined && compareVersions(version, newest.version) < 0,
    )
    const settled = [...records, ...begun.map(({ version }) => version)]
    return renumber(catalog, settled, settings.clock.now())
  })
}

/** Writes the files of a new migration. */
export function writeOwnFiles(
  { dir = 'migrations', cwd, registry, clock }: Settings,
  description: string,
  options: CreateOptions,
): Promise<WrittenMigration> {
  return writeMigration({ dir, cwd, registry, description, now: clock.now(), ...options })
}
