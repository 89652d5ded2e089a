import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangeCase } from './change-case.ts'
import { openBench, type Bench, type Place } from './places.ts'
import { proveCase, type Outcome } from './prove-case.ts'
import { rewriteCases } from './rewrite-cases.ts'

/** Makes a test of each case. `folder` is where their files are, beside this one; `isCompared`: whether what comes out has to be what they say. */
export function runCases(
  folder: string,
  cases: readonly ChangeCase[],
  openPlace: () => Place | Promise<Place>,
  isCompared: (one: ChangeCase) => boolean = () => true,
): void {
  let bench: Bench | undefined
  const outcomes = new Map<string, Outcome>()

  beforeAll(async () => {
    bench = await openBench(openPlace)
  })

  afterAll(async () => {
    if (process.env['UPDATE'] === '1')
      rewriteCases(fileURLToPath(new URL(folder, import.meta.url)), outcomes)
    await bench?.[Symbol.asyncDispose]()
  })

  test('each case has a name of its own', () => {
    const names = cases.map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  const isAll = process.env['GODWIT_OPEN_CASES'] === '1'
  const named = cases.map((one) => [one.name, one] as const)
  test.skip.each(isAll ? [] : named.filter(([, { open }]) => open !== undefined))('%s', () => {})
  test.each(named.filter(([, { open }]) => isAll || open === undefined))('%s', async (_, one) => {
    if (bench === undefined) return
    const { statements, hazards } = await proveCase(one, bench)
    const outcome = { statements, hazards }
    if (!isCompared(one)) return
    if (process.env['UPDATE'] === '1') outcomes.set(one.name, outcome)
    else expect(outcome).toEqual({ statements: one.statements, hazards: one.hazards ?? [] })
  })
}
