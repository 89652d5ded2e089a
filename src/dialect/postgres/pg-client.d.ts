/** The one module of `pg` that godwit loads; the published types cover only the package's front door. */
declare module 'pg/lib/client.js' {
  import type { EventEmitter } from 'node:events'
  import { Client as PublicClient, type ClientConfig } from 'pg'

  export interface WireEvents extends EventEmitter {
    readonly stream: {
      readonly destroyed: boolean
      destroy(): unknown
      ref(): unknown
      unref(): unknown
      setTimeout(ms: number, listener: () => void): unknown
      once(event: 'finish', listener: () => void): unknown
    }
    on(
      event: 'parameterStatus',
      listener: (status: { parameterName: string; parameterValue: string }) => void,
    ): this
    on(event: 'connect' | 'end', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    connect(port: number | string, host?: string): void
    cancel(processID: number | null, secretKey: unknown): void
  }

  export default class Client extends PublicClient {
    constructor(config: ClientConfig)
    readonly connection: WireEvents
    readonly processID: number | null
    readonly secretKey: unknown
    query(message: { submit(wire: never): void }): unknown
    query<Row extends Record<string, unknown>>(
      text: string,
      values?: unknown[],
    ): Promise<{ rows: Row[] }>
  }
}
