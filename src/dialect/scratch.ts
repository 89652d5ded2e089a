import { join } from 'node:path'
import { godwitError, type GodwitError } from '#core'
import { copyTemplate, keepTemplate } from './folder-templates.ts'
import type { MadeScratch, ScratchKind } from './scratch-contract.ts'
import { makeOnServer, type ServerScratchRequest } from './server-scratch.ts'
import type { Address, FileAddress } from './target.ts'

/** What to make a scratch database of. */
export type ScratchRequest = Omit<ServerScratchRequest, 'address'> & {
  readonly kind: ScratchKind
  /** The server for the kind `server`. */
  readonly address: Address | undefined
  /** An empty folder for the kinds that need one; it is removed after {@link MadeScratch.remove}. */
  readonly folder: () => Promise<string>
  /** Whether others than this process open it, so that it must not lie in memory. */
  readonly isShared?: boolean | undefined
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
      return request.isShared === true
        ? inFolder({ dialect: 'pglite', file: 'pglite' }, 'a PGlite folder', request)
        : (await import('./pglite/open.ts')).makePglite()
    case 'file':
      return inFolder({ dialect: 'sqlite', file: 'scratch.db' }, 'a SQLite file', request)
  }
}

/** A database in a temporary folder, which is removed by whoever made the folder. */
async function inFolder(
  { dialect, file: name }: FileAddress & { readonly file: string },
  what: string,
  { folder, template }: ScratchRequest,
): Promise<MadeScratch> {
  const file = join(await folder(), name)
  if (template !== undefined) copyTemplate(template, file)
  return {
    database: { dialect, file },
    place: `${what} in a temporary folder`,
    remove: () => Promise.resolve(),
    keep: (to) => keepTemplate(file, to),
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
