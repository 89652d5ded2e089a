import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { certificates, hasOpenssl } from './certificates.ts'
import { ServerMissing } from './postgres-server.ts'
import { createDatabase, hasPostgres, startPostgres } from './postgres.ts'
import { tempDir } from './temp.ts'

const here = test.skipIf(!hasPostgres())

here('a server of a test keeps its data through a crash and a start', async () => {
  await using server = await startPostgres()
  await using db = await createDatabase(server.info)
  await db.query('CREATE TABLE kept (id int)')
  await server.stop('immediate')
  await expect(db.query('SELECT 1')).rejects.toThrow('ENOENT')
  await server.start()
  expect(await db.query('SELECT * FROM kept')).toEqual([])
})

test.skipIf(!hasPostgres() || !hasOpenssl())('a server can have TLS', async () => {
  const tls = await certificates()
  await using server = await startPostgres({
    config: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' },
    files: { 'server.crt': tls.certificate, 'server.key': tls.key },
    hba: ['hostnossl all all all reject'],
  })
  const { user, password, port } = server.info
  const login = { host: 'localhost', port, user, password, database: 'postgres' }
  const client = new Client({ ...login, ssl: { ca: tls.authority } })
  await client.connect()
  const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
  await client.end()
  expect(rows).toEqual([{ ssl: true }])
  await expect(new Client({ ...login, ssl: {} }).connect()).rejects.toThrow('certificate')
  await expect(new Client(login).connect()).rejects.toThrow('pg_hba.conf rejects connection')
})

test('a major that is not there is told apart from one that does not start', async () => {
  await expect(startPostgres({ major: 7 })).rejects.toThrow(
    new ServerMissing('not installed; npm run fetch:postgres -- 7 fetches it'),
  )
})

here('a server does not outlive a test process that is killed, nor does its folder', async () => {
  await using dir = await tempDir()
  const setup = new URL('./postgres-server.ts', import.meta.url).pathname
  const script = dir.join('orphan.mjs')
  await writeFile(
    script,
    `import { createJiti } from ${JSON.stringify(import.meta.resolve('jiti'))}
    const { startPostgres } = await createJiti(import.meta.url).import(${JSON.stringify(setup)})
    const { dir, info } = await startPostgres()
    console.log(JSON.stringify({ dir, port: info.port }))
    setInterval(() => {}, 1000)`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const server: { dir: string; port: number } = JSON.parse(String(line))
  expect(existsSync(server.dir)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => existsSync(server.dir), { timeout: 20_000 }).toBe(false)
  const client = new Client({ host: '127.0.0.1', port: server.port, user: 'godwit_test' })
  await expect(client.connect()).rejects.toThrow('ECONNREFUSED')
})
