import { difference, type Look } from './fingerprint.ts'
import type { Reference } from './reference.ts'
import { versionsOf } from './workloads.ts'

/** Something that is not as it must be; the reason why a point failed. */
export class Wrong extends Error {
  readonly expected: string
  readonly seen: string

  constructor(expected: string, seen: string) {
    super(`expected ${expected}; seen ${seen}`)
    this.expected = expected
    this.seen = seen
  }
}

/** What `status --json` says, as far as it is checked. */
export type Told = {
  /** Versions with a row, also those that are half rolled back. */
  readonly applied: readonly string[]
  readonly unfinished: readonly string[]
}

/** Reads the document of `status --json`. */
export function readStatus(document: Readonly<Record<string, unknown>> | undefined): Told {
  const entries = listIn(document, 'entries')
  if (document === undefined || entries.length === 0)
    throw new Wrong('status to print its document', JSON.stringify(document))
  const known = new Set(['applied', 'pending', 'unfinished'])
  for (const entry of entries)
    if (!known.has(String(entry['state'])))
      throw new Wrong('each version applied, pending or unfinished', JSON.stringify(entry))
  const versions = (of: readonly Readonly<Record<string, unknown>>[]): string[] =>
    of.map((entry) => String(entry['version']))
  return {
    applied: versions(entries.filter(({ appliedAt }) => appliedAt !== null)),
    unfinished: versions(entries.filter(({ state }) => state === 'unfinished')),
  }
}

/** The objects of a list in a document; empty when there is none. */
export function listIn(
  document: Readonly<Record<string, unknown>> | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const list = document?.[name]
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : []
}

/**
 * Every version that is told to be applied has its whole effect exactly once, every pending one none, and only an
 * unfinished one may be in between.
 */
export function checkTruth({ applied, unfinished }: Told, look: Look, reference: Reference): void {
  const versions = versionsOf(reference.workload)
  const isDown = reference.workload.start === 'full'
  const inOrder = versions.slice(0, applied.length)
  if (applied.join() !== inOrder.join())
    throw new Wrong(`applied: ${inOrder.join(', ')}`, `applied: ${applied.join(', ')}`)
  const rows = look.ledger.rows.map(({ version }) => version).toSorted()
  if (rows.join() !== applied.join())
    throw new Wrong(`rows of what status calls applied: ${applied.join(', ')}`, rows.join(', '))
  const steps = isDown ? versions.length - applied.length : applied.length
  const begun = [...new Set(look.ledger.journal.map(({ version }) => version))].toSorted()
  const next = isDown
    ? applied.slice(-1)
    : versions.slice(applied.length, applied.length + Math.max(1, unfinished.length))
  // A chain writes its intents before all of its statements: what was not sent is not begun.
  const told = reference.workload.name === 'chain' ? begun.slice(0, unfinished.length || 1) : begun
  if (unfinished.join() !== told.join() || unfinished.some((version, at) => version !== next[at]))
    throw new Wrong(
      `only ${next.join(', ') || 'nothing'} unfinished, as the journal says (${begun.join(', ') || 'nothing'})`,
      `unfinished: ${unfinished.join(', ') || 'nothing'}`,
    )
  const before = reference.facts[steps + Math.max(0, unfinished.length - 1)] ?? []
  const after = reference.facts[steps + unfinished.length] ?? before
  const wrong =
    unfinished.length === 0 ? difference(before, look.facts) : notBetween(before, after, look.facts)
  if (wrong.length > 0)
    throw new Wrong(
      `the effects of ${steps} steps${unfinished.length === 0 ? '' : ` and of ${next.join(', ')}, or a part of the last`}`,
      wrong.join('; '),
    )
}

/** What only an unfinished statement leaves. */
const HALF = /^(index \S+ invalid |partition .* half detached$)/

function notBetween(
  before: readonly string[],
  after: readonly string[],
  seen: readonly string[],
): readonly string[] {
  return [
    ...before
      .filter((line) => after.includes(line) && !seen.includes(line))
      .map((line) => `- ${line}`),
    ...seen
      .filter((line) => !before.includes(line) && !after.includes(line) && !HALF.test(line))
      .map((line) => `+ ${line}`),
  ]
}

/** Whether a part of a migration took effect, by what the workload says shows it. */
export function tookEffect(place: string, look: Look, { workload }: Reference): boolean {
  const isDown = workload.start === 'full'
  const evidence = workload.evidence[place] ?? (isDown ? `effect undo ${place}` : `effect ${place}`)
  const isThere = (start: string): boolean =>
    look.facts.some((line) => `${line} `.startsWith(`${start} `))
  return evidence.startsWith('!') ? !isThere(evidence.slice(1)) : isThere(evidence)
}
