import { labelOf, type SchemaObject } from '#schema'
import { asGrant } from './changes-paragraphs.ts'
import { isRebuilt, type Scope, type Side } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { grantStatements, privilegesIn } from './introspect-grants.ts'

/** Whether an object says whose something is, or who may do what with it. */
export function isGrant({ kind }: SchemaObject): boolean {
  return kind === 'grant' || kind === 'owner'
}

/** What gives and takes privileges, and what belongs to whom. */
export function grantSteps(scope: Scope): readonly Step[] {
  const all = new Map(
    [...scope.from.objects, ...scope.to.objects].filter(([, object]) => isGrant(object)),
  )
  const ordered = [...all].toSorted(([, a], [, b]) => turnOf(a) - turnOf(b))
  return ordered.flatMap(([key, object]) => {
    const [one, two] = [scope.from.objects.get(key), scope.to.objects.get(key)]
    if (isBeyond(scope, object)) return []
    const kept = one !== undefined && isKept(scope, one) ? one : undefined
    const make = object.kind === 'owner' ? owning : granting
    return asGrant(scope, object, make(object, kept, two))
  })
}

/** A new owner may have to create in the schema, and grants are the owner's. What is given with new things comes behind all that is new. */
function turnOf({ kind, details = {} }: SchemaObject): number {
  const { thing, around } = details
  if (around !== undefined && around !== '') return 4
  const isOfSchema = thing === undefined || thing.startsWith('schema ')
  return (isOfSchema ? 0 : 2) + (kind === 'owner' ? 0 : 1)
}

function has({ objects, tables }: Side, key: string | undefined): boolean {
  if (key === undefined || objects.has(key)) return true
  return key.startsWith('table ') && tables.has(key.slice('table '.length))
}

/** Whether what it is about is not there in the end: it went, or nobody makes it. */
function isBeyond({ from, to }: Scope, { details }: SchemaObject): boolean {
  const thing = details?.['thing']
  if (!has(to, thing)) return true
  if (thing !== undefined && to.objects.get(thing)?.kind === 'other' && !has(from, thing))
    return true
  return !hasPart(to, details)
}

/** Whether the column is there, or the identity whose sequence it is about. */
function hasPart(side: Side, details: SchemaObject['details']): boolean {
  const { thing = '', part, identity } = details ?? {}
  const table = side.tables.get(thing.slice('table '.length))
  const columns = table?.columns ?? side.objects.get(thing)?.columns ?? []
  if (part !== undefined) return columns.some(({ name }) => name === part)
  return (
    identity === undefined ||
    (table !== undefined &&
      columns.some((one) => one.identity && `${labelOf(table)}.${one.name}` === identity))
  )
}

/** Whether privileges are still as they were when all else is done. */
function isKept(scope: Scope, grant: SchemaObject): boolean {
  return (
    has(scope.from, grant.details?.['thing']) &&
    hasPart(scope.from, grant.details) &&
    !isRebuilt(scope, grant) &&
    !(grant.uses ?? []).some((column) => scope.reshaped.has(column))
  )
}

function granting(
  { name, needs, uses = [], details = {} }: SchemaObject,
  one: SchemaObject | undefined,
  two: SchemaObject | undefined,
): readonly Step[] {
  const { around = '', on = '', column = '', role = '', usual = '', thing } = details
  const [before, after] = [one, two].map((side) => privilegesIn(side?.definition ?? usual))
  const statements = grantStatements({ around, on, column, role }, before ?? [], after ?? [])
  if (statements.length === 0) return []
  return [
    {
      rank: RANK.remark,
      changes: statements.map((sql) => {
        const isTaken = sql.startsWith(`${around}REVOKE `)
        return change(sql, `${isTaken ? 'takes' : 'grants'} privileges ${name}`, [
          ...(isTaken ? [hazard('old-clients', `who has privileges ${name} loses some`)] : []),
          ...(around !== '' && !around.includes(' FOR ROLE ')
            ? [hazard('old-clients', 'it counts for what the role makes that runs this statement')]
            : []),
        ])
      }),
      needs: [...needs, ...uses.map((label) => `column ${label}`), `owned ${thing ?? ''}`],
    },
  ]
}

function owning(
  { name, needs, details = {} }: SchemaObject,
  one: SchemaObject | undefined,
  two: SchemaObject | undefined,
): readonly Step[] {
  if (one?.definition === two?.definition) return []
  const thing = name.replace(/^OF \S+ /, '')
  return [
    {
      rank: RANK.remark,
      changes:
        two === undefined
          ? [
              change(details['back'] ?? '', `takes ${thing} back from ${one?.definition ?? ''}`, [
                hazard('old-clients', 'it belongs to the role that runs this statement'),
              ]),
            ]
          : two.sql.map((sql) => change(sql, `gives ${thing} to ${two.definition}`)),
      needs,
      makes: [`owned ${details['thing'] ?? ''}`],
    },
  ]
}
