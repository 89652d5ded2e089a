import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** The folder that holds the repository of a folder, or that folder itself where there is no repository. */
export function repositoryRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (dirname(folder) === folder) return cwd
  }
}

/** A file as services know it that show a repository: from its root, with `/`. A file elsewhere is left as it is. */
export function pathInRepository(file: string, cwd: string): string {
  const path = relative(repositoryRoot(cwd), resolve(cwd, file)).split(sep)
  return path[0] === '..' || resolve(path.join(sep)) === path.join(sep) ? file : path.join('/')
}
