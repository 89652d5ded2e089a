import * as v from 'valibot'
import { isVersion, type Version } from '#core'
import type { SavedPlan } from './save.ts'

const text = v.string()
const version = v.custom<Version>((value) => typeof value === 'string' && isVersion(value))

const step = v.strictObject({
  version,
  name: text,
  file: v.nullable(text),
  checksum: text,
  groups: v.array(
    v.strictObject({
      kind: v.picklist(['transaction', 'alone', 'session', 'assert']),
      statements: v.array(text),
    }),
  ),
})

const plan: v.GenericSchema<unknown, SavedPlan> = v.strictObject({
  godwit: v.literal('plan'),
  format: v.literal(1),
  direction: v.picklist(['up', 'down']),
  basis: v.strictObject({ service: text, database: text, catalog: text, history: text }),
  steps: v.array(step),
})

/** The plan, or the first thing in it that godwit does not write, for instance `"steps[0].version" is missing`. */
export function checkSavedPlan(
  value: unknown,
): { readonly plan: SavedPlan } | { readonly mistake: string } {
  const result = v.safeParse(plan, value, { abortEarly: true })
  return result.success ? { plan: result.output } : { mistake: describe(result.issues[0]) }
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = (issue.path ?? []).reduce(
    (path, { key }) =>
      typeof key === 'number'
        ? `${path}[${key}]`
        : `${path}${path === '' ? '' : '.'}${String(key)}`,
    '',
  )
  if (issue.type !== 'strict_object') return `"${place}" holds what godwit does not write there`
  if (issue.expected === 'never') return `"${place}" is not part of a plan`
  return issue.received === 'undefined'
    ? `"${place}" is missing`
    : `"${place}" holds what godwit does not write there`
}
