import { type Attachment, keyOf, labelOf, type ObjectKind, type SchemaObject } from '#schema'
import { alterations } from './changes-alter-object.ts'
import {
  attachmentSteps,
  createAttachment,
  dropAttachment,
  type HungOn,
} from './changes-attachments.ts'
import { commentChange } from './changes-column-words.ts'
import { isGrant } from './changes-grants.ts'
import type { Hints } from './changes-hints.ts'
import { createIndex, indexComment, indexSteps, type IndexedOn } from './changes-indexes.ts'
import {
  callOf,
  dropHazards,
  objectComment,
  remadeHazards,
  wordsOf,
} from './changes-object-words.ts'
import { isReportedAlike } from './changes-publications.ts'
import { isRebuilt, needsOneAbout, objectNames, type Scope } from './changes-scope.ts'
import { countOn } from './changes-sequences.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { asideType, isOfColumns, isTakenType, typeRebuild } from './changes-type-rebuild.ts'
import { fullName, literalSql, nameSql } from './names.ts'

const CREATED: Readonly<Record<ObjectKind, number>> = {
  schema: RANK.createSchema,
  extension: RANK.createSchema,
  enum: RANK.createType,
  domain: RANK.createType,
  type: RANK.createType,
  sequence: RANK.createType,
  function: RANK.createFunction,
  procedure: RANK.createFunction,
  aggregate: RANK.createFunction,
  view: RANK.createView,
  'materialized view': RANK.createView,
  statistics: RANK.createView,
  event: RANK.createView,
  grant: RANK.remark,
  owner: RANK.remark,
  other: RANK.leave,
}

/** The columns that it is made of, as keys. */
function columnsUsed({ uses = [] }: SchemaObject): readonly string[] {
  return uses.flatMap((label) => [`column ${label}`, `constraint ${label}`])
}

function hungOn(object: SchemaObject): HungOn & IndexedOn {
  const { schema, name } = object
  return { schema, name, key: keyOf(object), parts: [], isNew: true }
}

/** All that makes an object. */
export function createObject(scope: Scope, object: SchemaObject, hints: Hints): readonly Step[] {
  if (object.kind === 'other') return [leave(object, 'is not made')]
  const on = hungOn(object)
  const label = labelOf(object)
  const { indexes = [], attachments = [], columns = [] } = object
  const remarks = columns.filter(({ comment }) => comment !== undefined)
  return [
    {
      rank: CREATED[object.kind],
      changes: [
        ...object.sql.map((sql) => change(sql, `creates the ${object.kind} ${label}`)),
        ...(object.comment === undefined ? [] : [objectComment(object)]),
        ...remarks.map((column) => columnRemark(object, column.name, column.comment)),
      ],
      makes: [on.key, ...objectNames(object)],
      needs: [...object.needs, ...columnsUsed(object)],
      hints: hints(object),
    },
    ...ownership(scope, undefined, object),
    ...indexes.flatMap((index) => [
      createIndex(scope, on, index),
      ...(index.comment === undefined ? [] : [indexComment(on, index)]),
    ]),
    ...attachments.map((one) => createAttachment(on, one)),
  ]
}

function columnRemark(view: SchemaObject, column: string, text: string | undefined) {
  return commentChange(
    `COLUMN ${fullName(view)}.${nameSql(column)}`,
    `${labelOf(view)}.${column}`,
    text,
  )
}

/** What godwit does not understand stays. */
function leave(object: SchemaObject, what: string): Step {
  return {
    rank: RANK.leave,
    changes: [
      change('', `leaves ${object.name} as it is`, [
        hazard('untouched', `it ${what}: godwit only reports things of this kind`),
      ]),
    ],
  }
}

/** A new sequence for a column that has values counts on behind them. */
function countFrom(scope: Scope, sequence: SchemaObject): Step['changes'] {
  const { owner = '', ownerPart = '', options } = sequence.details ?? {}
  const table = scope.from.tables.get(owner)
  const column = table?.columns.find(({ name }) => name === ownerPart)
  // From an identity it takes over where that stands.
  if (table === undefined || column === undefined || column.identity !== undefined) return []
  const place = `${literalSql(fullName(sequence))}::regclass`
  return [countOn(table, ownerPart, place, labelOf(sequence), options)]
}

/** The column that a sequence goes with. */
function ownership(
  scope: Scope,
  one: SchemaObject | undefined,
  two: SchemaObject,
): readonly Step[] {
  const [before, after] = [one?.details?.['ownerColumn'], two.details?.['ownerColumn']]
  if (two.kind !== 'sequence' || before === after) return []
  const column = `${two.details?.['owner'] ?? ''}.${two.details?.['ownerPart'] ?? ''}`
  const was = `${one?.details?.['owner'] ?? ''}.${one?.details?.['ownerPart'] ?? ''}`
  return [
    {
      rank: RANK.alterTable,
      changes: [
        change(
          `ALTER SEQUENCE ${fullName(two)} OWNED BY ${after ?? 'NONE'}`,
          after === undefined
            ? `lets the sequence ${labelOf(two)} stand alone`
            : `lets the sequence ${labelOf(two)} go with ${column}`,
        ),
        ...(one === undefined ? countFrom(scope, two) : []),
      ],
      makes: before === undefined ? [] : [`disowned ${was}`],
      needs: [
        keyOf(two),
        ...(after === undefined
          ? []
          : [`column ${column}`, `table ${two.details?.['owner'] ?? ''}`]),
      ],
      holds:
        before === undefined ? [] : [`column ${was}`, `table ${one?.details?.['owner'] ?? ''}`],
    },
  ]
}

