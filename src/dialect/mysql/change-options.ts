import { labelOf, type Table } from '#schema'
import type { Alteration, AlterationKind } from './alteration.ts'
import { optionsOf } from './change-text.ts'
import { plainNames } from './introspect-text.ts'
import { literal } from './name.ts'

/** What has to be done to a table beside its columns and keys; its partitions are {@link partitionAlteration}'s. */
export function optionAlterations(from: Table, to: Table): readonly Alteration[] {
  const [before, after] = [settingsOf(from), settingsOf(to)]
  const label = labelOf(to)
  const names = new Set([...before.keys(), ...after.keys()])
  const settings = [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) =>
      alteration({
        sql: settingText(name, after.get(name)),
        summary: `changes ${name} of ${label}`,
        kind: kindOf(name),
        name,
        hazards:
          name === VERSIONING && !after.has(name)
            ? [{ kind: 'data-loss', text: `the history of ${label} is lost` }]
            : [],
      }),
    )
  return [
    ...settings,
    ...(from.collation === to.collation || to.collation === undefined
      ? []
      : [
          alteration({
            sql: `DEFAULT CHARACTER SET ${to.collation.split('_')[0]} COLLATE ${to.collation}`,
            summary: `changes the collation of new columns of ${label}`,
            kind: 'set default collation',
            name: 'COLLATE',
          }),
        ]),
    ...(from.comment === to.comment
      ? []
      : [
          alteration({
            sql: `COMMENT=${literal(to.comment ?? '')}`,
            summary: `changes the comment of ${label}`,
            kind: 'describe table',
            name: 'COMMENT',
          }),
        ]),
  ]
}

function alteration(
  one: Pick<Alteration, 'sql' | 'summary' | 'kind' | 'name'> & Partial<Alteration>,
): Alteration {
  return { verb: 'other', columns: [], hazards: [], ...one }
}

const VERSIONING = 'SYSTEM VERSIONING'

/** Values by name; the collation is told by the table itself. */
function settingsOf(table: Table): ReadonlyMap<string, string> {
  return new Map(
    optionsOf(table).settings.flatMap((text): [string, string][] => {
      if (text === `WITH ${VERSIONING}`) return [[VERSIONING, '']]
      const at = text.indexOf('=')
      const name = text.slice(0, at)
      return name === 'COLLATE' ? [] : [[name, text.slice(at + 1)]]
    }),
  )
}

function settingText(name: string, value: string | undefined): string {
  if (name === VERSIONING) return `${value === undefined ? 'DROP' : 'ADD'} ${VERSIONING}`
  return `${name}=${value ?? USUAL[name] ?? 'DEFAULT'}`
}

/** What takes a setting back that knows no DEFAULT. */
const USUAL: Readonly<Record<string, string>> = {
  ENGINE: 'InnoDB',
  KEY_BLOCK_SIZE: '0',
  MAX_ROWS: '0',
  MIN_ROWS: '0',
  AVG_ROW_LENGTH: '0',
  CHECKSUM: '0',
  DELAY_KEY_WRITE: '0',
  COMPRESSION: "''",
  ENCRYPTION: "'N'",
}

function kindOf(name: string): AlterationKind | undefined {
  if (/^(?:STATS_\w+|MAX_ROWS|MIN_ROWS|AVG_ROW_LENGTH)$/.test(name)) return 'describe table'
  return /^(?:ROW_FORMAT|KEY_BLOCK_SIZE)$/.test(name) ? 'rebuild' : undefined
}

/** Another spread of a table's rows, a statement of its own. A partition behind the others is only added, all else writes every row anew and loses none. */
export function partitionAlteration(from: Table, to: Table): Alteration | undefined {
  const [before, after] = [optionsOf(from).partitions, optionsOf(to).partitions]
  if (before === after) return undefined
  const label = labelOf(to)
  if (after === '')
    return alteration({
      sql: 'REMOVE PARTITIONING',
      summary: `puts the partitions of ${label} together`,
      kind: 'partition',
      name: 'PARTITION',
    })
  const isMore = before.endsWith(')') && after.startsWith(`${before.slice(0, -1)}, PARTITION `)
  if (isMore && /^PARTITION BY (?:RANGE|LIST)/.test(after))
    return alteration({
      sql: `ADD PARTITION (${plainNames(after.slice(before.length + 1))}`,
      summary: `adds a partition to ${label}`,
      kind: 'describe table',
      name: 'PARTITION',
    })
  return alteration({
    sql: plainNames(after),
    summary: `spreads the rows of ${label} over other partitions`,
    kind: 'partition',
    name: 'PARTITION',
    hazards: /^PARTITION BY (?:RANGE|LIST)/.test(after)
      ? [
          {
            kind: 'may-fail',
            text: `rows of ${label} that belong to no partition stand against it`,
          },
        ]
      : [],
  })
}
