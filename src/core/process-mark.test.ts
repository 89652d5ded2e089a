import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isGone, thisProcess } from './process-mark.ts'

const onLinux = test.skipIf(process.platform !== 'linux')

test('a running process is not gone', () => {
  expect(thisProcess()).toMatchObject({ host: hostname(), pid: process.pid })
  expect(isGone(thisProcess())).toBe(false)
  expect(isGone({ host: hostname(), pid: process.pid })).toBe(false)
})

test('a process that has ended is gone, one of another machine is not known to be', async () => {
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' })
  const { pid = 0 } = child
  await once(child, 'close')
  expect(isGone({ host: hostname(), pid })).toBe(true)
  expect(isGone({ host: 'elsewhere', pid })).toBe(false)
})

onLinux('an earlier process with the same number is gone', () => {
  expect(isGone({ ...thisProcess(), started: 'another boot:1' })).toBe(true)
})

onLinux('a process that was killed and never collected is gone', async () => {
  // The shell starts a child, becomes a program that collects nobody, and so leaves the child behind when it ends.
  const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line]: unknown[] = await once(parent.stdout, 'data')
  const pid = Number(String(line))
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(5)
  expect(process.kill(pid, 0)).toBe(true)
  expect(isGone({ host: hostname(), pid })).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'close')
})
