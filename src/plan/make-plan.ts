import type { Catalog, LoadedMigration } from '#catalog'
import {
  godwitError,
  sha256,
  versionKey,
  type Direction,
  type MigrationId,
  type MigrationRecord,
} from '#core'
import type { Directive, Grammar, IsolationLevel } from '#sql'
import { groupStatements, transactionMode } from './group.ts'
import type { Basis, Plan, PlannedSquash, Step } from './types.ts'

/** All that a plan depends on. */
export type PlanInput = {
  readonly direction: Direction
  readonly picked: readonly LoadedMigration[]
  readonly skipped: readonly MigrationId[]
  readonly squashes?: readonly PlannedSquash[]
  readonly catalog: Catalog
  readonly records: readonly MigrationRecord[]
  readonly service: string
  /** Product and name of the database. */
  readonly database: string
  readonly grammar: Grammar
  readonly serverMajor: number
  /** What the run asks for besides what the files do. */
  readonly isolation?: IsolationLevel | undefined
}

/**
 * Turns chosen migrations into steps. Pure: everything it knows is in its input.
 * @throws GodwitError when a text cannot be split or grouped, or a migration has no way in the asked direction.
 */
export function makePlan(input: PlanInput): Plan {
  let basis: Basis | undefined
  return {
    direction: input.direction,
    grammar: input.grammar,
    isolation: input.isolation,
    // Only a plan that is saved or compared needs it, and it costs a hash of all files' names.
    get basis() {
      return (basis ??= makeBasis(input))
    },
    steps: input.picked.map((loaded) => makeStep(loaded, input)),
    skipped: input.skipped,
    squashes: input.squashes ?? [],
  }
}

function makeBasis({ service, database, catalog, records }: PlanInput): Basis {
  return {
    service,
    database,
    catalog: sha256(
      catalog.migrations.map((migration) => `${migration.label} ${migration.bytes}`).join('\n'),
    ),
    history: sha256(
      records.map((record) => `${record.version} ${record.checksum?.meaning ?? ''}`).join('\n'),
    ),
  }
}

/**
 * The steps up of migrations, whatever a history says of them.
 * @throws GodwitError when a text cannot be split or grouped
 */
export function stepsUp(
  migrations: readonly LoadedMigration[],
  grammar: Grammar,
  serverMajor: number,
): readonly Step[] {
  const input = { direction: 'up', grammar, serverMajor, records: [] } as const
  return migrations.map((loaded) => makeStep(loaded, input))
}

function makeStep(
  loaded: LoadedMigration,
  {
    direction,
    grammar,
    serverMajor,
    records,
  }: Pick<PlanInput, 'direction' | 'grammar' | 'serverMajor' | 'records'>,
): Step {
  const { migration } = loaded
  const { version, name } =
    records.find((record) => versionKey(record.version) === versionKey(migration.version)) ??
    migration
  const id = { version, name }
  if (direction === 'down') requireReversible(loaded)
  if (loaded.kind === 'code')
    return {
      id,
      migration,
      loaded,
      direction,
      file: migration.up?.shown,
      groups: [],
      lockTimeoutMs: undefined,
      statementTimeoutMs: undefined,
    }
  const part = direction === 'up' ? loaded.up : loaded.down
  if (part === undefined) throw downMissing(loaded)
  return {
    id,
    migration,
    loaded,
    direction,
    file: part.shown,
    groups: groupStatements(part, grammar, serverMajor, transactionMode(part.directives)),
    ...timeLimits(part.directives),
  }
}

/** The time limits that a file asks for. */
export function timeLimits(
  directives: readonly Directive[],
): Pick<Step, 'lockTimeoutMs' | 'statementTimeoutMs'> {
  return {
    lockTimeoutMs: milliseconds(directives, 'lock-timeout'),
    statementTimeoutMs: milliseconds(directives, 'statement-timeout'),
  }
}

function requireReversible(loaded: LoadedMigration): void {
  const reason =
    loaded.kind === 'code'
      ? loaded.code.irreversible
      : [...loaded.directives, ...(loaded.down?.directives ?? [])].find(
          (directive) => directive.name === 'irreversible',
        )?.reason
  if (reason !== undefined) {
    throw godwitError('GODWIT_IRREVERSIBLE', {
      message: `${loaded.migration.label} cannot be rolled back: ${reason}`.replace(
        /([^.!?])$/,
        '$1.',
      ),
      database: 'The database is unchanged.',
      next: ['Write a new migration that goes forward: godwit new "what to mend"'],
    })
  }
  if (loaded.kind === 'code' ? loaded.code.down === undefined : loaded.down === undefined)
    throw downMissing(loaded)
}

function downMissing(loaded: LoadedMigration): Error {
  const { migration } = loaded
  const where =
    migration.layout === 'pair'
      ? `${(migration.up?.shown ?? migration.label).replace(/([._])up\.sql$/, '$1down.sql')}`
      : (migration.up?.shown ?? migration.label)
  return godwitError('GODWIT_DOWN_MISSING', {
    message: `${migration.label} has no way down.`,
    database: 'The database is unchanged.',
    next: [
      migration.layout === 'pair'
        ? `Write ${where}, then run the command again`
        : `Add a down ${loaded.kind === 'code' ? 'function' : 'part'} to ${where}, then run the command again`,
      'or go forward with a new migration: godwit new "what to mend"',
    ],
  })
}

function milliseconds(
  directives: readonly Directive[],
  name: 'lock-timeout' | 'statement-timeout',
): number | undefined {
  for (const directive of directives)
    if (directive.name === name && 'ms' in directive) return directive.ms
  return undefined
}
