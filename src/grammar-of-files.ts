import type { ResolvedConfig } from '#config'
import { type Address, grammarOf, parseAddress } from '#dialect'
import type { Grammar } from '#sql'

/**
 * The SQL that the files of a configuration are written in. Without a database it is PostgreSQL's, the
 * strictest of them.
 */
export function grammarOfFiles(resolved: ResolvedConfig): Grammar {
  const address = addressOfTarget(resolved)
  return address === undefined ? 'postgres' : grammarOf(address)
}

/** The address of the database that a configuration names; undefined without one. */
export function addressOfTarget({ target }: ResolvedConfig): Address | undefined {
  if (target === undefined) return undefined
  return target.kind === 'url' ? parseAddress(target.url.reveal()) : target.address
}
