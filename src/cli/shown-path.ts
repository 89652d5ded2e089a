import { isAbsolute, relative, sep } from 'node:path'

/** A path as people see it: from the folder they are in, with `/`; absolute when it lies elsewhere. */
export function shownFrom(cwd: string, path: string): string {
  const shorter = relative(cwd, path)
  const shown = shorter === '' || isAbsolute(shorter) || shorter.startsWith('..') ? path : shorter
  return shown.split(sep).join('/')
}
