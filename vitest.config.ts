import { defineConfig } from 'vitest/config'
import { ClosingReporter } from './test/setup/closing-reporter.ts'

/** Tests that need nothing but the sources; all others may use the servers of test/setup. */
const UNIT = ['src/**/*.test.ts', 'test/architecture.test.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    teardownTimeout: 30_000,
    reporters: ['default', new ClosingReporter()],
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT, testTimeout: 20_000 } },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['test/**/*.test.ts'],
          exclude: [...UNIT, 'test/package/**', 'test/node-versions/**'],
          globalSetup: ['test/setup/servers.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
  },
})
