import { defineConfig } from 'vitest/config'
import { ClosingReporter } from './test/setup/closing-reporter.ts'

/** Tests that change a server which all share, and so run when no other test does. */
const ALONE = ['test/mysql/small-packet.test.ts']

/** Tests that need nothing but the sources; all others may use the servers of test/setup. */
const UNIT = ['src/**/*.test.ts', 'test/architecture.test.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    // Most tests wait for a server or a process, so that a worker more than the default pays on two cores.
    maxWorkers: 2,
    teardownTimeout: 30_000,
    reporters: ['default', new ClosingReporter()],
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT, testTimeout: 20_000 } },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['test/**/*.test.ts'],
          exclude: [...UNIT, ...ALONE, 'test/package/**', 'test/node-versions/**'],
          globalSetup: ['test/setup/servers.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          globalSetup: ['test/setup/servers.ts'],
          testTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
  },
})
