import type { AuditEvent, LockHolder, MigrationId } from '#core'
import type { SchemaChange } from '#dialect'
import type { StatusEntry, StepResult } from '#engine'
import type { Group, HistoryProblem, Plan } from '#plan'

/** The pieces of the documents of `--json`: plain data with stable names, and errors, which the screen makes plain. Times are ISO 8601, durations milliseconds. */
export type Document = Readonly<Record<string, unknown>>

/** A migration. */
export function idDocument({ version, name }: MigrationId): Document {
  return { version, name }
}

/** A migration that took effect during a run. */
export function stepDocument({
  version,
  name,
  direction,
  durationMs,
  assertions,
}: StepResult): Document {
  return {
    version,
    name,
    direction,
    durationMs: rounded(durationMs),
    ...(assertions === undefined ? {} : { assertions }),
  }
}

/** A migration and its state. What is not known is null. */
export function entryDocument(entry: StatusEntry): Document {
  const { version, name, state, file, appliedAt, durationMs, appliedBy, origin } = entry
  return {
    version,
    name,
    state,
    file: file ?? null,
    appliedAt: appliedAt?.toISOString() ?? null,
    durationMs: durationMs === undefined ? null : rounded(durationMs),
    appliedBy: appliedBy ?? null,
    origin: origin ?? null,
  }
}

/** A difference between history and files. */
export function problemDocument({ kind, version, name, error }: HistoryProblem): Document {
  return { kind, version, name, error }
}

/** A statement that changes a schema. */
export function changeDocument({ sql, summary, hazards, placement }: SchemaChange): Document {
  return { sql, summary, hazards: hazards.map(({ kind, text }) => ({ kind, text })), placement }
}

/** Who holds the migration lock. */
export function holderDocument(holder: LockHolder | undefined): Document | null {
  if (holder === undefined) return null
  const { actor, host, pid, since, heartbeat, doing } = holder
  return { actor, host, pid, since: since.toISOString(), heartbeat: heartbeat.toISOString(), doing }
}

/** One line of the audit trail. */
export function eventDocument(event: AuditEvent): Document {
  const { seq, at, actor, service, runId, action, version, name, outcome, detail, hash } = event
  return {
    seq,
    at: at.toISOString(),
    actor,
    service,
    runId,
    action,
    version: version === '' ? null : version,
    name,
    outcome,
    detail,
    hash,
  }
}

/** The steps of a plan with their SQL. */
export function planDocument(plan: Plan): Document {
  const steps = plan.steps.map((step) => ({
    ...idDocument(step.migration),
    direction: step.direction,
    file: step.file ?? null,
    kind: step.loaded.kind,
    groups: step.groups.map((group) => ({
      kind: group.kind,
      ...(group.kind === 'alone' ? { why: group.why } : {}),
      statements: group.statements.map(({ text }) => text),
      ...assertionsIn(group),
    })),
    ...(step.preview === undefined
      ? {}
      : {
          preview: { statements: step.preview.statements, ends: step.preview.ends ?? null },
        }),
  }))
  return {
    direction: plan.direction,
    steps,
    skipped: plan.skipped.map(idDocument),
    squashes: plan.squashes.map(({ migration, replaced }) => ({
      migration: idDocument(migration),
      replaced: replaced.map(idDocument),
    })),
  }
}

/** What the statements of a group assert, by their places among them, from 0. */
function assertionsIn({ statements }: Group): Document {
  const assertions = statements.flatMap(({ assertion }, statement) =>
    assertion === undefined ? [] : [{ statement, when: assertion.when, text: assertion.text }],
  )
  return assertions.length === 0 ? {} : { assertions }
}

/** Milliseconds to three places. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
