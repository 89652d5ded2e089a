import { EXIT } from '#core'
import type { Blocker, Forecast, LiveFacts, StatementForecast } from '#inspect'
import { explainPlan, type Plan, type PlannedStatement } from '#plan'
import type { Answer } from './answer.ts'
import { type Document, idDocument, planDocument } from './documents.ts'
import { nothingText } from './plan-answer.ts'
import { asMarkdown } from './render/forecast-markdown.ts'
import { heading, isTelling, remarksOn } from './render/forecast.ts'

/** A plan with what it does to others: as SQL with comments, as a document, or as Markdown for a pull request. */
export function forecastAnswer(plan: Plan, forecast: Forecast, format = 'text'): Answer {
  const document = {
    plan: planDocument(plan),
    sql: explainPlan(plan),
    forecast: forecastDocument(forecast),
  }
  const status = plan.steps.length === 0 ? 'nothing' : 'planned'
  return { exit: EXIT.done, status, document, text: textOf(plan, forecast, format, document) }
}

function textOf(plan: Plan, forecast: Forecast, format: string, document: Document): string {
  if (format === 'json') return JSON.stringify(document, null, 2)
  if (format === 'markdown') return asMarkdown(plan, forecast)
  if (plan.steps.length === 0) return nothingText(explainPlan(plan))
  const known = new Map(forecast.statements.map((one) => [one.statement, remarksOn(one)]))
  const sql = explainPlan(plan, (statement: PlannedStatement) => known.get(statement) ?? [])
  const isAsked = forecast.basis === 'measured' || forecast.why !== undefined
  if (!isAsked && !isTelling(forecast)) return sql
  return [...heading(forecast).map((line) => `-- ${line.replace(/\s*\n\s*/g, ' ')}`), '', sql].join(
    '\n',
  )
}

function forecastDocument({ basis, where, why, notes, statements, code }: Forecast): Document {
  return {
    basis,
    where: where ?? null,
    why: why ?? null,
    notes,
    statements: statements.map(statementDocument),
    code: code.map(idDocument),
  }
}

function statementDocument(forecast: StatementForecast): Document {
  const { direction, file, statement, group, basis, unknown, refused, live } = forecast
  const { locks, held, rewrites, builds, scans, destroys, breaks } = forecast
  return {
    ...idDocument(forecast),
    direction,
    file,
    line: statement.start.line,
    group,
    statement: statement.text,
    basis,
    unknown: unknown ?? null,
    refused: refused ?? null,
    locks: locks.map(lockDocument),
    held: held.map(lockDocument),
    rewrites,
    builds,
    scans,
    destroys,
    breaks,
    ...(live === undefined ? {} : { live: liveDocument(live) }),
  }
}

function lockDocument({
  relation,
  mode,
  waiting,
  indexOf,
}: StatementForecast['locks'][number]): Document {
  return { relation, mode, waiting, indexOf: indexOf ?? null }
}

function liveDocument({ tables, blockers, estimate }: LiveFacts): Document {
  return {
    tables: tables.map(({ relation, rows, bytes }) => ({
      relation,
      rows: rows ?? null,
      bytes: bytes ?? null,
    })),
    blockers: blockers?.map(blockerDocument) ?? null,
    estimate:
      estimate === undefined
        ? null
        : { atLeastMs: Math.ceil(estimate.atLeastMs), basis: estimate.basis },
  }
}

function blockerDocument(blocker: Blocker): Document {
  const { relation, mode, isWaiting, pid, application, user, since, state, query } = blocker
  return {
    relation,
    mode,
    waiting: isWaiting,
    pid,
    application,
    user,
    since: since?.toISOString() ?? null,
    state,
    query: query ?? null,
  }
}
