import type { LoadedSeed } from '#catalog'
import { godwitError } from '#core'
import { groupStatements, timeLimits, type Group, type Step } from '#plan'
import type { Grammar } from '#sql'
import { excerpt } from '#sql'

/**
 * A seed as a step: one transaction, with its line in the audit trail.
 * @throws GodwitError `GODWIT_SQL_FORBIDDEN` for a statement that cannot be part of one; `GODWIT_SQL_UNREADABLE`
 */
export function seedStep({ ref, loaded }: LoadedSeed, grammar: Grammar, serverMajor: number): Step {
  const { migration } = loaded
  const { version, name } = migration
  const step = {
    id: { version, name },
    migration,
    loaded,
    direction: 'up',
    isSeed: true,
    file: ref.shown,
  } as const
  if (loaded.kind === 'code')
    return { ...step, groups: [], lockTimeoutMs: undefined, statementTimeoutMs: undefined }
  const groups = groupStatements(loaded.up, grammar, serverMajor, 'auto')
  for (const group of groups) requireTogether(group, loaded.up)
  const statements = groups.flatMap((group) => group.statements)
  return {
    ...step,
    groups: statements.length === 0 ? [] : [{ kind: 'transaction', statements }],
    ...timeLimits(loaded.directives),
  }
}

function requireTogether(
  group: Group,
  {
    shown,
    fileText,
  }: Pick<Extract<LoadedSeed['loaded'], { kind: 'sql' }>['up'], 'shown' | 'fileText'>,
): void {
  if (group.kind === 'transaction' || group.kind === 'assert') return
  const [statement] = group.statements
  if (statement === undefined) return
  const { start } = statement
  const why =
    group.kind === 'alone'
      ? `${group.why} cannot share a transaction with rows`
      : 'inside a transaction this setting has no effect'
  throw godwitError('GODWIT_SQL_FORBIDDEN', {
    message: `${shown}:${start.line}:${start.column}: ${why}, and a seed is one transaction.`,
    detail: excerpt(fileText, start),
    database: 'The database is unchanged.',
    next: ['Put what changes the schema into a migration: godwit new "what it changes"'],
  })
}
