import { godwitError, type GodwitError } from '#core'
import type { MadeScratch, ScratchKind } from './scratch-contract.ts'
import { makeOnServer, type ServerScratchRequest } from './server-scratch.ts'
import type { Address } from './target.ts'

/** What to make a scratch database of. */
export type ScratchRequest = Omit<ServerScratchRequest, 'address'> & {
  readonly kind: ScratchKind
  /** The server for the kind `server`. */
  readonly address: Address | undefined
  /** An empty folder for the kinds that need one; it is removed after {@link MadeScratch.remove}. */
  readonly folder: () => Promise<string>
}

/** The kinds that fit the SQL of a product, the best first. */
export function scratchKindsFor(dialect: Address['dialect']): readonly ScratchKind[] {
  switch (dialect) {
    case 'postgres':
      return ['server', 'embedded', 'pglite']
    case 'pglite':
      return ['pglite']
    case 'mysql':
      return ['server']
    case 'sqlite':
      return ['file']
  }
}

/**
 * Makes a scratch database of one kind.
 * @throws GodwitError that says why there can be none of this kind, and what to do about it
 */
export async function makeScratch(request: ScratchRequest): Promise<MadeScratch> {
  const { kind, address } = request
  switch (kind) {
    case 'server':
      if (address === undefined || 'file' in address) throw noServer()
      return makeOnServer({ ...request, address })
    case 'embedded':
      return (await import('./postgres/embedded.ts')).makeEmbedded(request)
    case 'pglite':
      return (await import('./pglite/open.ts')).makePglite()
    case 'file': {
      const file = `${await request.folder()}/scratch.db`
      return {
        database: { dialect: 'sqlite', file },
        place: 'a SQLite file in a temporary folder',
        remove: () => Promise.resolve(),
      }
    }
  }
}

/** Ends whatever a process that is gone has left running in a folder of a scratch database. */
export async function quietFolder(folder: string): Promise<void> {
  await (await import('./postgres/embedded.ts')).stopEmbedded(folder)
}

function noServer(): GodwitError {
  return godwitError('GODWIT_SCRATCH', {
    message: 'No address of a server is known on which a scratch database could be made.',
    next: ['Name one: --scratch-url postgres://USER@HOST:PORT/NAME'],
  })
}
