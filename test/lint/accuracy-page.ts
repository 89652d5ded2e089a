import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { CHECKOUT } from '../docs/blocks.ts'
import type { Verdict } from './verdict.ts'

/** One statement on one server. */
export type Measured = {
  readonly major: number
  readonly kind: string
  readonly sql: string
  readonly said: Verdict
  readonly done: Verdict
  readonly isSame: boolean
  /** The rules about work under a lock that are broken. */
  readonly rules: readonly string[]
  readonly isCostly: boolean
}

const FILE = join(CHECKOUT, 'docs', 'lint-accuracy.md')

/** Holds the page's part of one major against what was measured; with UPDATE=1 writes it. */
export function checkPage(major: number, measured: readonly Measured[]): void {
  const text = readFileSync(FILE, 'utf8')
  const part = partOf(major, measured)
  const old = new RegExp(`^## PostgreSQL ${major}\n[^]*?(?=^## |$(?![^]))`, 'm')
  if (process.env['UPDATE'] === '1') {
    const updated = old.test(text) ? text.replace(old, () => part) : `${text.trimEnd()}\n\n${part}`
    writeFileSync(FILE, `${updated.trimEnd()}\n`)
    return
  }
  if (old.test(text)) expect(text).toContain(part.trimEnd())
}

function partOf(major: number, measured: readonly Measured[]): string {
  const kinds = [...new Set(measured.map(({ kind }) => kind))]
  const rules = [...new Set(measured.flatMap((each) => each.rules))].toSorted()
  return [
    `## PostgreSQL ${major}`,
    '',
    '| kind of statement | statements | refused | said before | ran | same |',
    '|---|---|---|---|---|---|',
    ...kinds.map((kind) =>
      row(
        kind,
        measured.filter((each) => each.kind === kind),
      ),
    ),
    row('all', measured),
    '',
    '| rule | alarms | right |',
    '|---|---|---|',
    ...rules.map((rule) => {
      const alarms = measured.filter((each) => each.rules.includes(rule) && !each.done.isRefused)
      return `| ${rule} | ${alarms.length} | ${alarms.filter((each) => each.isCostly).length} |`
    }),
    '',
    `Costly statements without an alarm: ${measured.filter((each) => each.isCostly && each.rules.length === 0).length}.`,
    '',
    '',
  ].join('\n')
}

function row(kind: string, measured: readonly Measured[]): string {
  const refused = measured.filter(({ done }) => done.isRefused)
  const foreseen = refused.filter(({ said }) => said.isRefused)
  const ran = measured.filter(({ done }) => !done.isRefused)
  const same = ran.filter(({ isSame }) => isSame)
  return `| ${[kind, measured.length, refused.length, foreseen.length, ran.length, same.length].join(' | ')} |`
}
