import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ServerAddress, SslMode } from './target.ts'
import { planTls } from './tls.ts'

const plan = (fields: Partial<ServerAddress>) => planTls({ dialect: 'postgres', ...fields })
const NONE = { options: false, fallback: false }

/** A plan as words. */
function words(fields: Partial<ServerAddress>): string {
  const { options, fallback } = plan(fields)
  if (options === false) return 'none'
  const checks =
    options.rejectUnauthorized === true
      ? options.checkServerIdentity === undefined
        ? 'signer and host'
        : 'signer'
      : 'nothing'
  return `checks ${checks}${fallback ? ', else none' : ''}`
}

test.each<[sslmode: SslMode | undefined, host: string, expected: string]>([
  [undefined, 'localhost', 'none'],
  [undefined, '127.0.0.1', 'none'],
  [undefined, '::1', 'none'],
  [undefined, 'db.example', 'checks nothing, else none'],
  ['disable', 'db.example', 'none'],
  ['prefer', 'db.example', 'checks nothing, else none'],
  ['prefer', 'localhost', 'checks nothing, else none'],
  ['require', 'db.example', 'checks nothing'],
  ['require', 'localhost', 'checks nothing'],
  ['verify-ca', 'db.example', 'checks signer'],
  ['verify-full', 'db.example', 'checks signer and host'],
])('sslmode %s to %s: %s', (sslmode, host, expected) => {
  expect(words({ host, ...(sslmode === undefined ? {} : { sslmode }) })).toBe(expected)
})

test('without a host it is this machine; a socket is never encrypted', () => {
  expect(plan({})).toEqual(NONE)
  expect(plan({ socket: '/tmp' })).toEqual(NONE)
  expect(plan({ socket: '/tmp', sslmode: 'verify-full' })).toEqual(NONE)
})

test('with a root certificate require looks at who signed, as libpq does', async () => {
  const file = await fileOf('root')
  expect(words({ host: 'db', sslmode: 'require', sslrootcert: file })).toBe('checks signer')
  expect(words({ host: 'db', sslmode: 'prefer', sslrootcert: file })).toBe(
    'checks nothing, else none',
  )
  expect(words({ host: 'db', sslmode: 'verify-full', sslrootcert: file })).toBe(
    'checks signer and host',
  )
})

test('an identity that is not looked at is accepted', () => {
  const { options } = plan({ host: 'db', sslmode: 'verify-ca' })
  expect(options !== false && options.checkServerIdentity?.('other', {} as never)).toBeUndefined()
})

test('certificates and keys are read; "system" means those of this machine', async () => {
  const [sslrootcert, sslcert, sslkey] = [
    await fileOf('root'),
    await fileOf('cert'),
    await fileOf('key'),
  ]
  expect(plan({ host: 'db', sslmode: 'verify-full', sslrootcert, sslcert, sslkey })).toEqual({
    options: {
      rejectUnauthorized: true,
      ca: Buffer.from('root'),
      cert: Buffer.from('cert'),
      key: Buffer.from('key'),
    },
    fallback: false,
  })
  expect(plan({ host: 'db', sslmode: 'verify-full', sslrootcert: 'system' })).toEqual({
    options: { rejectUnauthorized: true },
    fallback: false,
  })
})

test.each(['sslrootcert', 'sslcert', 'sslkey'] as const)(
  'a file for %s that is not there',
  (what) => {
    expect(() => plan({ host: 'db', sslmode: 'require', [what]: '/no/such/file.pem' })).toThrow(
      expect.objectContaining({
        code: 'GODWIT_TLS_FAILED',
        message: `The file "/no/such/file.pem" given as ${what} cannot be read.`,
        next: [`Correct ${what}, or leave it out.`],
      }),
    )
  },
)

test('without encryption the files are not looked at', () => {
  expect(plan({ host: 'db', sslmode: 'disable', sslrootcert: '/no/such/file.pem' })).toEqual(NONE)
})

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-tls-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  writeFileSync(join(folder, 'file.pem'), text)
  return join(folder, 'file.pem')
}
