import { packageVersion } from '../install.ts'
import type { Step } from '../workload.ts'
import type { Contestant } from './contract.ts'
import { writeFiles, writeMigrations } from './files.ts'
import { runnerCommand } from './runner.ts'

/** The migrator of drizzle-orm. */
export const drizzle: Contestant = {
  name: 'drizzle-orm',
  transactions: 'all',
  async prepare({ folder, steps }) {
    const migrations = await writeMigrations(folder, steps, (step) => ({
      [`${step.version}_${step.name}.sql`]: step.up
        .trim()
        .split('\n')
        .join('\n--> statement-breakpoint\n'),
    }))
    await writeFiles(migrations, { 'meta/_journal.json': journalOf(steps) })
    return {
      state: 'ready',
      version: packageVersion('drizzle-orm'),
      apply: (url) => runnerCommand('drizzle', url, migrations),
    }
  },
}

function journalOf(steps: readonly Step[]): string {
  const firstMoment = Date.UTC(2026, 0, 1)
  const entries = steps.map((step, idx) => ({
    idx,
    version: '7',
    when: firstMoment + idx,
    tag: `${step.version}_${step.name}`,
    breakpoints: true,
  }))
  return JSON.stringify({ version: '7', dialect: 'postgresql', entries })
}
