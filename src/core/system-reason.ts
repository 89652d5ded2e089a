import { isError } from './is-error.ts'
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links lead in a circle',
}

/** Why the operating system refused, in plain words. */
export function systemReason(error: unknown): string {
  return REASONS[systemCode(error)] ?? (isError(error) ? error.message : String(error))
}

/** The operating system's code of an error, such as `ENOENT`; empty where there is none. Test runners give code a global `Error` of its own, which errors of Node are no instances of. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
