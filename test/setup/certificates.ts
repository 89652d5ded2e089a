import { execFile, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { tempDir } from './temp.ts'

const run = promisify(execFile)

/** PEM texts for a TLS server: its own key and certificate, and the authority that signed it. */
export type Certificates = {
  readonly authority: string
  readonly key: string
  readonly certificate: string
}

/** Whether the command line of OpenSSL is there: `test.skipIf(!hasOpenssl())`. */
export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0
}

/**
 * Makes a certificate for a host name (default `localhost`), signed by an authority of its own, with the
 * command line of OpenSSL. Use them with `startPostgres({ config: { ssl: 'on', ssl_cert_file: 'server.crt',
 * ssl_key_file: 'server.key' }, files: { 'server.crt': …, 'server.key': … } })`.
 */
export async function certificates(host = 'localhost'): Promise<Certificates> {
  await using dir = await tempDir('tls')
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const at = (name: string): string => dir.join(name)
  await run('openssl', [
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=Test authority'],
    ...['-keyout', at('ca.key'), '-out', at('ca.crt')],
  ])
  await run('openssl', [
    ...['req', ...key, '-subj', `/CN=${host}`, '-keyout', at('key'), '-out', at('csr')],
  ])
  await writeFile(at('ext'), `subjectAltName=DNS:${host}`)
  await run('openssl', [
    ...['x509', '-req', '-in', at('csr'), '-CA', at('ca.crt'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', at('ext'), '-out', at('crt')],
  ])
  return {
    authority: await readFile(at('ca.crt'), 'utf8'),
    key: await readFile(at('key'), 'utf8'),
    certificate: await readFile(at('crt'), 'utf8'),
  }
}
