export { dialectConformance, type ConformanceCase, type ConformanceHarness } from './conformance.ts'
