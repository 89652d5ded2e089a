import { test, expect } from 'vitest'
import { postgresServers } from '../setup/postgres.ts'
import { postgresPlace } from './places.ts'
import { CASES } from './postgres/index.ts'
import { build } from './try-change.ts'
test('builds', async () => {
  console.log(CASES.length)
  for (const server of postgresServers()) {
    await using place = await postgresPlace(server)
    const t = Date.now()
    for (const one of CASES.filter(({ since = 0 }) => since <= server.major))
      for (const list of [one.before, [...one.before, ...(one.rows ?? [])], one.after]) {
        const c = await place.empty()
        try {
          await build(c, list)
        } catch (e) {
          console.log(server.major, one.name, String(e))
        }
      }
    console.log(server.major, Date.now() - t)
  }
})
