#!/usr/bin/env node
import { join } from 'node:path'
import { useCompileCache } from './compile-cache.ts'

useCompileCache(join(__dirname, 'cli'))

void import('#cli').then(async ({ runCli, terminalIo }) => {
  process.exitCode = await runCli(process.argv.slice(2), terminalIo())
})
