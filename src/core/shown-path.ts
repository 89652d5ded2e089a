import { isAbsolute, relative, sep } from 'node:path'

/**
 * A path as people see it: from the folder they are in, or the one above it, with `/`; absolute when it lies elsewhere.
 * `cwd` is that folder.
 */
export function shownPath(path: string, cwd: string): string {
  const parts = relative(cwd, path).split(sep)
  if (parts.join('') === '') return '.'
  const isFar = isAbsolute(parts.join(sep)) || (parts[0] === '..' && parts[1] === '..')
  return (isFar ? path.split(sep) : parts).join('/')
}
