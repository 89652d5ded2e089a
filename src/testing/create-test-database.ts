import { loadCatalog, requireSound } from '#catalog'
import { isGodwitError, retold, systemClock, type GodwitError } from '#core'
import {
  addressOf,
  addressText,
  openShelf,
  scratchKindsFor,
  type Address,
  type ScratchKind,
  type TemplateShelf,
} from '#dialect'
import type { Migrator } from '#engine'
import { keepInside, lookOut, openScratch, type Scratch } from '#inspect'
import {
  forPrograms,
  migratorFor,
  readSource,
  type MigrationSource,
  type ReadSource,
} from './source.ts'
import {
  findTemplate,
  isSelfContained,
  newTemplateName,
  outdatedTemplates,
  TEMPLATE_PREFIX,
  type TemplateName,
} from './template-name.ts'

/** A database of its own for some tests, with every migration applied. */
export interface TestDatabase extends AsyncDisposable {
  /** Its address, with the password: for the application under test, also in another process. */
  readonly url: string
  /** Its name on the server, or the path of its file (SQLite) or folder (PGlite). */
  readonly name: string
  /** `server`: on the user's server; `file`: a SQLite file; `pglite`: a folder for PGlite. */
  readonly kind: ScratchKind
  /** Where it lies, for people. */
  readonly place: string
  /** What was removed that killed processes had left; sentences. */
  readonly notes: readonly string[]
  /** Removes it; whoever is connected is cut off. The same as at the end of `await using`, for hooks such as `afterAll`. */
  remove(): Promise<void>
}

const CONNECT_MS = 10_000

/** How long another process may take to make the template, in milliseconds. */
const MAKING_MS = 300_000

/** How often a template may vanish before it is copied. */
const TRIES = 3

/**
 * Makes a database with every migration applied, without running them: it is copied from a template that is made once for all
 * processes, and anew when the migrations change. On MySQL and MariaDB, which cannot copy databases, and for code whose imports
 * could change unseen, the migrations run each time.
 *
 * It lies on the server of the address, or in a temporary folder; the database of the address is not touched. It is removed when
 * it is disposed of, and what a killed process left by the next call.
 * @throws GodwitError `GODWIT_SCRATCH` when the role may not create databases, that of a migration that fails, those of
 * connecting and of a configuration
 *
 * @example
 * await using db = await createTestDatabase({ url: 'postgres://shop@localhost/shop', dir: 'migrations' })
 * const pool = new pg.Pool({ connectionString: db.url })
 */
export async function createTestDatabase(source: MigrationSource = {}): Promise<TestDatabase> {
  const read = await readSource('createTestDatabase', source)
  const scratch = await migrated(read)
  const address = addressOf(scratch.database)
  const name = address && ('file' in address ? address.file : address.name)
  let removal: PromiseLike<void> | undefined
  const remove = async (): Promise<void> => await (removal ??= scratch[Symbol.asyncDispose]())
  return {
    url: address === undefined ? '' : addressText(address),
    name: name ?? '',
    kind: scratch.kind,
    place: scratch.place,
    notes: scratch.notes,
    remove,
    [Symbol.asyncDispose]: remove,
  }
}

async function migrated(source: ReadSource): Promise<Scratch> {
  const { address, options, connectMs = CONNECT_MS } = source
  const catalog = await loadCatalog(options)
  requireSound(catalog)
  await using shelf = isSelfContained(catalog) ? await openShelf(address, connectMs) : undefined
  if (shelf === undefined) return await migrateAnew(source)
  for (let left = TRIES; ; left--) {
    const wanted = newTemplateName(catalog, source, shelf.scope, systemClock)
    const template =
      findTemplate(await shelf.names(TEMPLATE_PREFIX), wanted) ??
      (await make(shelf, wanted, source))
    if (template === undefined) return await migrateAnew(source)
    try {
      return await open(source, template)
    } catch (error) {
      // Somebody else may have removed it for its age.
      if (left === 1 || (await shelf.names(TEMPLATE_PREFIX)).includes(template)) throw error
    }
  }
}

/** Makes the template unless another process does that now; undefined where there can be none. */
async function make(
  shelf: TemplateShelf,
  wanted: TemplateName,
  source: ReadSource,
): Promise<string | undefined> {
  await using _lock = await shelf.lock(`${TEMPLATE_PREFIX}${wanted.content}`, MAKING_MS)
  const names = await shelf.names(TEMPLATE_PREFIX)
  const theirs = findTemplate(names, wanted)
  if (theirs !== undefined) return theirs
  await using scratch = await migrateAnew(source)
  if (scratch.keep === undefined) return undefined
  await scratch.keep(wanted.name)
  for (const name of outdatedTemplates(names, wanted))
    await shelf.remove(name).catch(() => undefined)
  return wanted.name
}

/** A database in which the migrations were run. */
async function migrateAnew(source: ReadSource): Promise<Scratch> {
  const scratch = await open(source)
  try {
    await using migrator = migratorFor(source, scratch.database)
    await stayInside(migrator, scratch)
    const result = await migrator.up()
    if (!result.ok) throw refusedMigration(result.error)
    return scratch
  } catch (error) {
    await scratch[Symbol.asyncDispose]()
    throw error
  }
}

async function stayInside(migrator: Migrator, scratch: Scratch): Promise<void> {
  // What is neither reaches nothing outside of its folder, which holds one session at a time.
  if (scratch.kind !== 'server' && scratch.kind !== 'file') return
  try {
    const session = await scratch.open()
    const outlook = await lookOut(session, scratch).finally(() => session.close())
    await keepInside(migrator, outlook)
  } catch (error) {
    throw isGodwitError(error) ? forPrograms(error) : error
  }
}

async function open({ address, connectMs }: ReadSource, template?: string): Promise<Scratch> {
  try {
    return await openScratch({
      address,
      product: address.dialect,
      kind: ownKind(address),
      template,
      isShared: true,
      connectMs,
    })
  } catch (error) {
    throw isGodwitError(error) ? forPrograms(error) : error
  }
}

/** Tests run on the product that the application uses, or not at all. */
function ownKind({ dialect }: Address): ScratchKind | undefined {
  return scratchKindsFor(dialect)[0]
}

/** A migration that fails leaves nothing behind here. */
function refusedMigration(error: GodwitError): GodwitError {
  return retold(error, {
    database: 'The test database is removed. Your own database is unchanged.',
    next: ['Mend the migration, and run the tests again.'],
  })
}
