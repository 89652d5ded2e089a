import {
  keyOf,
  labelOf,
  type Attachment,
  type Schema,
  type SchemaObject,
  type Table,
} from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import type { Product } from './product.ts'
import { writtenName } from './written-name.ts'

/** What became of the objects of some kinds. */
export type ObjectChanges = {
  readonly gone: readonly SchemaObject[]
  readonly made: readonly SchemaObject[]
  readonly changed: readonly SchemaObject[]
}

export function objectChanges(
  from: Schema,
  to: Schema,
  kinds: readonly SchemaObject['kind'][],
): ObjectChanges {
  const of = ({ objects }: Schema): ReadonlyMap<string, SchemaObject> =>
    new Map(objects.flatMap((one) => (kinds.includes(one.kind) ? [[keyOf(one), one]] : [])))
  const [before, after] = [of(from), of(to)]
  const isSame = (one: SchemaObject, other: SchemaObject): boolean =>
    one.definition === other.definition && one.comment === other.comment
  return {
    gone: [...before.values()].filter((one) => !after.has(keyOf(one))),
    made: byNeed([...after.values()].filter((one) => !before.has(keyOf(one)))),
    changed: byNeed(
      [...after.values()].filter((one) => {
        const old = before.get(keyOf(one))
        return old !== undefined && !isSame(old, one)
      }),
    ),
  }
}

/** What is needed comes first. */
export function byNeed(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const byKey = new Map(objects.map((one) => [keyOf(one), one]))
  const sorted = new Set<SchemaObject>()
  const seen = new Set<SchemaObject>()
  const visit = (one: SchemaObject): void => {
    if (seen.has(one)) return
    seen.add(one)
    for (const need of one.needs) {
      const other = byKey.get(need)
      if (other !== undefined) visit(other)
    }
    sorted.add(one)
  }
  objects.forEach(visit)
  return [...sorted]
}

export function dropObject(object: SchemaObject): SchemaChange {
  const label = labelOf(object)
  const loses: readonly Hazard[] =
    object.kind === 'sequence'
      ? [{ kind: 'data-loss', text: `how far ${label} has counted is lost` }]
      : []
  return {
    sql: `DROP ${object.kind.toUpperCase()} ${writtenName(object.name)}`,
    summary: `drops the ${object.kind} ${label}`,
    hazards:
      object.kind === 'event'
        ? []
        : [
            ...loses,
            { kind: 'old-clients', text: `code that uses the ${object.kind} ${label} fails` },
          ],
    placement: 'with',
  }
}

export function makeObject(object: SchemaObject): readonly SchemaChange[] {
  if (object.sql.length === 0) return [untouched(object)]
  return object.sql.map((sql) =>
    inPlace(
      sql,
      `makes the ${object.kind} ${labelOf(object)}`,
      `the ${object.kind} ${labelOf(object)}`,
    ),
  )
}

/** MariaDB replaces anything in one step; MySQL a view alone. */
export function changeObject(object: SchemaObject, product: Product): readonly SchemaChange[] {
  const label = labelOf(object)
  if (object.sql.length === 0) return [untouched(object)]
  const one = (sql: string): SchemaChange => ({
    sql,
    summary: `changes the ${object.kind} ${label}`,
    hazards: [],
    placement: 'with',
  })
  if (object.kind === 'sequence')
    return [one(`ALTER SEQUENCE ${writtenName(object.name)} ${object.definition}`)]
  if (product === 'MariaDB' || object.kind === 'view')
    return object.sql.map((sql) =>
      inPlace(
        sql.replace(/^CREATE /, 'CREATE OR REPLACE '),
        `changes the ${object.kind} ${label}`,
        `the ${object.kind} ${label}`,
      ),
    )
  return [
    {
      ...one(`DROP ${object.kind.toUpperCase()} ${writtenName(object.name)}`),
      summary: `drops the ${object.kind} ${label}, which is made anew`,
    },
    ...makeObject(object),
  ]
}

/** A statement, or a setting around it. */
function inPlace(sql: string, summary: string, what: string): SchemaChange {
  return sql.startsWith('SET ')
    ? { sql, summary: `sets the SQL mode for ${what}`, hazards: [], placement: 'session' }
    : { sql, summary, hazards: [], placement: 'with' }
}

function untouched(object: SchemaObject): SchemaChange {
  return {
    sql: '',
    summary: `leaves the ${object.kind} ${labelOf(object)} as it is`,
    hazards: [
      {
        kind: 'untouched',
        text: `the ${object.kind} ${labelOf(object)} differs, and what it should be is not to be read`,
      },
    ],
    placement: 'with',
  }
}

/** Triggers of a table: what has to go before it changes, and what has to come afterwards. */
export type TriggerChanges = {
  readonly before: readonly SchemaChange[]
  readonly after: readonly SchemaChange[]
}

export function triggerChanges(
  from: Table | undefined,
  to: Table,
  product: Product,
): TriggerChanges {
  const old = new Map(from?.triggers.map((trigger) => [trigger.name, trigger]))
  const isSame = (one: Attachment): boolean => old.get(one.name)?.definition === one.definition
  // One that is made anew stands behind those of its event that are not.
  const stays = new Set<string>()
  const moved = new Set<string>()
  for (const trigger of to.triggers) {
    const [event = ''] = trigger.definition.split(' FOR EACH ROW')
    if (isSame(trigger) && !moved.has(event)) stays.add(trigger.name)
    else moved.add(event)
  }
  const goes = [...old.values()].filter(({ name }) => !stays.has(name))
  const comes = to.triggers.filter(({ name }) => !stays.has(name))
  // What refers to a column that goes would stand against every write.
  const losesColumns =
    from?.columns.some(({ name }) => !to.columns.some((column) => column.name === name)) === true
  const isReplaced = (trigger: Attachment): boolean =>
    product === 'MariaDB' &&
    !losesColumns &&
    comes.some(({ name, definition }) => name === trigger.name && !/ FOLLOWS `/.test(definition)) &&
    goes.length === 1
  const label = (trigger: Attachment): string => `the trigger ${labelOf(to)}.${trigger.name}`
  return {
    before: goes
      .filter((trigger) => !isReplaced(trigger))
      .map((trigger) => ({
        sql: `DROP TRIGGER ${writtenName(trigger.name)}`,
        summary: comes.some(({ name }) => name === trigger.name)
          ? `drops ${label(trigger)}, which is made anew: writes until then go without it`
          : `drops ${label(trigger)}`,
        hazards: [],
        placement: 'with',
      })),
    after: comes.flatMap((trigger) =>
      makeTrigger(
        trigger,
        label(trigger),
        goes.some((one) => one.name === trigger.name && isReplaced(one)),
      ),
    ),
  }
}

function makeTrigger(
  { sql, around }: Attachment,
  label: string,
  isReplaced: boolean,
): readonly SchemaChange[] {
  if (around?.length === 0)
    return [
      {
        sql: '',
        summary: `leaves ${label} out`,
        hazards: [
          {
            kind: 'untouched',
            text: 'it was made in another SQL mode, in which its text is read in another way than the file',
          },
        ],
        placement: 'with',
      },
    ]
  const [before, after] = around ?? []
  const made = isReplaced ? sql.replace(/^CREATE /, 'CREATE OR REPLACE ') : sql
  return [before, made, after].flatMap((text) =>
    text === undefined ? [] : [inPlace(text, `makes ${label}`, label)],
  )
}
