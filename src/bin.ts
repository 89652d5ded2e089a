#!/usr/bin/env node
import * as nodeModule from 'node:module'

// Node compiles the rest of the program much faster from its cache; older ones have none.
if ('enableCompileCache' in nodeModule) (nodeModule as { enableCompileCache: () => void }).enableCompileCache()

void import('#cli').then(async ({ runCli, terminalIo }) => {
  process.exitCode = await runCli(process.argv.slice(2), terminalIo())
})
