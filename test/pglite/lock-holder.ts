import { mkdirSync, rmdirSync } from 'node:fs'
import process from 'node:process'
import { isGodwitError } from '#core'
import { lockFolder } from '../../src/dialect/pglite/folder-lock.ts'

/**
 * A process that takes a folder: says `held`, keeps it until its standard input ends, then says `free`. While it has
 * the folder it also has a mark beside it, which nobody else may have: two at once are an error.
 */
const [, , folder = '', occupiedWaitMs = '0'] = process.argv
try {
  const lock = await lockFolder(folder, {
    access: 'write',
    connectTimeoutMs: 0,
    applicationName: 'godwit up',
    occupiedWaitMs: Number(occupiedWaitMs),
    onOccupied: () => console.log('waits'),
  })
  mkdirSync(`${folder}.mark`)
  console.log('held')
  for await (const _ of process.stdin);
  rmdirSync(`${folder}.mark`)
  lock.release()
  console.log('free')
} catch (error) {
  console.log(isGodwitError(error) ? JSON.stringify(error) : String(error))
  process.exitCode = 1
}
