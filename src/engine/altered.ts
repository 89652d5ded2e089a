import type { Migration } from '#catalog'
import { godwitError, migrationLabel, versionKey, type MigrationId } from '#core'
import type { HistoryProblem } from '#plan'
import type { TrailVerification } from './results.ts'
import { recordOf, type Survey } from './survey.ts'

/** Rows of applied migrations that the audit trail does not tell of as they are, each with what to do about it. */
export function findAltered(
  survey: Pick<Survey, 'catalog' | 'state'>,
  { untold, changed }: TrailVerification,
): readonly HistoryProblem[] {
  return [
    ...untold.map((id) => describe(survey, id, untoldText(survey, id))),
    ...changed.map(({ columns, ...id }) =>
      describe(
        survey,
        id,
        `${migrationLabel(id)}: its row differs from what the audit trail tells, in ${columns.join(', ')}: somebody changed one of the two by hand.`,
      ),
    ),
  ]
}

function untoldText(survey: Pick<Survey, 'state'>, id: MigrationId): string {
  const label = migrationLabel(id)
  return recordOf(survey, id.version) === undefined
    ? `${label}: the audit trail tells that it is applied, but its row is gone: it was removed by hand.`
    : `${label}: it has a row, but the audit trail does not tell of it: the row was added by hand, or the end of the trail was cut off.`
}

function describe(
  survey: Pick<Survey, 'catalog' | 'state'>,
  id: MigrationId,
  message: string,
): HistoryProblem {
  const record = recordOf(survey, id.version)
  const migration = survey.catalog.migrations.find((one) => isSame(one, id))
  return {
    kind: 'altered',
    version: id.version,
    name: id.name,
    record,
    migration,
    error: godwitError('GODWIT_HISTORY_ALTERED', {
      message,
      database: 'The database is unchanged.',
      next: waysOut(id, migration, record !== undefined),
    }),
  }
}

function waysOut(
  { version }: MigrationId,
  migration: Migration | undefined,
  hasRow: boolean,
): readonly string[] {
  const back = 'Put the row back from a backup of the database, then run: godwit verify'
  if (migration === undefined && !hasRow)
    return [back, 'or restore its file from version control, then run godwit verify again']
  return [
    back,
    ...(migration === undefined
      ? []
      : [`or, when its file is what is in effect: godwit repair --accept ${version}`]),
    hasRow
      ? `or, when it is not in effect: godwit repair --forget ${version}`
      : 'or, when it is not in effect: godwit up',
  ]
}

function isSame(a: Pick<MigrationId, 'version'>, b: Pick<MigrationId, 'version'>): boolean {
  return versionKey(a.version) === versionKey(b.version)
}
