import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OrdinaryUser } from './unprivileged.ts'

/** A server that runs until told to stop, and never longer than the process that started it. */
export interface ServerProcess {
  /** The process id of the server itself. */
  readonly pid: number
  /** Sends the server a signal and waits until it has ended. */
  stop(signal?: StopSignal): Promise<void>
}

/** A signal that ends a server. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGKILL'

/** How to start a server and how to know that it is up. */
export type ServerCommand = {
  /** The name in error messages. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** The server's own temporary folder; it is removed when the tests die without cleaning up. */
  readonly dir: string
  readonly logFile: string
  readonly user: OrdinaryUser | undefined
  /** The signal that ends the server at once and in order, without waiting for its clients. */
  readonly stopSignal: StopSignal
  /** Resolves to true once the server answers. */
  readonly isReady: () => Promise<boolean>
}

/**
 * Runs beside the server and reads from a pipe that the tests hold open. When the tests end, however they
 * end (also by SIGKILL), the pipe closes, `read` fails, and the server is stopped and its folder removed.
 * A line on the pipe is the name of a signal: the orderly way to stop, which keeps the folder.
 */
const GUARD = `
dir=$1; orphaned=$2; shift 2
"$@" </dev/null >&2 &
server=$!
echo $server
if read -r signal; then kill -s "$signal" $server; wait $server
else kill -s "$orphaned" $server; wait $server; rm -rf -- "$dir"
fi 2>/dev/null`

/**
 * Starts a server under a guard.
 * @throws Error with the end of the server's log when it does not answer within 30 seconds.
 */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const log = openSync(server.logFile, 'a', 0o666)
  const orphaned = server.stopSignal.replace('SIG', '')
  const args = ['-c', GUARD, 'guard', server.dir, orphaned, server.command, ...server.args]
  const guard = spawn('sh', args, {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', log],
    ...(server.user === undefined ? {} : { uid: server.user.uid, gid: server.user.gid }),
  })
  closeSync(log)
  const ended = once(guard, 'exit')
  const pid = await firstLine(guard)
  guard.stdout?.resume()
  const running: ServerProcess = {
    pid,
    stop: (signal = server.stopSignal) => stop(guard, ended, signal),
  }
  await untilReady(server, running)
  letGo(guard)
  return running
}

async function firstLine(guard: ChildProcess): Promise<number> {
  let text = ''
  for await (const chunk of guard.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return Number(text.trim())
}

async function untilReady(server: ServerCommand, running: ServerProcess): Promise<void> {
  const deadline = performance.now() + 30_000
  while (performance.now() < deadline && isAlive(running.pid)) {
    if (await server.isReady()) return
    await sleep(25)
  }
  const log = await readFile(server.logFile, 'utf8').catch(() => '')
  await running.stop()
  throw new Error(`${server.name} did not start.\n${log.split('\n').slice(-20).join('\n')}`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Node may end although the server runs; the guard then stops it. */
function letGo(guard: ChildProcess): void {
  guard.unref()
  for (const stream of [guard.stdin, guard.stdout]) {
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}

async function stop(
  guard: ChildProcess,
  ended: Promise<unknown>,
  signal: StopSignal,
): Promise<void> {
  if (guard.exitCode === null && guard.signalCode === null) {
    guard.ref()
    guard.stdin?.on('error', () => {})
    guard.stdin?.end(`${signal.replace('SIG', '')}\n`)
  }
  await ended
}

/** A TCP port of this machine that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No TCP port to be had.')
  return address.port
}
