import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageVersion, rivalsFolder } from '../install.ts'
import type { Command } from '../process.ts'
import { absent, type Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'

/** dbmate, its native program without the Node wrapper, and without its dump (that is pg_dump). */
export const dbmate: Contestant = {
  name: 'dbmate',
  transactions: 'each',
  async prepare({ folder, steps }) {
    if (!existsSync(dbmateProgram)) return absent(`npm has no dbmate for ${platform}`)
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.sql`]: `-- migrate:up\n${step.up}\n-- migrate:down\n${step.down}`,
    }))
    return {
      state: 'ready',
      version: packageVersion('dbmate'),
      apply: (url) => dbmateCommand(url, migrations, 'up'),
    }
  },
}

/** A command for dbmate's native program. */
export function dbmateCommand(url: string, migrations: string, word: 'up' | 'status'): Command {
  return { file: dbmateProgram, args: dbmateArguments(url, migrations, word) }
}

/** The same command through the wrapper that npm installs, under a given Node. */
export function wrappedDbmateCommand(
  node: string,
  url: string,
  migrations: string,
  word: 'up' | 'status',
): Command {
  const wrapper = join(rivalsFolder, 'dbmate/dist/cli.js')
  return { file: node, args: [wrapper, ...dbmateArguments(url, migrations, word)] }
}

const platform = `${process.platform}-${process.arch}`
const dbmateProgram = join(
  rivalsFolder,
  '@dbmate',
  platform,
  'bin',
  process.platform === 'win32' ? 'dbmate.exe' : 'dbmate',
)

function dbmateArguments(url: string, migrations: string, word: string): string[] {
  return ['--url', url, '--migrations-dir', migrations, '--no-dump-schema', word]
}
