import type { Result } from './apply-rounds.ts'
import { summarize } from './statistics.ts'
import { ratio, renderTable, seconds, type Column } from './table.ts'

/** What the figures were measured under. */
export type Conditions = {
  readonly migrations: number
  readonly rounds: number
  /** The SQL of the first migration. */
  readonly example: string
  readonly machine: string
  readonly server: string
  /** The measured time of an empty question and answer, through the proxy if there is one. */
  readonly roundTripMs: number
}

type Measured = Extract<Result, { state: 'measured' }>

/** The conditions, the table, fastest first, and who is missing or failed, as text. */
export function reportApply(conditions: Conditions, results: readonly Result[]): string {
  const { migrations, rounds } = conditions
  const measured = results.filter((result) => result.state === 'measured')
  const missing = results.filter((result) => result.state !== 'measured')
  const sorted = measured.toSorted((a, b) => medianOf(a) - medianOf(b))
  return [
    `${migrations} migrations, medians of ${rounds} interleaved rounds; the first is`,
    ...conditions.example.split('\n').map((line) => `    ${line}`),
    `machine: ${conditions.machine}`,
    `server: PostgreSQL, ${conditions.server}`,
    `round trip: ${conditions.roundTripMs.toFixed(2)} ms (measured)`,
    '',
    renderTable(
      columns,
      sorted.map((result) => rowOf(result, measured)),
    ),
    '',
    ...missing.map(({ name, state, reason }) => `${name} ${state}: ${reason}`),
    ...legend,
    '',
  ].join('\n')
}

const columns: readonly Column[] = [
  { title: 'tool', align: 'left' },
  { title: 'version', align: 'left' },
  { title: 'transaction', align: 'left' },
  { title: 'median s', align: 'right' },
  { title: 'min s', align: 'right' },
  { title: 'max s', align: 'right' },
  { title: 'client CPU s', align: 'right' },
  { title: '× psql', align: 'right' },
  { title: '× godwit', align: 'right' },
]

const legend = [
  'transaction: each = a migration and its record together; apart = the record on its own;',
  'all = every migration of the run in one.',
]

function rowOf(result: Measured, all: readonly Measured[]): string[] {
  const wall = summarize(result.wallMs)
  return [
    result.name,
    result.version,
    result.transactions,
    seconds(wall.median),
    seconds(wall.min),
    seconds(wall.max),
    seconds(summarize(result.cpuMs).median),
    ratio(wall.median, medianNamed('psql', all)),
    ratio(wall.median, medianNamed('godwit', all)),
  ]
}

function medianNamed(name: string, all: readonly Measured[]): number | undefined {
  const result = all.find((candidate) => candidate.name === name)
  return result && medianOf(result)
}

function medianOf(result: Measured): number {
  return summarize(result.wallMs).median
}
