import { godwitError } from './errors.ts'
import { inWords } from './shape.ts'

/**
 * A migration's version exactly as the file name spells it, for instance `007`, `000042` or `20261121093000`.
 * Two spellings of one number (`7` and `007`) are the same version; see {@link versionKey}.
 */
export type Version = string & { readonly brand: 'Version' }

/** How the versions of one folder are numbered: a fixed count of digits, or a UTC time `YYYYMMDDHHMMSS`. */
export type VersionScheme =
  | { readonly kind: 'sequential'; readonly digits: number }
  | { readonly kind: 'timestamp' }

/**
 * Reads a version from text.
 *
 * @example
 * const result = await migrator.plan({ goal: { kind: 'to', version: parseVersion('007') } })
 * @throws GodwitError `GODWIT_VERSION_INVALID` when the text is not a run of digits.
 */
export function parseVersion(text: string): Version {
  if (!isVersion(text))
    throw godwitError('GODWIT_VERSION_INVALID', {
      message:
        typeof text === 'string'
          ? `"${text}" is not a version: a version is a run of digits such as 007 or 20261121093000.`
          : `A version is a text such as '007', but got ${inWords(text)}.`,
    })
  return text
}

/** Whether the text has the form of a version: 1 to 20 digits. A number has lost its leading zeros. */
export function isVersion(text: string): text is Version {
  return typeof text === 'string' && /^\d{1,20}$/.test(text)
}

/** The one spelling that stands for all spellings of a version: without leading zeros. */
export function versionKey(version: Version): string {
  let start = 0
  while (start < version.length - 1 && version[start] === '0') start++
  return version.slice(start)
}

/** Whether a version is zero in any spelling, which commands read as "none at all". */
export function isZero(version: Version): boolean {
  return versionKey(version) === '0'
}

/** The one order of versions, for files and for records alike: as whole numbers of any length. */
export function compareVersions(a: Version, b: Version): number {
  if (a.length === b.length) return compareTexts(a, b)
  const x = versionKey(a)
  const y = versionKey(b)
  return x.length - y.length || compareTexts(x, y)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether a version looks like a UTC time `YYYYMMDDHHMMSS` (or `YYYYMMDDHHMM`) in the years 1970 to 2999. */
export function isTimestamp(version: Version): boolean {
  if (version.length !== 14 && version.length !== 12) return false
  return /^(19[7-9]\d|2\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d([0-5]\d)?$/.test(
    version,
  )
}
