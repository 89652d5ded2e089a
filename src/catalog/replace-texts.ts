import {
  chmodSync,
  chownSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { godwitError, isGodwitError, systemClock, systemReason } from '#core'
import type { SourceRef } from './migration.ts'
import { decodeText, readBytes } from './text-file.ts'

/** A text that takes the place of another one in a file; both without a byte order mark, which stays. */
export type Replacement = {
  readonly ref: SourceRef
  readonly before: string
  readonly after: string
}

type Draft = { readonly ref: SourceRef; readonly path: string; readonly draft: string }

/**
 * Puts new texts in place of old ones. Each file is the old or the new one as a whole at every moment, and as long as one of
 * them may not be written, or is not what it was any more, none is touched.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function replaceTexts(replacements: readonly Replacement[]): void {
  const drafts: Draft[] = []
  try {
    for (const replacement of replacements) drafts.push(writeDraft(replacement))
    for (const [done, { ref, path, draft }] of drafts.entries()) put(ref, draft, path, done)
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true })
  }
}

/** Writes the new text beside the file. */
function writeDraft({ ref, before, after }: Replacement): Draft {
  const bytes = readBytes(ref)
  if (decodeText(ref, bytes) !== before)
    throw refused(ref, 'it has been changed since it was read', undefined)
  try {
    const path = realpathSync(ref.path)
    const { mode, uid, gid } = statSync(path)
    // The folder would let it be replaced, and root may write everything: the file itself says that it is to stay.
    if ((mode & 0o222) === 0) throw refused(ref, 'it is read-only', undefined)
    const draft = join(
      dirname(path),
      `.${basename(path)}.${systemClock.random().toString(36).slice(2)}`,
    )
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : ''
    writeFileSync(draft, mark + after, { flag: 'wx', flush: true })
    chmodSync(draft, mode)
    if (process.getuid?.() === 0) chownSync(draft, uid, gid)
    return { ref, path, draft }
  } catch (cause) {
    if (isGodwitError(cause)) throw cause
    throw refused(ref, systemReason(cause), cause)
  }
}

function put(ref: SourceRef, draft: string, path: string, done: number): void {
  try {
    renameSync(draft, path)
  } catch (cause) {
    throw refused(ref, systemReason(cause), cause, done)
  }
}

/** `done`: how many files have their new text already. */
function refused(ref: SourceRef, reason: string, cause: unknown, done = 0): Error {
  const others = done === 0 ? 'No file was changed.' : `Files changed before it: ${done}.`
  return godwitError('GODWIT_FILE_UNREADABLE', {
    message: `"${ref.file}" cannot be written: ${reason}. ${others}`,
    next: [`Mend ${ref.shown}, then run the command again.`],
    cause,
  })
}
