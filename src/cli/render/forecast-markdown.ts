import { plural } from '#core'
import type { Forecast, StatementForecast } from '#inspect'
import { explainPlan, explainSquash, type Plan } from '#plan'
import {
  blockerInWords,
  estimateInWords,
  heading,
  lockInWords,
  sizeInWords,
  stillHeld,
} from './forecast.ts'

/** A plan as a comment for a pull request: a table for each migration, and the exact SQL below it. */
export function asMarkdown(plan: Plan, forecast: Forecast): string {
  const { direction, steps } = plan
  const squashes = plan.squashes.map((squash) => sentence(explainSquash(squash)))
  if (steps.length === 0)
    return [`### godwit ${direction}: nothing would run`, ...squashes].join('\n\n')
  const sql = explainPlan(plan)
  const fence = '`'.repeat(Math.max(3, longestRun(sql) + 1))
  return [
    `### godwit ${direction}: ${plural(steps.length, 'migration')}`,
    ...squashes,
    heading(forecast).map(sentence).join(' '),
    ...steps.flatMap(({ migration, file, loaded }) => {
      const own = forecast.statements.filter(({ version }) => version === migration.version)
      return [
        `#### ${plain(migration.label)}${file === undefined ? '' : ` (${code(file)})`}`,
        loaded.kind === 'code' ? 'Runs code; what it does is known only when it runs.' : table(own),
      ]
    }),
    `<details><summary>The exact SQL</summary>\n\n${fence}sql\n${sql}\n${fence}\n\n</details>`,
  ].join('\n\n')
}

function table(statements: readonly StatementForecast[]): string {
  if (statements.length === 0) return 'Holds no statements; only its record changes.'
  const hasLive = statements.some(({ live }) => live !== undefined)
  const head = ['line', 'group', 'statement', 'locks', 'work', 'destroys', 'breaks']
  const rows = statements.map((one) => [
    String(one.statement.start.line),
    String(one.group),
    code(shortened(one.statement.text)),
    cell([
      ...one.locks.filter(({ covers }) => covers === undefined).map(lockInWords),
      ...stillHeld(one),
    ]),
    cell([
      ...(one.unknown === undefined ? [] : [`nothing can be said: ${one.unknown}`]),
      ...(one.refused === undefined
        ? []
        : [`by rule: the scratch database refused it (${one.refused})`]),
      ...one.rewrites.map((name) => `rewrites ${name} and its indexes`),
      ...one.builds.map((index) => `builds the index ${index}`),
      ...one.scans
        .filter((name) => !one.rewrites.includes(name))
        .map((name) => `reads every row of ${name}`),
    ]),
    cell(one.destroys),
    cell(one.breaks),
    ...(hasLive ? [cell(nowOf(one))] : []),
  ])
  return [
    hasLive ? [...head, 'now'] : head,
    head.map(() => '---').concat(hasLive ? ['---'] : []),
    ...rows,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function nowOf({ live }: StatementForecast): string[] {
  if (live === undefined) return []
  return [
    ...live.tables.map(({ relation, rows, bytes }) => `${relation}: ${sizeInWords(rows, bytes)}`),
    ...(live.blockers ?? []).map((blocker) => `waits for ${blockerInWords(blocker)}`),
    ...(live.estimate === undefined ? [] : [estimateInWords(live.estimate)]),
  ]
}

/** What a table of Markdown takes for its own has to be escaped. */
function plain(text: string): string {
  return text
    .replace(/[\\`*[\]<>|]|(?<![a-z0-9])_|_(?![a-z0-9])/gi, String.raw`\$&`)
    .replace(/\s+/g, ' ')
}

function cell(lines: readonly string[]): string {
  return lines.length === 0 ? '–' : lines.map(plain).join('<br>')
}

function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = fence.length > 1 ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', String.raw`\|`)}${pad}${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

const LONGEST = 100

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${plain(text.slice(1))}.`
}
