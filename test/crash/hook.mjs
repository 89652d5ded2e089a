// Loaded into godwit before its own first line, where there is no server and so no wire to cut. It counts what godwit
// asks of the database driver (or, of PGlite, what is written to files), and lets one thing happen at one of them.
// GODWIT_CRASH: { counts: 'statements' | 'writes', k, when: 'before' | 'after', act, report, mark, ballast, file }
import fs from 'node:fs'
import { register, syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

const plan = JSON.parse(process.env.GODWIT_CRASH)
let count = 0
/** What the hook itself does is not counted, nor what a statement does inside. */
let isBusy = false

const acts = {
  kill: () => die(),
  stop() {
    fs.writeFileSync(plan.mark, '')
    process.kill(process.pid, 'SIGSTOP')
  },
  fill() {
    const file = fs.openSync(plan.ballast, 'w')
    for (const size of [1 << 20, 4096]) {
      try {
        while (fs.writeSync(file, Buffer.alloc(size)) === size);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error
      }
    }
    fs.closeSync(file)
  },
  /** Another session writes; for so long that a statement of little patience gives up. */
  lock() {
    const { DatabaseSync } = globalThis[Symbol.for('godwit.test.driver')]
    const other = new DatabaseSync(plan.file)
    try {
      other.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE')
      setTimeout(() => other.close(), 700).unref()
    } catch {
      other.close()
    }
  },
}

function die() {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

function strike(when) {
  if (plan.act === undefined || count !== plan.k || plan.when !== when) return
  isBusy = true
  acts[plan.act]()
  isBusy = false
}

/** Counts a call that answers at once. */
function counted(call) {
  if (isBusy) return call()
  count += 1
  strike('before')
  try {
    return call()
  } finally {
    strike('after')
  }
}

/** Counts the calls of methods that give a promise. */
function watchLater(prototype, names) {
  for (const name of names) {
    const original = prototype[name]
    prototype[name] = async function (...values) {
      if (isBusy) return Reflect.apply(original, this, values)
      count += 1
      strike('before')
      isBusy = true
      try {
        return await Reflect.apply(original, this, values)
      } finally {
        isBusy = false
        strike('after')
      }
    }
  }
}

if (plan.counts === 'writes') {
  const original = fs.writeSync
  fs.writeSync = (file, data, ...rest) => {
    if (typeof data === 'string' || file <= 2) return original(file, data, ...rest)
    return counted(() => original(file, data, ...rest))
  }
  syncBuiltinESMExports()
} else if (plan.driver === 'pglite') {
  const { PGlite } = await import('@electric-sql/pglite')
  watchLater(PGlite.prototype, ['query', 'exec', 'close'])
} else {
  globalThis[Symbol.for('godwit.test.counted')] = counted
  register('./hook-loader.mjs', import.meta.url)
}
if (plan.act === undefined) process.on('exit', () => fs.writeFileSync(plan.report, String(count)))
