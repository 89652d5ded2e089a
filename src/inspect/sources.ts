import { migrationLabel } from '#core'
import { factsOf, type Fact } from '#schema'
import { Stage, type StageMaker } from './stage.ts'

/** A part of a schema for people: `table users`; what godwit only reports has its kind in its name. */
export function partName({ kind, name }: Pick<Fact, 'kind' | 'name'>): string {
  return kind === 'other' ? name : `${kind} ${name}`
}

/**
 * The migrations behind which tables have rows, and something besides the schema is as it is: they run one by one on another
 * scratch database.
 */
export async function sourcesOf(
  maker: StageMaker,
  { tables, besides }: { readonly tables: readonly string[]; readonly besides: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const wanted = new Set([...tables, ...besides])
  await using stage = await Stage.open(maker)
  const { entries } = await stage.migrator.status()
  for (const entry of entries) {
    if (found.size === wanted.size) break
    const result = await stage.up(entry.version)
    // All of them ran before; what stops one now is no reason to keep back what is known.
    if (!result.ok) break
    const { counters, beyond } = await stage.besides()
    const parts = factsOf(await stage.schema()).map(partName)
    const there = [...(await stage.filled(tables)), ...counters, ...beyond, ...parts]
    for (const one of there)
      if (wanted.has(one) && !found.has(one)) found.set(one, migrationLabel(entry))
  }
  return found
}
