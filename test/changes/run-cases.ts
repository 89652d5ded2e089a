import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangeCase } from './change-case.ts'
import type { Place } from './places.ts'
import { proveCase, type Outcome, type Places } from './prove-case.ts'
import { rewriteCases } from './rewrite-cases.ts'

/** Makes a test of each case. `folder` is where their files are, beside this one; `isCompared`: whether what comes out has to be what they say. */
export function runCases(
  folder: string,
  cases: readonly ChangeCase[],
  openPlace: () => Place | Promise<Place>,
  isCompared: (one: ChangeCase) => boolean = () => true,
): void {
  let places: Places | undefined
  const outcomes = new Map<string, Outcome>()

  beforeAll(async () => {
    places = { one: await openPlace(), two: await openPlace() }
  })

  afterAll(async () => {
    if (process.env['UPDATE'] === '1')
      rewriteCases(fileURLToPath(new URL(folder, import.meta.url)), outcomes)
    await places?.one[Symbol.asyncDispose]()
    await places?.two[Symbol.asyncDispose]()
  })

  test('each case has a name of its own', () => {
    const names = cases.map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test.each(cases)('$name', async (one) => {
    if (places === undefined) return
    const outcome = await proveCase(one, places)
    if (!isCompared(one)) return
    if (process.env['UPDATE'] === '1') outcomes.set(one.name, outcome)
    else expect(outcome).toEqual({ statements: one.statements, hazards: one.hazards ?? [] })
  })
}
