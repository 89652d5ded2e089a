#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { join } from 'node:path'

/** The exit code for a failure inside. */
const NOT_FINISHED = 70

void start()

async function start(): Promise<void> {
  // Half of what a start costs is compiling: the code is kept between runs. Node 20 cannot do that by itself.
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function')
    nodeModule.enableCompileCache()
  else (await import('./compile-cache.ts')).keepCode(join(__dirname, 'cli'))
  const { runCli, terminalIo } = await import('#cli')
  // Code of a migration or configuration can end the process, and Node says nothing of it.
  let isOver = false
  process.on('exit', (code) => {
    // With that code godwit itself ends, and has said why.
    if (isOver || code === NOT_FINISHED) return
    if (code === 0) process.exitCode = NOT_FINISHED
    process.stderr.write(
      'error: godwit ended before its work was done: a migration or the configuration ended the process.\nnext: See where the database stands: godwit status\n',
    )
  })
  process.exitCode = await runCli(process.argv.slice(2), terminalIo())
  isOver = true
}
