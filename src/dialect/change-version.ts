import type { Connection } from './contract.ts'

/** The version of a server as `ChangeOptions.version` takes it: the major, or SQLite's 3.45.1 as 3045001. */
export function changeVersion({ dialect, server }: Connection): number {
  if (dialect.grammar !== 'sqlite') return server.major
  const [major = 0, minor = 0, patch = 0] = server.version.split('.').map(Number)
  return major * 1_000_000 + minor * 1000 + patch
}
