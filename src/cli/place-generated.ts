import { placeMigrations, type PlacedMigration } from '#catalog'
import type { ResolvedConfig } from '#config'
import { systemClock } from '#core'
import type { Generated } from '#inspect'
import type { Context } from './context.ts'

/** Versions and files for what was generated, in the layout of the folder. */
export function placeGenerated(
  migrations: Generated['migrations'],
  resolved: ResolvedConfig,
  { io: { cwd } }: Context,
): Promise<readonly PlacedMigration[]> {
  const { layout, scheme, digits } = resolved.new
  return placeMigrations(
    {
      dir: resolved.dir,
      cwd,
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
