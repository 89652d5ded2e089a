import type { JournalEntry } from '#core'
import type { Dialect, LedgerNaming } from '#dialect'
import type { JournalPart, WriterIdentity } from './entry.ts'

const KEY = ['service', 'version', 'direction', 'step'] as const
const COLUMNS = [
  ...KEY,
  ...(['statement_hash', 'state', 'probe', 'run_id', 'at', 'tool_version', 'written_on'] as const),
  'token',
] as const

/** What a line of the journal says of a part. */
export type Line = {
  readonly part: JournalPart
  readonly state: JournalEntry['state']
  readonly probe: string | null
  readonly writtenOn: string
}

/** Statements that write lines of the journal in the place of those about the same parts; nothing once another has the lock. */
export function putLines(
  { ledgerSql, literal }: Dialect,
  naming: LedgerNaming,
  who: WriterIdentity,
  lines: readonly Line[],
): readonly string[] {
  const rows = lines.map(({ part, state, probe, writtenOn }) => {
    const { version, direction, step, hash } = part
    const texts = [who.service, version, direction, step, hash, state, probe, who.runId]
    return [
      ...texts.map((value) => literal(value)),
      ledgerSql.now,
      ...[who.toolVersion, writtenOn].map((value) => literal(value)),
    ]
  })
  const put = (...some: readonly (readonly string[])[]): string =>
    ledgerSql.put(ledgerSql.table(naming, 'journal'), KEY, COLUMNS, some)
  const [first = [], ...others] = rows
  // The fence alone in its statement: MySQL, where it is not strict, makes a zero of a null among several rows.
  const fenced = put([...first, ledgerSql.fence(naming, who.lockName, who.token)])
  const rest = others.map((row) => [...row, String(who.token)])
  return rest.length === 0 ? [fenced] : [fenced, put(...rest)]
}
