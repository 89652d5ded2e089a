import { godwitError, isGodwitError, systemClock, type Clock, type GodwitError } from '#core'
import {
  type Address,
  type Connection,
  type Database,
  makeScratch,
  type MadeScratch,
  openConnection,
  SCRATCH_KINDS,
  type ScratchKind,
  scratchKindsFor,
} from '#dialect'
import { ScratchFolders } from './scratch-folder.ts'
import { isLeftOver, newScratchName, SCRATCH_PREFIX } from './scratch-name.ts'

/** What a scratch database is to be like. */
export type ScratchOptions = {
  /** The database that it stands in for, as an address: a temporary database on its server gets the same encoding and collation. It is not touched. */
  readonly address?: Address | undefined
  /** The product where there is no address. */
  readonly product: Address['dialect']
  /** Default `auto`: the first kind that works. */
  readonly kind?: ScratchKind | 'auto' | undefined
  /** The template that it is to be a copy of, see {@link Scratch.keep}. Default: it is empty. */
  readonly template?: string | undefined
  /** Whether other processes open it, too: then it does not lie in memory. */
  readonly isShared?: boolean | undefined
  /** For one attempt to connect, in milliseconds. Default 10 s. */
  readonly connectMs?: number | undefined
  readonly clock?: Clock | undefined
}

/** An empty database that is removed when it is disposed of. */
export interface Scratch extends AsyncDisposable {
  readonly kind: ScratchKind
  /** For a migrator; each that is opened with it works in the same database. */
  readonly database: Database
  /** Where it lies, for people. */
  readonly place: string
  /** Why a better kind was not used, and what was removed that killed runs had left; sentences. */
  readonly notes: readonly string[]
  /** Opens a session in it; the caller closes it. */
  open(): Promise<Connection>
  /** Makes a template of it when all sessions in it are closed: under this name it stays when the rest is disposed of. Undefined where databases cannot be copied. */
  readonly keep: ((template: string) => Promise<void>) | undefined
}

const CONNECT_MS = 10_000

/**
 * Makes an empty scratch database: on the user's own server, else with what is installed. First removes what runs that were
 * killed have left.
 * @throws GodwitError `GODWIT_SCRATCH` when there can be none, with a reason for each kind and what to do about it
 *
 * @example
 * const address = parseAddress('postgres://shop@db.example/shop')
 * await using scratch = await openScratch({ address, product: address.dialect })
 * await using migrator = createMigrator({ database: scratch.database, dir: 'migrations' })
 */
export async function openScratch(options: ScratchOptions): Promise<Scratch> {
  const { kind = 'auto', product } = options
  const fitting = scratchKindsFor(product)
  if (kind !== 'auto' && !fitting.includes(kind)) throw unfit(kind, fitting)
  const refused: { readonly kind: ScratchKind; readonly error: GodwitError }[] = []
  for (const one of kind === 'auto' ? fitting : [kind]) {
    try {
      return await open(one, options, refused.map(reasonOf))
    } catch (error) {
      if (!isGodwitError(error)) throw error
      refused.push({ kind: one, error })
    }
  }
  throw noScratch(refused.map(({ error }) => error))
}

type Refused = { readonly kind: ScratchKind; readonly error: GodwitError }

function reasonOf({ kind, error }: Refused): string {
  return `No scratch database of the kind "${kind}": ${error.message}`
}

async function open(
  kind: ScratchKind,
  options: ScratchOptions,
  reasons: readonly string[],
): Promise<Scratch> {
  const { address, template, isShared, connectMs = CONNECT_MS, clock = systemClock } = options
  const name = newScratchName(clock)
  const swept: string[] = []
  const onSwept = (one: string): void => void swept.push(one)
  const folders = new ScratchFolders(name, (one) => isLeftOver(one, clock), onSwept)
  let made: MadeScratch
  try {
    made = await makeScratch({
      kind,
      address,
      template,
      isShared,
      name,
      prefix: SCRATCH_PREFIX,
      connectTimeoutMs: connectMs,
      isLeftOver: (one) => isLeftOver(one, clock),
      onSwept,
      folder: () => folders.make(),
    })
  } catch (error) {
    await folders.remove()
    throw error
  }
  const { database, place } = made
  return {
    kind,
    database,
    place,
    notes: [
      ...reasons,
      ...swept.map((one) => `Removed ${one}, which a run that was killed had left.`),
    ],
    open: () => openConnection(database, openOptions(connectMs)),
    keep: made.keep,
    async [Symbol.asyncDispose]() {
      await made.remove()
      await folders.remove()
    },
  }
}

function openOptions(connectTimeoutMs: number): Parameters<typeof openConnection>[1] {
  return {
    access: 'write',
    connectTimeoutMs,
    applicationName: 'godwit scratch',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  }
}

function unfit(kind: ScratchKind, fitting: readonly ScratchKind[]): GodwitError {
  const choices = SCRATCH_KINDS.filter((one) => fitting.includes(one)).map(
    (one) => `--scratch ${one}`,
  )
  return godwitError('GODWIT_USAGE', {
    message: `A scratch database of the kind "${kind}" does not speak the SQL of these migrations.`,
    next: [`Use ${choices.join(' or ')}, or leave --scratch out.`],
  })
}

function noScratch(refused: readonly GodwitError[]): GodwitError {
  const [only] = refused
  if (only !== undefined && refused.length === 1) return only
  return godwitError('GODWIT_SCRATCH', {
    message: `No scratch database can be made.\n${refused.map(({ message }) => `- ${message}`).join('\n')}`,
    database: 'The database is unchanged.',
    next: refused.flatMap(({ next }) => next.slice(0, 1)),
  })
}
