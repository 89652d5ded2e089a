import { resolve } from 'node:path'
import type { Registry } from './registry.ts'

/** Where a catalog comes from. */
export type CatalogOptions = {
  /** The migrations folder. Without one there is only the registry. */
  readonly dir?: string | undefined
  readonly registry?: Registry | undefined
  /** The folder that a relative `dir` starts from. Default: the working folder. */
  readonly cwd?: string | undefined
  /** `unread` for whoever reads the files itself and has no use for checksums: `bytes` of migrations are empty then. */
  readonly bytes?: 'unread' | undefined
}

/** The whole path of the migrations folder; undefined when there is none. */
export function folderOf({ dir, cwd }: Pick<CatalogOptions, 'dir' | 'cwd'>): string | undefined {
  return dir === undefined ? undefined : resolve(cwd ?? '.', dir)
}
