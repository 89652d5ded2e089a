import {
  compareVersions,
  isTimestamp,
  parseVersion,
  type Version,
  versionKey,
  type VersionScheme,
} from '#core'
import type { CatalogProblem } from './migration.ts'
import { mixedPrecision, mixedScheme, mixedWidth } from './name-problems.ts'

/** A version and the name of the file (or registered migration) that carries it. */
export type Versioned = { readonly version: Version; readonly shown: string }

/** How the versions of a folder are numbered, and what would sort by surprise. */
export type DetectedScheme = {
  readonly scheme: VersionScheme | undefined
  readonly problem: CatalogProblem | undefined
}

/** The scheme of the usual folder, told by one look: all versions as wide as each other, and not as wide as a time. */
export function plainScheme(
  versions: readonly { readonly version: Version }[],
): DetectedScheme | undefined {
  const digits = versions[0]?.version.length ?? 0
  if (digits === 0 || digits >= 12) return undefined
  for (const { version } of versions) if (version.length !== digits) return undefined
  return { scheme: { kind: 'sequential', digits }, problem: undefined }
}

/** Finds out how a folder numbers its migrations. The list must be in the order of the versions. */
export function detectScheme(sorted: readonly Versioned[]): DetectedScheme {
  const newest = sorted.at(-1)
  if (newest === undefined) return { scheme: undefined, problem: undefined }
  const time = sorted.find(({ version }) => isTimestamp(version))
  const number = sorted.find(({ version }) => !isTimestamp(version))
  if (time === undefined) {
    return {
      scheme: { kind: 'sequential', digits: digitsOfNext(sorted, newest.version) },
      problem: widthProblem(sorted),
    }
  }
  return {
    scheme: { kind: 'timestamp' },
    problem:
      number === undefined ? precisionProblem(sorted) : mixedScheme(number.shown, time.shown),
  }
}

/** `1` to `10` and `999` to `1000` grow by themselves; only a needless zero makes a count of digits deliberate. */
function digitsOfNext(sorted: readonly Versioned[], newest: Version): number {
  return newest.startsWith('0') ? newest.length : narrowest(sorted).version.length
}

function narrowest(sorted: readonly Versioned[]): Versioned {
  return sorted.reduce((a, b) => (b.version.length < a.version.length ? b : a))
}

function widthProblem(sorted: readonly Versioned[]): CatalogProblem | undefined {
  const least = narrowest(sorted)
  const key = versionKey(least.version)
  const other = sorted.find(
    ({ version }) =>
      version.startsWith('0') &&
      version.length > least.version.length &&
      versionKey(version) !== key,
  )
  return other === undefined ? undefined : mixedWidth(least.shown, other.shown)
}

function precisionProblem(sorted: readonly Versioned[]): CatalogProblem | undefined {
  const short = sorted.findLast(({ version }) => version.length === 12)
  const long = sorted.find(({ version }) => version.length === 14)
  if (short === undefined || long === undefined) return undefined
  const early = long.version.slice(0, 12) < short.version
  return early ? mixedPrecision(short.shown, long.shown) : undefined
}

/** The migrations that lie between two neighbours of a sequential folder and are not there. */
export type Gap = {
  readonly before: Versioned
  readonly after: Versioned
  readonly missing: readonly string[]
}

/**
 * Finds missing numbers. Only for sequential versions of up to 6 digits: longer ones are dates or the like.
 * A folder numbered in tens (`010`, `020`) has no gaps as long as it keeps to tens.
 */
export function findGaps(
  sorted: readonly Versioned[],
  scheme: VersionScheme | undefined,
): readonly Gap[] {
  if (scheme?.kind !== 'sequential') return []
  if (sorted.some(({ version }) => version.length > 6)) return []
  const numbers = sorted.map(({ version }) => Number(version))
  const stride = [1000, 100, 10, 5].find((step) => numbers.every((n) => n % step === 0)) ?? 1
  const gaps: Gap[] = []
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1]
    const after = sorted[i]
    if (before === undefined || after === undefined) continue
    const first = Number(before.version) + stride
    const last = Number(after.version) - stride
    if (first > last) continue
    const width = before.version.length
    const ends = first === last ? [first] : [first, last]
    gaps.push({ before, after, missing: ends.map((n) => String(n).padStart(width, '0')) })
  }
  return gaps
}

/** The version that a new migration gets: after the newest, in the folder's own scheme. */
export function nextVersion(
  scheme: VersionScheme,
  newest: Version | undefined,
  now: Date,
): Version {
  if (scheme.kind === 'sequential') {
    const number = newest === undefined ? 1n : BigInt(newest) + 1n
    return parseVersion(String(number).padStart(scheme.digits, '0'))
  }
  const present = timestampOf(now)
  if (newest === undefined || compareVersions(newest, present) < 0) return present
  return oneSecondAfter(newest)
}

function timestampOf(date: Date): Version {
  return parseVersion(date.toISOString().replace(/\D/g, '').slice(0, 14))
}

/** One second later; where the newest is no real time, for instance a 31st of June, the next number. */
function oneSecondAfter(version: Version): Version {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(version)
  if (parts !== null) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
      .slice(1)
      .map(Number)
    const next = timestampOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1)))
    if (compareVersions(next, version) > 0) return next
  }
  return parseVersion(String(BigInt(version) + 1n).padStart(version.length, '0'))
}

/** The newest of some versions. */
export function newestOf(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (newest, version) =>
      newest === undefined || compareVersions(version, newest) > 0 ? version : newest,
    undefined,
  )
}
