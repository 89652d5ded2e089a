import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { Registry } from '../../src/index.ts'
import { shop, told } from '../library/shop.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

const KILLED = 'terminating connection due to administrator command.'

describe.skipIf(!hasPostgres())('errors in a code migration', () => {
  test('the connection to another service is not that of the database', async () => {
    await using db = await createDatabase()
    await using here = await shop({}, db.url)
    const server = createServer((request) => request.socket.resetAndDestroy())
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const registry = new Registry().add('001_rates', {
      async up(sql) {
        await sql.execute('CREATE TABLE rates (id int)')
        await fetch(`http://127.0.0.1:${port}/rates`)
      },
    })
    const migrator = here.migrator({ registry })
    const result = await migrator.up()
    server.close()
    expect(result).toMatchObject({ status: 'failed', database: 'unchanged' })
    expect(result.status === 'failed' && told(result.error)).toEqual({
      code: 'GODWIT_CODE_FAILED',
      message: '001_rates threw an error: fetch failed (read ECONNRESET).',
      detail: expect.stringContaining('code.test.ts'),
      database: '001_rates left no trace. Before it, no migration was applied in this run.',
      next: ['Mend the function, then run: godwit up'],
    })
    expect(await migrator.status()).toMatchObject({ applied: 0 })
  })

  test.each([
    ['as it is', (error: unknown) => error],
    ['as the cause of another', (cause: unknown) => new Error('the rates are wrong', { cause })],
  ])('a lost connection to the database that is thrown on %s is told', async (_how, wrap) => {
    await using db = await createDatabase()
    await using here = await shop({}, db.url)
    const registry = new Registry().add('001_rates', {
      up: (sql) =>
        sql.execute('SELECT pg_terminate_backend(pg_backend_pid())').catch((error: unknown) => {
          throw wrap(error)
        }),
    })
    const migrator = here.migrator({ registry })
    const result = await migrator.up()
    expect(result.status === 'failed' && told(result.error)).toMatchObject({
      code: 'GODWIT_CONNECTION_LOST',
      message: `001_rates: the connection broke: ${KILLED}`,
    })
    expect(await migrator.status()).toMatchObject({ applied: 0 })
  })

  test('outside of a transaction a lost connection leaves a question, and the error says so', async () => {
    await using db = await createDatabase()
    await using here = await shop({}, db.url)
    const registry = new Registry().add('001_rates', {
      transaction: 'none',
      async up(sql) {
        await sql.execute('CREATE TABLE rates (id int)')
        await sql.execute('SELECT pg_terminate_backend(pg_backend_pid())')
      },
    })
    const migrator = here.migrator({ registry })
    const result = await migrator.up()
    expect(result).toMatchObject({ status: 'failed', database: 'unknown' })
    expect(result.status === 'failed' && told(result.error)).toEqual({
      code: 'GODWIT_CONNECTION_LOST',
      message: `001_rates: the connection broke: ${KILLED}`,
      database:
        'What 001_rates had done before the error stays: it runs outside a transaction. The next run asks whether that was all of it. Before it, no migration was applied in this run.',
      next: ['See where the database stands: godwit status', 'then go on: godwit up'],
    })
    const { problems } = await migrator.status()
    expect(problems.map(({ error }) => error.code)).toEqual(['GODWIT_UNCERTAIN'])
    await migrator.repair({ done: ['001:1'] })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '001' })
  })
})
