import { isVersion, migrationLabel, type Version } from '#core'

/** How a pair says which half a file is: `x.up.sql` or `x_up.sql`. */
export type PairStyle = 'dot' | 'underscore'

/** What the name of a file in a migrations folder tells. */
export type FileName =
  | ({ readonly kind: 'pair'; readonly half: 'up' | 'down'; readonly style: PairStyle } & Numbered)
  | ({ readonly kind: 'single' } & Numbered)
  | ({ readonly kind: 'code' } & Numbered)
  /** Not a migration and not meant to be one. */
  | { readonly kind: 'other' }
  /** Not read as a migration, though its name looks like one. */
  | { readonly kind: 'ignored'; readonly why: string }
  /** Meant to be a migration, but not readable as one. */
  | { readonly kind: 'unreadable'; readonly why: string }

type Numbered = { readonly version: Version; readonly name: string }

/** A whole name of the usual kind, which there may be thousands of. */
const PAIR = /^(\d{1,20})(?:[_-](.*))?([._])(up|down)\.sql$/is
const STEM = /^(\d+)(?:[_-](.*))?$/s
const HALF = /([._])(up|down)$/i
const SQL = /\.sql$/i
const CODE = /\.[cm]?[jt]s$/i
const DECLARATION = /\.d\.[cm]?ts$/i
const TEST = /\.(test|spec)\.[cm]?[jt]s$/i
const COMPANION = /\.(map|md)$/i

/** The label of the migration that a file belongs to by its name; undefined when it belongs to none. */
export function labelOfFile(file: string): string | undefined {
  const read = readFileName(file)
  return 'version' in read ? migrationLabel(read) : undefined
}

/** Whether a file of a folder of seeds is one: what begins with a point or an underscore, and declarations, tests and the like, are none. */
export function isSeedFile(file: string): 'sql' | 'code' | undefined {
  if (file.startsWith('.') || file.startsWith('_')) return undefined
  if (SQL.test(file)) return 'sql'
  return CODE.test(file) && !DECLARATION.test(file) && !TEST.test(file) ? 'code' : undefined
}

/** Reads a file name by the rules of the layouts; pure, knows nothing of the other files. */
export function readFileName(file: string): FileName {
  const [, version, name = '', dot, half] = PAIR.exec(file) ?? []
  if (version !== undefined && isVersion(version)) return readPair(version, name, dot, half)
  if (file.startsWith('.') || file.startsWith('_')) return { kind: 'other' }
  if (SQL.test(file)) return readSqlName(file.replace(SQL, ''))
  if (!/^\d/.test(file)) return { kind: 'other' }
  if (DECLARATION.test(file) || COMPANION.test(file)) return { kind: 'other' }
  if (TEST.test(file)) return { kind: 'ignored', why: 'it is a test' }
  if (CODE.test(file)) return readCodeName(file.replace(CODE, ''))
  return { kind: 'ignored', why: 'its ending is not .sql, .ts, .mts, .cts, .js, .mjs or .cjs' }
}

function readSqlName(stem: string): FileName {
  const half = HALF.exec(stem)
  const numbered = readStem(half === null ? stem : stem.slice(0, half.index))
  if (typeof numbered === 'string') return { kind: 'unreadable', why: numbered }
  if (half === null) return { kind: 'single', ...numbered }
  return readPair(numbered.version, numbered.name, half[1], half[2])
}

function readPair(
  version: Version,
  name: string,
  dot: string | undefined,
  half: string | undefined,
): FileName {
  return {
    kind: 'pair',
    half: half?.toLowerCase() === 'up' ? 'up' : 'down',
    style: dot === '.' ? 'dot' : 'underscore',
    version,
    name,
  }
}

function readCodeName(stem: string): FileName {
  const numbered = readStem(stem)
  if (typeof numbered === 'string') return { kind: 'ignored', why: numbered }
  return { kind: 'code', ...numbered }
}

/** Version and name of `007_add_email`, or in words why it has none. */
export function readStem(stem: string): Numbered | string {
  const parts = STEM.exec(stem)
  const version = parts?.[1]
  if (version === undefined) {
    return /^\d/.test(stem)
      ? 'the version is not followed by an underscore and a name'
      : 'it does not begin with a version'
  }
  if (!isVersion(version)) return 'its version has more than 20 digits'
  return { version, name: parts?.[2] ?? '' }
}
