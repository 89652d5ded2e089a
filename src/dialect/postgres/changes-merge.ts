import type { Hazard, SchemaChange } from '../change-contract.ts'
import type { Step } from './changes-step.ts'

/** Statements on one table that would each write it anew become one, which does so once. */
export function mergeRewrites(steps: readonly Step[]): readonly Step[] {
  const merged: Step[] = []
  let run: Step[] = []
  const close = (): void => {
    merged.push(...mergedRun(run))
    run = []
  }
  for (const step of steps) {
    if (step.alters === undefined || step.alters !== run[0]?.alters) close()
    if (step.alters === undefined) merged.push(step)
    else run.push(step)
  }
  close()
  return merged
}

function mergedRun(run: readonly Step[]): readonly Step[] {
  const [first] = run
  const changes = run.flatMap((step) => step.changes)
  if (first === undefined || changes.filter(isRewrite).length < 2) return run
  const head = `ALTER TABLE ${first.alters ?? ''} `
  const clauses = changes.map(({ sql }) => sql.slice(head.length))
  if (!changes.every(({ sql, placement }) => sql.startsWith(head) && placement === 'with'))
    return run
  return [
    {
      ...first,
      changes: [
        {
          sql: head + clauses.join(', '),
          summary: changes.map(({ summary }) => summary).join(', '),
          hazards: distinct(
            changes.flatMap(({ summary, hazards }) =>
              hazards.map((one) => ({ about: summary, ...one })),
            ),
          ),
          placement: 'with',
        },
      ],
      needs: run.flatMap(({ needs = [] }) => needs),
      makes: run.flatMap(({ makes = [] }) => makes),
    },
  ]
}

function isRewrite({ hazards }: SchemaChange): boolean {
  return hazards.some(({ kind }) => kind === 'rewrite')
}

function distinct(hazards: readonly Hazard[]): readonly Hazard[] {
  const seen = new Set<string>()
  return hazards.filter(({ kind, text }) => {
    const key = `${kind} ${text}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
