import type { DialectName } from './identity.ts'
import { codeFiles, outsideFiles } from './workload-code.ts'
import { chainFiles, concurrentFiles, ddlFiles, mixedFiles } from './workload-parts.ts'
import { manyFiles, transactionalFiles } from './workload-plain.ts'

/** What is run, and from where. */
export type Workload = {
  readonly name: string
  /** Files of the migrations folder. */
  readonly files: Files
  /** Where the run starts: nothing is applied, or everything is. */
  readonly start: 'empty' | 'full'
  /** The command that is disturbed, and that is to heal the database afterwards, without any flag. */
  readonly command: readonly string[]
  /**
   * What shows that a part took effect, by `VERSION:PART`: this line is among the facts, or, with `!` in front, it is
   * not. Where nothing is said it is the part's own line among the effects.
   */
  readonly evidence: Readonly<Record<string, string>>
}

export type Files = Readonly<Record<string, string>>

const UP = { start: 'empty', command: ['up'], evidence: {} } as const
const DOWN = { start: 'full', command: ['down', '--all', '--yes'], evidence: {} } as const

/** The workloads of a database. */
export function workloadsOf(dialect: DialectName): readonly Workload[] {
  const transactional = transactionalFiles(dialect)
  const common: readonly Workload[] = [
    { ...UP, name: 'transactional', files: transactional },
    { ...UP, name: 'many', files: manyFiles(30) },
    { ...UP, name: 'mixed', ...mixedFiles(dialect) },
    { ...UP, name: 'code', files: codeFiles(dialect) },
    { ...UP, name: 'outside', files: outsideFiles() },
    { ...DOWN, name: 'down', files: transactional },
  ]
  if (dialect === 'mariadb')
    return [...common, ...bothWays('ddl', ddlFiles()), { ...UP, name: 'chain', ...chainFiles(30) }]
  return dialect === 'pg' ? [...common, ...bothWays('concurrent', concurrentFiles())] : common
}

/** A set of files whose ways up and down both have several parts. */
function bothWays(
  name: string,
  {
    files,
    up,
    down,
  }: {
    readonly files: Files
    readonly up: Workload['evidence']
    readonly down: Workload['evidence']
  },
): readonly Workload[] {
  return [
    { ...UP, name, files, evidence: up },
    { ...DOWN, name: `${name}-down`, files, evidence: down },
  ]
}

/** @throws Error when the database has no such workload. */
export function workloadNamed(dialect: DialectName, name: string): Workload {
  const all = workloadsOf(dialect)
  const found = all.find((workload) => workload.name === name)
  if (found !== undefined) return found
  const names = all.map((workload) => workload.name).join(', ')
  throw new Error(`${dialect} has no workload "${name}"; it has ${names}.`)
}

/** The versions of a workload, in their order. */
export function versionsOf({ files }: Workload): readonly string[] {
  return [...new Set(Object.keys(files).map((name) => name.split('_')[0] ?? ''))].toSorted()
}
