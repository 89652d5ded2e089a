import { installGoTool, type GoTool } from '../install.ts'
import { absent, type Contestant } from './contract.ts'
import { writeMigrations } from './files.ts'

const tool: GoTool = {
  program: 'goose',
  path: 'github.com/pressly/goose/v3/cmd/goose',
  version: 'v3.29.0',
  // Without the drivers that are not needed the build takes seconds instead of minutes.
  tags: [
    'no_clickhouse',
    'no_libsql',
    'no_mssql',
    'no_mysql',
    'no_sqlite3',
    'no_spanner',
    'no_vertica',
    'no_ydb',
  ],
}

/** goose, built with Go. */
export const goose: Contestant = {
  name: 'goose',
  transactions: 'each',
  async prepare({ folder, steps }) {
    const installed = await installGoTool(tool)
    if (installed.state === 'absent') return absent(installed.reason)
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.sql`]: `-- +goose Up\n${step.up}\n-- +goose Down\n${step.down}`,
    }))
    return {
      state: 'ready',
      version: tool.version,
      apply: (url) => ({
        file: installed.program,
        args: ['-dir', migrations, 'postgres', url, 'up'],
      }),
    }
  },
}
