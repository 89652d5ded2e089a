import type { Point } from './identity.ts'
import type { Outcome } from './point.ts'

/** How many points ended in which way. */
export type Tally = {
  readonly tried: number
  readonly healed: number
  readonly asked: number
  readonly failed: number
}

export function tally(outcomes: readonly Pick<Outcome, 'verdict'>[]): Tally {
  const count = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length
  return {
    tried: outcomes.length,
    healed: count('healed'),
    asked: count('asked'),
    failed: count('failed'),
  }
}

/** Two tables in Markdown, by workload and by fault, each with its sum. */
export function tables(outcomes: readonly Outcome[]): string {
  return [
    table('workload', outcomes, ({ dialect, workload }) => `${dialect}/${workload}`),
    table('fault', outcomes, ({ dialect, fault }) => `${dialect}/${fault}`),
  ].join('\n')
}

function table(
  head: string,
  outcomes: readonly Outcome[],
  groupOf: (point: Point) => string,
): string {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const group = groupOf(outcome.point)
    groups.set(group, [...(groups.get(group) ?? []), outcome])
  }
  const lines = [...groups].toSorted(([a], [b]) => a.localeCompare(b))
  return [
    row([head, 'points tried', 'healed', 'asked a human', 'failed']),
    row(['---', '---:', '---:', '---:', '---:']),
    ...lines.map(([name, group]) => row([name, ...figures(tally(group))])),
    row(['all', ...figures(tally(outcomes))]),
    '',
  ].join('\n')
}

function figures({ tried, healed, asked, failed }: Tally): readonly string[] {
  return [tried, healed, asked, failed].map(String)
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A point that failed, with everything that is known of it. */
export function tellFailure({ id, expected = '', seen = '', story }: Outcome): string {
  return [
    `failed ${id}`,
    `  expected: ${indent(expected)}`,
    `  seen:     ${indent(seen)}`,
    ...story.map((line) => `  | ${line.replaceAll('\n', '\n  | ')}`),
    '',
  ].join('\n')
}

function indent(text: string): string {
  return text.trimEnd().replaceAll('\n', '\n            ')
}
