import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from '../process.ts'
import { absent, type Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'

/** godwit through its built command line. */
export const godwit: Contestant = {
  name: 'godwit',
  transactions: 'each',
  async prepare({ folder, steps }) {
    if (!existsSync(program)) return absent('dist/bin.cjs is missing: run `npm run build` first')
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.up.sql`]: step.up,
      [`${step.version}_${step.name}.down.sql`]: step.down,
    }))
    const manifest: { version: string } = JSON.parse(readFileSync(packageFile, 'utf8'))
    return {
      state: 'ready',
      version: manifest.version,
      apply: (url) => ({ ...godwitUp(process.execPath, url, migrations), cwd: folder }),
    }
  },
}

/** The command that applies what is pending, under a given Node. */
export function godwitUp(node: string, url: string, migrations: string): Command {
  return { file: node, args: [program, 'up', '--url', url, '--dir', migrations] }
}

/** The command that prints the help, under a given Node. */
export function godwitHelp(node: string): Command {
  return { file: node, args: [program, '--help'] }
}

/** The command that looks at all migrations of a folder. */
export function godwitLint(migrations: string): Command {
  const address = 'postgres://localhost/none'
  return { file: process.execPath, args: [program, 'lint', '--url', address, '--dir', migrations] }
}

const program = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))
const packageFile = new URL('../../package.json', import.meta.url)
