// A TCP proxy that makes a near server look far: `node proxy.mjs TARGET_PORT DELAY_MS` listens on
// a free loopback port, prints its number, and hands each chunk on DELAY_MS after it came in, in
// both directions. Chunks wait in a queue, side by side: the delay costs time, not bandwidth.
// It ends when its stdin closes, so it does not outlive the program that started it.
import { connect, createServer } from 'node:net'

const targetPort = Number(process.argv[2])
const delayMs = Number(process.argv[3])

/** In order of time, since the delay is one for all. @type {{ due: number, deliver: () => void }[]} */
const queue = []
const never = new Int32Array(new SharedArrayBuffer(4))
let pumping = false

function later(deliver) {
  queue.push({ due: performance.now() + delayMs, deliver })
  if (pumping) return
  pumping = true
  setImmediate(pump)
}

function pump() {
  while (queue.length > 0 && queue[0].due <= performance.now()) queue.shift().deliver()
  if (queue.length === 0) {
    pumping = false
    return
  }
  const remaining = queue[0].due - performance.now()
  if (remaining > 3) {
    setTimeout(pump, remaining - 2)
    return
  }
  // Node's timers know whole milliseconds only. Short sleeps of the thread are exact to about a
  // tenth of a millisecond and leave the processor to the programs under test.
  Atomics.wait(never, 0, 0, Math.max(0.02, Math.min(0.1, remaining - 0.05)))
  setImmediate(pump)
}

function relay(from, to) {
  from.setNoDelay(true)
  from.on('data', (chunk) => later(() => to.writable && to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroySoon()))
}

const server = createServer((client) => {
  const target = connect(targetPort, '127.0.0.1')
  relay(client, target)
  relay(target, client)
})

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
process.stdin.resume()
process.stdin.on('close', () => process.exit(0))
