import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { cleanEnvironment } from './process.ts'
import type { Server } from './server.ts'
import { summarize } from './statistics.ts'

/** A running delaying proxy. */
export interface Proxy {
  /** Where it listens, on the loopback address. */
  readonly port: number
  stop(): Promise<void>
}

/** Starts a proxy that adds `roundTripMs` to each round trip, in a process of its own. */
export async function startProxy(server: Server, roundTripMs: number): Promise<Proxy> {
  const program = fileURLToPath(new URL('proxy.mjs', import.meta.url))
  const child = spawn(process.execPath, [program, String(server.port), String(roundTripMs / 2)], {
    env: cleanEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = await once(child.stdout, 'data')
  return {
    port: Number(String(line)),
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}

/** The median time of an empty question and its answer, in milliseconds. */
export async function measureRoundTrip(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const figures: number[] = []
  for (let count = 0; count < 101; count += 1) {
    const start = performance.now()
    await client.query('')
    figures.push(performance.now() - start)
  }
  await client.end()
  return summarize(figures).median
}
