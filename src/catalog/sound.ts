import { godwitError } from '#core'
import type { Catalog } from './migration.ts'

/**
 * Refuses a catalog whose files contradict each other. Warnings pass.
 * @throws GodwitError `GODWIT_CATALOG_INVALID` with every error
 */
export function requireSound(catalog: Catalog): void {
  const errors = catalog.problems.filter(({ severity }) => severity === 'error')
  const [first, ...others] = errors
  if (first === undefined) return
  if (others.length === 0) {
    throw godwitError('GODWIT_CATALOG_INVALID', {
      message: first.message,
      ...(first.fix === undefined ? {} : { next: [first.fix] }),
      ...(first.detail === undefined ? {} : { detail: first.detail }),
    })
  }
  throw godwitError('GODWIT_CATALOG_INVALID', {
    message: `The migration files have ${errors.length} problems.`,
    detail: errors.map(({ message }) => `- ${message}`).join('\n'),
    next: ['godwit check'],
  })
}
