import { readFileSync } from 'node:fs'
import type { PeerCertificate } from 'node:tls'
import { godwitError } from '#core'
import type { ServerAddress, SslMode } from './target.ts'

/** What of Node's TLS options a mode decides. */
export type TlsOptions = {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized?: boolean
  readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined
}

/** How a connection is tried: `options` for TLS, false for none; `fallback` allows a second try without. */
export type TlsPlan = { readonly options: TlsOptions | false; readonly fallback: boolean }

/**
 * What an `sslmode` means, as libpq documents it: `require` encrypts without looking at the certificate unless a root
 * certificate is given, `verify-ca` checks who signed it, `verify-full` also the host's name. Unset: `prefer` for
 * servers on other machines, none for this one.
 */
export function planTls(address: ServerAddress): TlsPlan {
  const mode = address.sslmode ?? (isLocal(address) ? 'disable' : 'prefer')
  if (mode === 'disable' || address.socket !== undefined) return { options: false, fallback: false }
  return {
    options: { ...certificates(address), ...verification(mode, address.sslrootcert !== undefined) },
    fallback: mode === 'prefer',
  }
}

function isLocal(address: ServerAddress): boolean {
  return (
    address.socket !== undefined ||
    ['localhost', '127.0.0.1', '::1'].includes(address.host ?? 'localhost')
  )
}

function verification(mode: SslMode, hasRoot: boolean): TlsOptions {
  if (mode === 'verify-full') return { rejectUnauthorized: true }
  if (mode === 'verify-ca' || (mode === 'require' && hasRoot))
    return { rejectUnauthorized: true, checkServerIdentity: () => undefined }
  return { rejectUnauthorized: false }
}

function certificates(address: ServerAddress): TlsOptions {
  return {
    ...(address.sslrootcert === undefined || address.sslrootcert === 'system'
      ? {}
      : { ca: read(address.sslrootcert, 'sslrootcert') }),
    ...(address.sslcert === undefined ? {} : { cert: read(address.sslcert, 'sslcert') }),
    ...(address.sslkey === undefined ? {} : { key: read(address.sslkey, 'sslkey') }),
  }
}

function read(path: string, what: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw godwitError('GODWIT_TLS_FAILED', {
      message: `The file "${path}" given as ${what} cannot be read.`,
      next: [`Correct ${what}, or leave it out.`],
      cause,
    })
  }
}
