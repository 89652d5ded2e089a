/** What godwit's own tables say, as far as the model knows it. */
export type Ledger = {
  readonly rows: readonly { readonly version: string; readonly runId: string }[]
  readonly journal: readonly {
    readonly version: string
    readonly direction: 'up' | 'down'
    readonly step: number
    readonly state: 'intent' | 'done'
    readonly runId: string
  }[]
  readonly events: readonly LedgerEvent[]
  readonly leases: readonly { readonly token: number; readonly expires: number }[]
}

export type LedgerEvent = {
  readonly seq: number
  readonly action: string
  readonly version: string
  readonly outcome: string
  readonly runId: string
  readonly token: number
}

/**
 * A small model of what the ledger may look like, whatever happened to the processes that wrote it. Gives each
 * invariant that does not hold as a sentence.
 */
export function brokenInvariants(ledger: Ledger): readonly string[] {
  return [
    ...brokenRows(ledger),
    ...brokenChain(ledger),
    ...brokenTokens(ledger),
    ...brokenJournal(ledger),
  ]
}

/** A row is there exactly when the newest event of its version took it up, and it names the run of that event. */
function brokenRows({ rows, events }: Ledger): readonly string[] {
  const problems: string[] = []
  const versions = new Set([...rows, ...moves(events)].map(({ version }) => version))
  for (const version of versions) {
    const own = rows.filter((row) => row.version === version)
    const story = moves(events).filter((event) => event.version === version)
    if (own.length > 1) problems.push(`${version} has ${own.length} rows.`)
    for (const [at, { action, seq }] of story.entries()) {
      const expected = at % 2 === 0 ? 'up' : 'down'
      if (action !== expected)
        problems.push(`Event ${seq} took ${version} ${action} where ${expected} was due.`)
    }
    const last = story.at(-1)
    if ((last?.action === 'up') !== own.length > 0)
      problems.push(
        `${version} has ${own.length} rows, but its newest event is ${last?.action ?? 'none'}.`,
      )
    else if (last?.action === 'up' && own[0]?.runId !== last.runId)
      problems.push(`The row of ${version} is of another run than its event ${last.seq}.`)
  }
  return problems
}

function moves(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  return events.filter(
    ({ action, outcome }) => outcome === 'done' && (action === 'up' || action === 'down'),
  )
}

/** Events are numbered from 1 without a gap. */
function brokenChain({ events }: Ledger): readonly string[] {
  return events.flatMap(({ seq }, at) =>
    seq === at + 1 ? [] : [`Event ${at + 1} has the number ${seq}.`],
  )
}

/** Whoever takes the lock raises the token: it never falls, and belongs to one run. */
function brokenTokens({ events, leases }: Ledger): readonly string[] {
  const problems: string[] = []
  const runs = new Map<number, string>()
  let highest = 0
  for (const { seq, token, runId } of events) {
    if (token < highest)
      problems.push(`Event ${seq} has token ${token} after one with ${highest}: a lost lock wrote.`)
    highest = Math.max(highest, token)
    const known = runs.get(token) ?? runId
    if (known !== runId) problems.push(`Token ${token} was used by two runs, at event ${seq}.`)
    runs.set(token, known)
  }
  if (leases.length > 1) problems.push(`There are ${leases.length} leases.`)
  const [lease] = leases
  if (lease !== undefined && lease.token < highest)
    problems.push(`The lease has token ${lease.token}, an event has ${highest}.`)
  return problems
}

/** What is half done is not applied; what is half rolled back is. Only a chain opens several parts at the same time, and no other run does. */
function brokenJournal({ journal, rows }: Ledger): readonly string[] {
  const applied = new Set(rows.map(({ version }) => version))
  const wrong = journal
    .filter(({ version, direction }) => applied.has(version) !== (direction === 'down'))
    .map(
      ({ version, direction, step }) =>
        `The journal has part ${step} of ${version} ${direction}, which is over.`,
    )
  const open = journal.filter(({ state }) => state === 'intent')
  const isOneChain =
    open.length === journal.length && new Set(open.map(({ runId }) => runId)).size === 1
  return open.length > 1 && !isOneChain
    ? [...wrong, `${open.length} parts are open at the same time.`]
    : wrong
}

/** What must hold besides once a run has ended well. */
export function unfinishedBusiness({ journal }: Ledger): readonly string[] {
  return journal.map(
    ({ version, step, state }) => `The journal still has part ${step} of ${version} (${state}).`,
  )
}
