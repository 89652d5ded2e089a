import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'

/** Which way bytes go: `up` to the server, `down` to the client. */
export type Way = 'up' | 'down'

/** What to do with a piece of traffic: let it through, lose it, or break the connection before, in the middle of or after it. */
export type Verdict = 'pass' | 'drop' | 'cut-before' | 'cut-half' | 'cut-after'

/** What is wrong with the network right now. Changes take effect at once, on open connections too. */
export type Faults = {
  /** Added to each way, in milliseconds; fractions count. Traffic is delayed, not slowed: bytes overlap on the line. */
  latencyMs: number
  /** Bytes are taken in and held back until it is lifted; nobody is told. */
  blackhole: boolean
  /** New connections are reset at once. */
  refuse: boolean
  /** Decides on each piece of traffic as it arrives; while it thinks, that piece and all behind it wait. */
  judge: (data: Buffer, way: Way) => Verdict | Promise<Verdict>
}

/** A TCP proxy with a bad network in it. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** How many connections it has taken, and how many bytes went each way. */
  readonly stats: { accepted: number; up: number; down: number }
  set(faults: Partial<Faults>): void
  /** Resets every open connection, at both ends. */
  cut(): void
  /** An address with host and port replaced by the proxy's. */
  through(url: string): string
}

/** Where the proxy leads: a port of this machine or elsewhere, or a unix socket. */
export type Upstream = { readonly host: string; readonly port: number } | { readonly path: string }

/** Starts a proxy on a free port: `await using proxy = await faultProxy(server)`. */
export async function faultProxy(
  upstream: Upstream,
  faults: Partial<Faults> = {},
): Promise<FaultProxy> {
  const proxy = new TcpProxy(upstream, faults)
  await proxy.listen()
  return proxy
}

class TcpProxy implements FaultProxy {
  readonly host = '127.0.0.1'
  readonly stats = { accepted: 0, up: 0, down: 0 }
  readonly #upstream: Upstream
  readonly #server: Server
  readonly #open = new Set<() => void>()
  readonly #faults: Faults = {
    latencyMs: 0,
    blackhole: false,
    refuse: false,
    judge: () => 'pass',
  }

  constructor(upstream: Upstream, faults: Partial<Faults>) {
    this.#upstream = upstream
    this.set(faults)
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  async listen(): Promise<void> {
    this.#server.listen(0, this.host)
    await once(this.#server, 'listening')
  }

  set(faults: Partial<Faults>): void {
    Object.assign(this.#faults, faults)
  }

  cut(): void {
    for (const reset of this.#open) reset()
  }

  through(url: string): string {
    const address = new URL(url)
    address.hostname = this.host
    address.port = String(this.port)
    return address.href
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await closed
  }

  #accept(client: Socket): void {
    this.stats.accepted += 1
    if (this.#faults.refuse) {
      client.resetAndDestroy()
      return
    }
    const server = connect({ ...this.#upstream, allowHalfOpen: true })
    const reset = (): void => {
      for (const socket of [client, server]) {
        // A unix socket cannot be reset, only closed.
        if (socket === server && 'path' in this.#upstream) socket.destroy()
        else socket.resetAndDestroy()
      }
    }
    this.#open.add(reset)
    client.on('close', () => this.#open.delete(reset))
    for (const socket of [client, server]) {
      socket.setNoDelay()
      socket.on('error', reset)
    }
    this.#forward(client, server, 'up', reset)
    this.#forward(server, client, 'down', reset)
  }

  #forward(from: Socket, to: Socket, way: Way, reset: () => void): void {
    let line: Promise<unknown> = Promise.resolve()
    from.on('data', (data) => {
      const due = performance.now() + this.#faults.latencyMs
      line = line.then(() => this.#deliver(data, due, { from, to, way, reset }))
    })
    from.on('end', () => {
      line = line.then(() => to.end())
    })
    from.on('close', () => {
      line = line.then(() => to.destroy())
    })
  }

  async #deliver(data: Buffer, due: number, line: Line): Promise<void> {
    await until(due)
    while (this.#faults.blackhole && !line.from.destroyed) await sleep(5)
    const verdict = await this.#faults.judge(data, line.way)
    if (verdict === 'drop') return
    if (verdict === 'cut-before') return line.reset()
    const sent = verdict === 'cut-half' ? data.subarray(0, data.length / 2) : data
    this.stats[line.way] += sent.length
    if (line.to.destroyed) return
    if (!line.to.write(sent)) await drained(line)
    if (verdict !== 'pass') {
      // The receiver gets all of it and then the end; a reset could overtake what it has not read yet.
      await new Promise<void>((resolve) => line.to.end(() => resolve()))
      line.from.resetAndDestroy()
    }
  }
}

type Line = {
  readonly from: Socket
  readonly to: Socket
  readonly way: Way
  readonly reset: () => void
}

/** Timers are too coarse for a fraction of a millisecond, so the rest is spent in turns of the event loop. */
async function until(due: number): Promise<void> {
  const whole = Math.floor(due - performance.now()) - 1
  if (whole > 0) await sleep(whole)
  while (performance.now() < due) await turn()
}

async function drained({ from, to }: Line): Promise<void> {
  from.pause()
  await new Promise<void>((resolve) => {
    to.once('drain', resolve)
    to.once('close', resolve)
  })
  from.resume()
}