export function dropObject(scope: Scope, object: SchemaObject, isRemade: boolean): readonly Step[] {
  if (object.kind === 'other') return isRemade ? [] : [leave(object, 'is not dropped')]
  if (!isRemade && goesWithColumn(scope, object)) return []
  const { kind } = object
  const on = hungOn(object)
  if (!isRemade && isTakenType(scope, object)) return asideType(scope, object)
  const isLate = ['enum', 'domain', 'type', 'sequence', 'extension'].includes(kind)
  const rank = kind === 'schema' ? RANK.dropSchema : isLate ? RANK.dropType : RANK.dropObject
  const hung = object.attachments ?? []
  const isAbout = (one: Attachment): boolean => needsOneAbout(scope.from, on.key, one)
  return [
    ...(!isRemade && countsOn(scope, object) ? [disown(object)] : []),
    {
      rank,
      changes: [
        change(
          `DROP ${wordsOf(kind)} ${callOf(object)}`,
          `drops the ${kind} ${labelOf(object)}`,
          isRemade ? remadeHazards(object) : countsOn(scope, object) ? [] : dropHazards(object),
        ),
      ],
      removes: [on.key, ...objectNames(object)],
      holds: [
        ...object.needs,
        ...columnsUsed(object),
        ...hung.filter((one) => !isAbout(one)).flatMap((one) => one.needs ?? []),
      ],
    },
    ...(isRemade
      ? []
      : hung
          .filter((one) => isRebuilt(scope, one) || isAbout(one))
          .map((one) => dropAttachment(on, one))),
  ]
}

/** Until the identity has taken over from it, a sequence stays without the column. */
function disown(sequence: SchemaObject): Step {
  const { owner = '', ownerPart = '' } = sequence.details ?? {}
  return {
    rank: RANK.dropConstraint,
    changes: [
      change(
        `ALTER SEQUENCE ${fullName(sequence)} OWNED BY NONE`,
        `lets the sequence ${labelOf(sequence)} stand alone`,
      ),
    ],
    makes: [`disowned ${owner}.${ownerPart}`],
    holds: [keyOf(sequence)],
  }
}

/** Whether an identity takes the place of a sequence, and counts on behind the values. */
function countsOn(scope: Scope, { kind, details = {} }: SchemaObject): boolean {
  const { owner = '', ownerPart } = details
  const column = scope.to.tables.get(owner)?.columns.find(({ name }) => name === ownerPart)
  return kind === 'sequence' && column?.identity !== undefined
}

/** A sequence goes with the column that it belongs to. */
function goesWithColumn(scope: Scope, { kind, details = {} }: SchemaObject): boolean {
  const { owner, ownerPart } = details
  if (kind !== 'sequence' || owner === undefined) return false
  const table = scope.to.tables.get(owner)
  return table?.columns.some(({ name }) => name === ownerPart) !== true
}

/** What is made anew belongs to whoever makes it, and has the usual privileges. It keeps those that it had, unless privileges are compared, too. */
function grantsAgain(scope: Scope, one: SchemaObject, two: SchemaObject): readonly Step[] {
  const areCompared = [scope.from, scope.to].some(({ objects }) =>
    [...objects.values()].some(isGrant),
  )
  const grants = one.details?.['grants']
  if (grants === undefined || areCompared) return []
  const label = labelOf(two)
  return [
    {
      rank: RANK.remark,
      changes: grants
        .split(';\n')
        .map((sql) => change(sql, `says again whose ${label} is, and who may do what with it`)),
      needs: [keyOf(two)],
    },
  ]
}

/** What makes one object of another of the same key. */
export function objectSteps(
  scope: Scope,
  one: SchemaObject,
  two: SchemaObject,
  hints: Hints,
): readonly Step[] {
  const key = keyOf(two)
  if (two.kind === 'other')
    return isReportedAlike(scope, one, two) ? [] : [leave(two, 'is not changed')]
  if (scope.rebuilt.has(key))
    return two.kind === 'enum' || two.kind === 'domain' || two.kind === 'type'
      ? [
          ...(isOfColumns(scope, key)
            ? typeRebuild(scope, one, two)
            : [...dropObject(scope, one, true), ...createObject(scope, two, hints)]),
          ...grantsAgain(scope, one, two),
        ]
      : [
          ...dropObject(scope, one, true),
          ...createObject(scope, two, hints),
          ...grantsAgain(scope, one, two),
        ]
  const on = { ...hungOn(two), isNew: false }
  const remarks = [
    ...(one.comment === two.comment ? [] : [objectComment(two)]),
    ...(two.columns ?? []).flatMap((column) => {
      const before = one.columns?.find(({ name }) => name === column.name)?.comment
      return before === column.comment ? [] : [columnRemark(two, column.name, column.comment)]
    }),
  ]
  const altered = alterations(scope, one, two)
  const isReplaced = altered.length > 0 && two.kind !== 'enum'
  const changes = [...altered, ...remarks]
  return [
    ...(changes.length === 0
      ? []
      : [
          {
            rank: CREATED[two.kind],
            changes,
            makes: [key],
            needs: [...two.needs, ...columnsUsed(two)],
            hints: hints(two),
            holds: isReplaced ? [...one.needs, ...columnsUsed(one)] : [],
          },
        ]),
    ...ownership(scope, one, two),
    ...indexSteps(scope, on, one.indexes ?? [], two.indexes ?? [], () => false),
    ...attachmentSteps(scope, on, one.attachments ?? [], two.attachments ?? []),
  ]
}
