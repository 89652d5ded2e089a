import { bareNode, dbmateNative, dbmateThroughNpm } from './start-commands.ts'
import type { StartTiming } from './start-runs.ts'
import { summarize } from './statistics.ts'
import { milliseconds, ratio, renderTable, type Column } from './table.ts'

/** What the figures were measured under. */
export type StartConditions = {
  readonly machine: string
  readonly server: string
  readonly runs: number
}

/** The conditions, the table, and who is missing or failed, as text. */
export function reportStart(
  conditions: StartConditions,
  timings: readonly StartTiming[],
  absent: readonly string[],
): string {
  const good = timings.filter((timing) => timing.fault === undefined)
  const bad = timings.filter((timing) => timing.fault !== undefined)
  return [
    `whole processes with nothing to do, medians of ${conditions.runs} interleaved runs`,
    `machine: ${conditions.machine}`,
    `server: PostgreSQL, ${conditions.server}`,
    '',
    renderTable(
      columns,
      good.map((timing) => rowOf(timing, good)),
    ),
    '',
    ...absent.map((line) => `absent: ${line}`),
    ...bad.map(({ name, node, fault }) => `${name} (node ${node ?? '-'}) failed: ${fault}`),
    `× compares wall times with "${dbmateNative}", and, of the same Node, with`,
    `"${dbmateThroughNpm}" and "${bareNode}". Peak memory is of one more run.`,
    '',
  ].join('\n')
}

const columns: readonly Column[] = [
  { title: 'command', align: 'left' },
  { title: 'Node', align: 'left' },
  { title: 'wall ms', align: 'right' },
  { title: 'min', align: 'right' },
  { title: 'max', align: 'right' },
  { title: 'CPU ms', align: 'right' },
  { title: '× dbmate native', align: 'right' },
  { title: '× dbmate npm', align: 'right' },
  { title: '× bare node', align: 'right' },
  { title: 'over bare ms', align: 'right' },
  { title: 'peak MB', align: 'right' },
]

function rowOf(timing: StartTiming, all: readonly StartTiming[]): string[] {
  const wall = summarize(timing.wallMs)
  const native = medianOf(all.find(({ name }) => name === dbmateNative))
  const ofSameNode = (wanted: string) =>
    medianOf(
      all.find(({ name, node }) => name === wanted && node !== undefined && node === timing.node),
    )
  const bare = ofSameNode(bareNode)
  return [
    timing.name,
    timing.node ?? '-',
    milliseconds(wall.median),
    milliseconds(wall.min),
    milliseconds(wall.max),
    milliseconds(summarize(timing.cpuMs).median),
    ratio(wall.median, native),
    ratio(wall.median, ofSameNode(dbmateThroughNpm)),
    ratio(wall.median, bare),
    bare === undefined ? '-' : milliseconds(wall.median - bare),
    timing.peakBytes === undefined ? '-' : (timing.peakBytes / 1e6).toFixed(1),
  ]
}

function medianOf(timing: StartTiming | undefined): number | undefined {
  return timing && summarize(timing.wallMs).median
}
