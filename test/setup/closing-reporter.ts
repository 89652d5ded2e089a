import type { Reporter, TestModule, TestProject, Vitest } from 'vitest/node'
import type { MissingServer } from './servers.ts'

/**
 * Writes the last line of a test run: `N passed, N failed, N skipped`. Servers that could not be started
 * are named before it and count, too; files that could not be loaded and errors outside of tests
 * count as failed.
 */
export class ClosingReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const missing = (this.#vitest?.projects ?? []).flatMap(missingServers)
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    for (const { name, reason, outcome } of missing) {
      console.log(`${outcome}: ${name}: ${reason}`)
      count[outcome] += 1
    }
    for (const module of modules) {
      count.failed += module.state() === 'failed' ? loadErrors(module) : 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'pending' ? 'skipped' : state] += 1
      }
    }
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
    if (count.failed > 0) process.exitCode = 1
  }
}

function missingServers(project: TestProject): readonly MissingServer[] {
  return project.getProvidedContext().missingServers ?? []
}

/** A file or a group of tests that failed on its own, for instance because an import or a hook threw. */
function loadErrors(module: TestModule): number {
  let errors = module.errors().length
  for (const suite of module.children.allSuites()) errors += suite.errors().length
  return errors
}
