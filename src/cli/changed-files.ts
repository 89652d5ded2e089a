import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { godwitError } from '#core'

const run = promisify(execFile)

/**
 * The files of a folder that git has staged, or that differ from a revision (files that it does not track yet included), as
 * absolute paths.
 * @throws GodwitError `GODWIT_USAGE` when git is missing, the folder lies in no repository, or the revision is unknown
 */
export async function changedFiles(
  dir: string,
  since: { readonly revision: string } | 'staged',
): Promise<ReadonlySet<string>> {
  const asked =
    since === 'staged'
      ? [['diff', '--cached', '--name-only', '--diff-filter=d', '--relative', '-z']]
      : [
          ['diff', '--name-only', '--diff-filter=d', '--relative', '-z', since.revision, '--'],
          ['ls-files', '--others', '--exclude-standard', '-z'],
        ]
  const git = (args: readonly string[]) =>
    run('git', args, { cwd: dir, maxBuffer: 64 * 1024 * 1024 })
  try {
    // Outside of a repository "git diff" compares folders, and says something else.
    await git(['rev-parse', '--is-inside-work-tree'])
    const outputs = await Promise.all(asked.map(git))
    const names = outputs.flatMap(({ stdout }) => stdout.split('\0'))
    return new Set(names.filter((name) => name !== '').map((name) => resolve(dir, name)))
  } catch (cause) {
    const told = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
    const reason = told.trim().split('\n')[0] ?? ''
    throw godwitError('GODWIT_USAGE', {
      message: `git cannot tell which files changed${reason === '' ? '' : `: ${reason}`}.`,
      next: ['Name the files: godwit lint FILE…'],
      cause,
    })
  }
}
