import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadCatalog, placeMigrations, type PlacedMigration } from '#catalog'
import type { ResolvedConfig } from '#config'
import { godwitError, systemClock } from '#core'
import type { Generated } from '#inspect'
import type { Context } from './context.ts'

/** The migrations of a folder by their names, with the hashes of their files. */
export type FolderState = ReadonlyMap<string, string>

/** What the folder of migrations holds now. */
export async function readFolderState(
  { dir }: ResolvedConfig,
  { io: { cwd } }: Context,
): Promise<FolderState> {
  if (!existsSync(resolve(cwd, dir))) return new Map()
  const { migrations } = await loadCatalog({ dir, cwd })
  return new Map(migrations.map(({ label, bytes }) => [label, bytes]))
}

/**
 * Versions and files for what was generated, in the layout of the folder. `before` is the folder on which it was tried out.
 * @throws GodwitError `GODWIT_PLAN_STALE` when the folder is another one by now
 */
export async function placeGenerated(
  migrations: Generated['migrations'],
  before: FolderState,
  resolved: ResolvedConfig,
  context: Context,
): Promise<readonly PlacedMigration[]> {
  requireSame(before, await readFolderState(resolved, context), context)
  const { layout, scheme, digits } = resolved.new
  return placeMigrations(
    {
      dir: resolved.dir,
      cwd: context.io.cwd,
      kind: layout === 'ts' ? undefined : layout,
      firstScheme: scheme,
      digits,
      now: systemClock.now(),
    },
    migrations.map(({ description, upText, downText }) => ({
      description,
      up: upText,
      down: downText,
    })),
  )
}

function requireSame(before: FolderState, now: FolderState, { typed }: Context): void {
  const names = new Set([...before.keys(), ...now.keys()])
  const changed = [...names].filter((name) => before.get(name) !== now.get(name))
  if (changed.length === 0) return
  throw godwitError('GODWIT_PLAN_STALE', {
    message: `The migrations were changed while the new one was tried out behind them: ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}.`,
    database: 'Your database is unchanged, and nothing was written.',
    next: [typed],
  })
}
