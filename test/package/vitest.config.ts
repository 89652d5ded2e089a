import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ClosingReporter } from '../setup/closing-reporter.ts'

/** Tests of what is published, after `npm run build`. They use the npm registry and take a minute. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    pool: 'forks',
    reporters: ['default', new ClosingReporter()],
    include: ['test/package/**/*.test.ts', 'test/node-versions/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
