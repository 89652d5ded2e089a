#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { join } from 'node:path'

void start()

async function start(): Promise<void> {
  // Half of what a start costs is compiling: the code is kept between runs. Node 20 cannot do that by itself.
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function')
    nodeModule.enableCompileCache()
  else (await import('./compile-cache.ts')).keepCode(join(__dirname, 'cli'))
  const { runCli, terminalIo } = await import('#cli')
  process.exitCode = await runCli(process.argv.slice(2), terminalIo())
}
