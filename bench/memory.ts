import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanEnvironment, measure, type Command } from './process.ts'

/**
 * Runs a program once and gives the largest memory it held, in bytes. Uses GNU time where it is
 * installed, else Linux's /proc; undefined where there is neither.
 */
export async function peakMemory(command: Command): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-memory-'))
  try {
    return (await askGnuTime(command, join(folder, 'peak'))) ?? (await pollProc(command))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function askGnuTime(command: Command, report: string): Promise<number | undefined> {
  const args = ['-f', '%M', '-o', report, command.file, ...command.args]
  const { exitCode } = await measure({ ...command, file: '/usr/bin/time', args })
  if (exitCode !== 0) return undefined
  return Number((await readFile(report, 'utf8')).trim()) * 1024
}

function pollProc(command: Command): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: { ...cleanEnvironment(), ...command.env },
      stdio: 'ignore',
    })
    let peak: number | undefined
    const timer = setInterval(async () => {
      peak = (await readHighWater(child.pid)) ?? peak
    }, 3)
    child.once('error', reject)
    child.once('close', () => {
      clearInterval(timer)
      resolve(peak)
    })
  })
}

async function readHighWater(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
