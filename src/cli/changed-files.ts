import { execFile } from 'node:child_process'
import { relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { godwitError } from '#core'

const run = promisify(execFile)

/** Which files git is asked for: those that it has staged, or those that differ from a revision. */
export type Since = { readonly revision: string } | 'staged'

/**
 * The files of a folder that git has staged, or that differ from a revision (files that it does not track yet included), as
 * absolute paths. Git is started in `cwd`, as its own hooks are.
 * @throws GodwitError `GODWIT_USAGE` when git is missing, the folder lies in no repository, the revision is unknown, or a staged
 *   file has been changed since: then what would be looked at is not what would be committed
 */
export async function changedFiles(
  cwd: string,
  dir: string,
  since: Since,
): Promise<ReadonlySet<string>> {
  const git = gitIn(cwd)
  const root = (await git('rev-parse', '--show-toplevel')).trimEnd()
  const names = async (...args: readonly string[]): Promise<string[]> =>
    (await git(...args, '-z', '--', dir)).split('\0').filter((name) => name !== '')
  const diff = ['diff', '--name-only', '--no-relative', '--no-renames', '--diff-filter=d'] as const
  if (since === 'staged') {
    const staged = await names(...diff, '--cached')
    const changed = new Set(await names(...diff))
    const both = staged.find((name) => changed.has(name))
    if (both !== undefined) throw changedSince(relative(cwd, resolve(root, both)))
    return new Set(staged.map((name) => resolve(root, name)))
  }
  // As a commit it can be no option of git's.
  const commit = await git(
    'rev-parse',
    '--verify',
    '--end-of-options',
    `${since.revision}^{commit}`,
  )
  const found = [
    ...(await names(...diff, commit.trimEnd())),
    ...(await names('ls-files', '--others', '--exclude-standard', '--full-name')),
  ]
  return new Set(found.map((name) => resolve(root, name)))
}

/** A migration that git knows already, and that a commit would change or remove. */
export type CommittedChange = {
  readonly path: string
  readonly change: 'changed' | 'removed'
  /** What it was. */
  readonly before: string
  /** The branch that others work from, where the file is part of it: databases elsewhere may have applied it. */
  readonly shared: string | undefined
}

/**
 * The committed files of a folder that git has staged with another content, or as removed. A file that is only renamed counts as
 * neither.
 * @throws GodwitError `GODWIT_USAGE` as {@link changedFiles} does
 */
export async function committedChanges(
  cwd: string,
  dir: string,
): Promise<readonly CommittedChange[]> {
  const git = gitIn(cwd)
  const found = async (...args: readonly string[]): Promise<string | undefined> => {
    const text = await git(...args).catch(() => undefined)
    return text === undefined || text === '' ? undefined : text
  }
  if ((await found('rev-parse', '--verify', '--quiet', 'HEAD')) === undefined) return []
  const root = (await git('rev-parse', '--show-toplevel')).trimEnd()
  const shared = (
    await found('rev-parse', '--abbrev-ref', '--verify', '--quiet', 'origin/HEAD')
  )?.trimEnd()
  const diff = [
    'diff',
    '--cached',
    '--no-relative',
    '--name-status',
    '-z',
    '-M100%',
    '--diff-filter=MD',
  ]
  const words = (await git(...diff, '--', dir)).split('\0')
  const changes: CommittedChange[] = []
  for (let at = 0; at + 1 < words.length; at += 2) {
    const name = words[at + 1] ?? ''
    const isShared =
      shared !== undefined &&
      (await found('ls-tree', '--full-tree', '--name-only', shared, '--', name)) !== undefined
    changes.push({
      path: resolve(root, name),
      change: words[at] === 'D' ? 'removed' : 'changed',
      before: await git('show', `HEAD:${name}`),
      shared: isShared ? shared : undefined,
    })
  }
  return changes
}

function gitIn(cwd: string): (...args: readonly string[]) => Promise<string> {
  return async (...args) => {
    try {
      return (await run('git', args, { cwd, maxBuffer: 64 * 1024 * 1024 })).stdout
    } catch (cause) {
      throw gitFailed(cause)
    }
  }
}

function changedSince(file: string): Error {
  return godwitError('GODWIT_USAGE', {
    message: `"${file}" has been changed since it was staged: what would be looked at is not what would be committed.`,
    next: [`Stage it as it is now, or put the change away: git stash --keep-index`],
  })
}

function gitFailed(cause: unknown): Error {
  const told = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
  const reason = told.trim().split('\n')[0] ?? ''
  return godwitError('GODWIT_USAGE', {
    message: `git cannot tell which files changed${reason === '' ? '' : `: ${reason}`}.`,
    next: ['Name the files: godwit lint FILE…'],
    cause,
  })
}
