import type { SchemaChange } from '../change-contract.ts'
import type { Side } from './changes-scope.ts'
import type { Step } from './changes-step.ts'
import { literalSql } from './names.ts'

/** A new label of an enum cannot be used before the transaction that adds it is over, so what uses it stands apart. */
export function withLabelsApart(
  steps: readonly Step[],
  from: Side,
  to: Side,
): readonly SchemaChange[] {
  const fresh = new Map<string, readonly string[]>()
  return steps.flatMap((step) => {
    for (const key of step.makes ?? []) {
      const [one, two] = [from.objects.get(key), to.objects.get(key)]
      if (two?.kind === 'enum' && one !== undefined && isAddition(step))
        fresh.set(key, newLabels(one.labels ?? [], two.labels ?? []))
    }
    const used = (step.needs ?? []).flatMap((key) => fresh.get(key) ?? [])
    if (!used.some((label) => step.changes.some(({ sql }) => sql.includes(literalSql(label)))))
      return step.changes
    fresh.clear()
    const [first, ...rest] = step.changes
    if (first === undefined) return []
    return [first.placement === 'with' ? { ...first, placement: 'apart' as const } : first, ...rest]
  })
}

function isAddition({ changes }: Step): boolean {
  return changes.some(({ sql }) => / ADD VALUE /.test(sql))
}

function newLabels(one: readonly string[], two: readonly string[]): readonly string[] {
  return two.filter((label) => !one.includes(label))
}
