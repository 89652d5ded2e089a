import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/index.ts'
import { isGodwitError, type Address } from '../../src/index.ts'
import { shop } from '../library/shop.ts'
import { certificates, hasOpenssl } from '../setup/certificates.ts'
import { createDatabase, hasPostgres, startPostgres } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

const NASTY = `p@ss/w#rd%41:?&x=1 'q"\\é`

/** `done`, or the code of the error. */
async function connects(database: Address | string): Promise<string> {
  await using here = await shop({ '001_a.up.sql': 'SELECT 1;' })
  await using migrator = here.migrator({ database })
  try {
    return (await migrator.status()).product
  } catch (error) {
    return isGodwitError(error) ? error.code : String(error)
  }
}

describe.skipIf(!hasPostgres())('reaching a server', () => {
  test('a password may hold any character, in an address and in a field', async () => {
    await using db = await createDatabase()
    const role = `nasty_${db.name}`
    await db.query(
      `CREATE ROLE ${role} LOGIN PASSWORD ${`E'${NASTY.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`}`,
    )
    const { host, port } = db.server
    const encoded = encodeURIComponent(NASTY)
    expect(await connects(`postgres://${role}:${encoded}@${host}:${port}/${db.name}`)).toBe(
      'PostgreSQL',
    )
    // Written as it is, the one sequence that reads as an encoded character must be encoded.
    expect(
      await connects(
        `postgres://${role}:${NASTY.replace('%41', '%2541')}@${host}:${port}/${db.name}`,
      ),
    ).toBe('PostgreSQL')
    const fields = { dialect: 'postgres', host, port, user: role, name: db.name } as const
    expect(await connects({ ...fields, password: new Secret(NASTY) })).toBe('PostgreSQL')
    expect(await connects({ ...fields, password: new Secret(`${NASTY}!`) })).toBe(
      'GODWIT_AUTH_FAILED',
    )
    await db.query(`DROP ROLE ${role}`)
  })

  test('a unix socket, as a field and in an address', async () => {
    await using db = await createDatabase()
    const { socketDir, port, user, password } = db.server
    expect(
      await connects({
        dialect: 'postgres',
        socket: socketDir,
        port,
        user,
        password: new Secret(password),
        name: db.name,
      }),
    ).toBe('PostgreSQL')
    expect(
      await connects(
        `postgres://${user}:${encodeURIComponent(password)}@/${db.name}?host=${socketDir}&port=${port}`,
      ),
    ).toBe('PostgreSQL')
  })

  test('a server without TLS: prefer goes on without, stricter modes refuse', async () => {
    await using db = await createDatabase()
    const to = (sslmode: string): string =>
      `${db.url}${db.url.includes('?') ? '&' : '?'}sslmode=${sslmode}`
    expect(await connects(to('disable'))).toBe('PostgreSQL')
    expect(await connects(to('prefer'))).toBe('PostgreSQL')
    expect(await connects(to('require'))).toBe('GODWIT_TLS_FAILED')
    expect(await connects(to('verify-full'))).toBe('GODWIT_TLS_FAILED')
  })

  test.skipIf(!hasOpenssl())(
    'a server with TLS: each mode trusts what its name says',
    { timeout: 60_000 },
    async () => {
      const tls = await certificates('localhost')
      const config = { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' }
      await using server = await startPostgres({
        config,
        files: { 'server.crt': tls.certificate, 'server.key': tls.key },
        hba: ['hostnossl all all all reject'],
      })
      await using dir = await tempDir()
      await writeFile(dir.join('ca.crt'), tls.authority)
      const { port, user, password } = server.info
      const to = (host: string, query: string): string =>
        `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres?${query}`
      const root = `sslrootcert=${dir.join('ca.crt')}`
      expect(await connects(to('localhost', 'sslmode=disable'))).not.toBe('PostgreSQL')
      expect(await connects(to('localhost', 'sslmode=prefer'))).toBe('PostgreSQL')
      expect(await connects(to('localhost', 'sslmode=require'))).toBe('PostgreSQL')
      expect(await connects(to('localhost', 'sslmode=verify-ca'))).toBe('GODWIT_TLS_FAILED')
      expect(await connects(to('127.0.0.1', `sslmode=verify-ca&${root}`))).toBe('PostgreSQL')
      expect(await connects(to('127.0.0.1', `sslmode=verify-full&${root}`))).toBe(
        'GODWIT_TLS_FAILED',
      )
      expect(await connects(to('localhost', `sslmode=verify-full&${root}`))).toBe('PostgreSQL')
      expect(
        await connects(to('localhost', `sslmode=verify-full&sslrootcert=${dir.join('none.crt')}`)),
      ).toBe('GODWIT_TLS_FAILED')
    },
  )
})
