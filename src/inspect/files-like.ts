import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The files that a pattern means, in order: `*` stands for a part of a name, `**` for any folders. Only code, unless something else is wanted. */
export function filesLike(
  pattern: string,
  cwd: string,
  isWanted: (file: string) => boolean = isCode,
): readonly string[] {
  const parts = pattern.replaceAll('\\', '/').split('/')
  const at = parts.findIndex((part) => part.includes('*'))
  if (at === -1) return []
  const root = resolve(cwd, parts.slice(0, at).join('/') || (pattern.startsWith('/') ? '/' : '.'))
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  const wanted = new RegExp(`^${parts.slice(at).map(partPattern).join('')}$`)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => wanted.test(file) && isWanted(file) && !/(^|\/)node_modules\//.test(file))
    .toSorted()
    .map((file) => join(root, file))
}

function partPattern(part: string, at: number, parts: readonly string[]): string {
  const isLast = at === parts.length - 1
  if (part === '**') return isLast ? '.*' : '(?:.*/)?'
  const text = part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return isLast ? text : `${text}/`
}

/** Declarations and tests hold no models. */
function isCode(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file) && !/\.(d|test|spec)\.[cm]?[jt]s$/.test(file)
}
