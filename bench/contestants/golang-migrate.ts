import { installGoTool, type GoTool } from '../install.ts'
import { absent, type Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'

const tool: GoTool = {
  program: 'migrate',
  path: 'github.com/golang-migrate/migrate/v4/cmd/migrate',
  version: 'v4.20.1',
  tags: ['postgres'],
}

/** golang-migrate, built with Go. */
export const golangMigrate: Contestant = {
  name: 'golang-migrate',
  transactions: 'apart',
  async prepare({ folder, steps }) {
    const installed = await installGoTool(tool)
    if (installed.state === 'absent') return absent(installed.reason)
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.up.sql`]: step.up,
      [`${step.version}_${step.name}.down.sql`]: step.down,
    }))
    return {
      state: 'ready',
      version: tool.version,
      apply: (url) => ({
        file: installed.program,
        args: ['-path', migrations, '-database', url, 'up'],
      }),
    }
  },
}
