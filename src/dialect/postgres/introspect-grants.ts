import { keyOf, labelOf, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, listOf, maybeText, textOf } from './catalog-rows.ts'
import type { Places } from './introspect-places.ts'
import { nameSql } from './names.ts'

/** What is known of privileges and owners. */
export type GrantRows = { readonly grants: readonly Row[]; readonly owners: readonly Row[] }

/** One object for what one role may do with one thing, where that is not as usual, and one for whose it is where it is not of whoever migrates. `own`: the schema that godwit made for itself. */
export function grantsOf(
  { grants, owners }: GrantRows,
  places: Places,
  own: string | undefined,
): readonly SchemaObject[] {
  const [ofNew, ofThings] = [true, false].map((wanted) =>
    grants.filter((row) => (Number(row['catalog']) === 0) === wanted),
  )
  return [
    ...byName(owners.flatMap((row) => ownerOf(row, places, own))),
    ...byName((ofThings ?? []).flatMap((row) => grantOf(row, places, own))),
    ...byName((ofNew ?? []).flatMap((row) => grantOf(row, places, own))),
  ]
}

/** The server sorts texts as its locale says. */
function byName(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return objects.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Keys of what a row is about, first the thing itself; undefined where that is not the user's. */
function thingsOf(
  row: Row,
  places: Places,
  own: string | undefined,
): readonly string[] | undefined {
  const [catalog, id, called] = [Number(row['catalog']), textOf(row, 'id'), textOf(row, 'called')]
  if (catalog === CATALOG.namespace) {
    if (own !== undefined && called === nameSql(own)) return undefined
    const key = places.keyAt(catalog, id)
    return key === undefined ? [] : [key]
  }
  const key = places.keyAt(catalog, id)
  if (key === undefined || key === '') return undefined
  const identity = places.identityOf(id)
  return identity === undefined ? [key] : [key, `identity ${identity}`, `column ${identity}`]
}

function ownerOf(row: Row, places: Places, own: string | undefined): readonly SchemaObject[] {
  const needs = thingsOf(row, places, own)
  if (needs === undefined) return []
  const [word, called, role] = ['word', 'called', 'role'].map((name) => textOf(row, name))
  const thing = `${word ?? ''} ${called ?? ''}`
  const [key] = needs
  return [
    {
      kind: 'owner',
      schema: undefined,
      name: `OF ${thing}`,
      definition: role ?? '',
      sql: [`ALTER ${thing} OWNER TO ${role ?? ''}`],
      needs,
      details: {
        back: `ALTER ${thing} OWNER TO CURRENT_USER`,
        ...(key !== undefined && { thing: key }),
      },
      comment: undefined,
    },
  ]
}

function grantOf(row: Row, places: Places, own: string | undefined): readonly SchemaObject[] {
  const [word, role] = [textOf(row, 'word'), textOf(row, 'role')]
  const isOfNew = Number(row['catalog']) === 0
  const needs = isOfNew ? [] : thingsOf(row, places, own)
  if (needs === undefined) return []
  const [place, creator, column] = ['place', 'creator', 'col'].map((name) => maybeText(row, name))
  if (isOfNew && place !== undefined && own !== undefined && place === nameSql(own)) return []
  const target: GrantTarget = {
    around: isOfNew
      ? `ALTER DEFAULT PRIVILEGES ${creator === undefined ? '' : `FOR ROLE ${creator} `}${place === undefined ? '' : `IN SCHEMA ${place} `}`
      : '',
    on: isOfNew ? word : `${word} ${textOf(row, 'called')}`,
    column: column ?? '',
    role,
  }
  const [privileges, usual] = [listOf(row, 'privileges'), listOf(row, 'usual')]
  const [key] = needs
  const identity = isOfNew ? undefined : places.identityOf(textOf(row, 'id'))
  const table = places.relations.get(textOf(row, 'id'))
  const part = table && places.column(table.id, Number(row['num']))
  return [
    {
      kind: 'grant',
      schema: undefined,
      name: isOfNew
        ? `ON NEW ${word}${place === undefined ? '' : ` IN SCHEMA ${place}`}${creator === undefined ? '' : ` OF ${creator}`} TO ${role}`
        : `${column === undefined ? '' : `(${column}) `}ON ${target.on} TO ${role}`,
      definition: privileges.length === 0 ? NOTHING : privileges.join(', '),
      sql: grantStatements(target, usual, privileges),
      needs,
      ...(table !== undefined && part !== undefined && { uses: [`${labelOf(table)}.${part}`] }),
      details: {
        ...target,
        usual: usual.join(', '),
        ...(key !== undefined && { thing: key }),
        ...(part !== undefined && { part }),
        ...(identity !== undefined && { identity }),
      },
      comment: undefined,
    },
  ]
}

const NOTHING = 'nothing'

/** On what, and to whom. */
export type GrantTarget = {
  /** Empty but for default privileges. */
  readonly around: string
  readonly on: string
  /** Empty but for one of a table. */
  readonly column: string
  readonly role: string
}

/** The privileges of a list as the definition of a grant has it. */
export function privilegesIn(text: string): readonly string[] {
  return text === '' || text === NOTHING ? [] : text.split(', ')
}

const GRANTABLE = ' WITH GRANT OPTION'

/** What makes some privileges of others. */
export function grantStatements(
  { around, on, column, role }: GrantTarget,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const [had, has] = [before, after].map(
    (list) => new Map(list.map((one) => [one.replace(GRANTABLE, ''), one.endsWith(GRANTABLE)])),
  )
  const these = (
    list: ReadonlyMap<string, boolean> | undefined,
    isMeant: (name: string, isGrantable: boolean) => boolean,
  ): string =>
    [...(list ?? [])]
      .filter(([name, isGrantable]) => isMeant(name, isGrantable))
      .map(([name]) => (column === '' ? name : `${name} (${column})`))
      .join(', ')
  const taken = these(had, (name) => has?.has(name) !== true)
  const kept = these(had, (name, isGrantable) => isGrantable && has?.get(name) === false)
  const given = these(has, (name, isGrantable) => !isGrantable && had?.has(name) !== true)
  const further = these(has, (name, isGrantable) => isGrantable && had?.get(name) !== true)
  return [
    ...(taken === '' ? [] : [`${around}REVOKE ${taken} ON ${on} FROM ${role}`]),
    ...(kept === '' ? [] : [`${around}REVOKE GRANT OPTION FOR ${kept} ON ${on} FROM ${role}`]),
    ...(given === '' ? [] : [`${around}GRANT ${given} ON ${on} TO ${role}`]),
    ...(further === '' ? [] : [`${around}GRANT ${further} ON ${on} TO ${role}${GRANTABLE}`]),
  ]
}

/** With the objects what gives them back to those whose they are, and lets others do with them what they may: for when they are made anew. */
export function remembering(
  objects: readonly SchemaObject[],
  grants: readonly SchemaObject[],
): readonly SchemaObject[] {
  const byThing = new Map<string, string[]>()
  for (const { details, sql } of grants) {
    const thing = details?.['thing']
    if (thing === undefined) continue
    const list = byThing.get(thing)
    if (list === undefined) byThing.set(thing, [...sql])
    else list.push(...sql)
  }
  if (byThing.size === 0) return objects
  return objects.map((object) => {
    const own = byThing.get(keyOf(object))
    return own === undefined
      ? object
      : { ...object, details: { ...object.details, grants: own.join(';\n') } }
  })
}
