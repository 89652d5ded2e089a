import type { LoadedSeed } from '#catalog'
import { godwitError, nearest } from '#core'
import type { SeedRecord } from '#ledger'
import { onlyIfHolds } from '#plan'

/** A seed and whether it would run now. */
export type SeedEntry = {
  /** The path of its file in the folder of seeds. */
  readonly name: string
  /**
   * `pending`: never ran here; `changed`: its text is another one since; `always`: runs each time; `done`; `skipped`: its
   * `only-if` does not hold here; `gone`: ran, and its file is not there any more.
   */
  readonly state: 'pending' | 'changed' | 'always' | 'done' | 'skipped' | 'gone'
  /** The file as one would type it; undefined when it is gone. */
  readonly file: string | undefined
  /** When it ran last, and by whom. */
  readonly ranAt: Date | undefined
  readonly ranBy: string | undefined
}

/** Holds the seeds of an environment against what ran. Those whose files are gone come last. */
export function seedEntries(
  seeds: readonly LoadedSeed[],
  records: ReadonlyMap<string, SeedRecord>,
  env: string | undefined,
): readonly SeedEntry[] {
  const names = new Set(seeds.map(({ name }) => name))
  // What ran for another environment has not lost its file.
  const isHere = ({ name }: SeedRecord): boolean =>
    !name.includes('/') || name.startsWith(`${env ?? ''}/`)
  const gone = [...records.values()].filter((record) => !names.has(record.name) && isHere(record))
  return [
    ...seeds.map((seed) => entryOf(seed, records.get(seed.name), env)),
    ...gone.map(
      (record) => ({ ...ran(record), name: record.name, state: 'gone', file: undefined }) as const,
    ),
  ]
}

function entryOf(
  seed: LoadedSeed,
  record: SeedRecord | undefined,
  env: string | undefined,
): SeedEntry {
  const entry = { name: seed.name, file: seed.ref.shown, ...ran(record) }
  if (!onlyIfHolds(seed.loaded, env)) return { ...entry, state: 'skipped' }
  if (record === undefined) return { ...entry, state: 'pending' }
  if (seed.when === 'always') return { ...entry, state: 'always' }
  const isSame = seed.when === 'once' || seed.loaded.checksum?.meaning === record.checksum
  return { ...entry, state: isSame ? 'done' : 'changed' }
}

function ran(record: SeedRecord | undefined): Pick<SeedEntry, 'ranAt' | 'ranBy'> {
  return { ranAt: record?.at, ranBy: record?.actor }
}

/**
 * The seeds to run: those whose state asks for it, or those that are named, whatever their state.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function chooseSeeds(
  seeds: readonly LoadedSeed[],
  entries: readonly SeedEntry[],
  names: readonly string[],
): readonly LoadedSeed[] {
  if (names.length === 0) {
    const due = entries.filter(({ state }) => ['pending', 'changed', 'always'].includes(state))
    return seeds.filter(({ name }) => due.some((entry) => entry.name === name))
  }
  const wanted = new Set(names.map((name) => named(seeds, name).name))
  return seeds.filter(({ name }) => wanted.has(name))
}

/** A seed by its name or by its file as one types it. */
function named(seeds: readonly LoadedSeed[], text: string): LoadedSeed {
  const found = seeds.find(({ name, ref }) => name === text || ref.shown === text)
  if (found !== undefined) return found
  const near = nearest(
    text,
    seeds.map(({ name }) => name),
  )
  throw godwitError('GODWIT_USAGE', {
    message: `There is no seed "${text}" for this environment${near === undefined ? '' : ` (did you mean "${near}"?)`}.`,
    next: ['See the names: godwit seed --status'],
  })
}
