export { concurrencyContract, type ConcurrencyCase } from './concurrency.ts'
export { dialectConformance, type ConformanceCase } from './conformance.ts'
export type { ConcurrencyHarness, ConformanceHarness, Victim } from './harness.ts'
