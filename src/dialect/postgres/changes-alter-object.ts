import { labelOf, type SchemaObject } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { addedLabels, attributeChanges, attributesOf, domainChanges } from './changes-alter-type.ts'
import { optionChanges } from './changes-column-words.ts'
import { computedBefore } from './changes-computed.ts'
import type { Scope } from './changes-scope.ts'
import { outOfBounds, sequenceClauses } from './changes-sequences.ts'
import { change } from './changes-step.ts'
import { fullName, literalSql, nameSql } from './names.ts'

/** Whether one can be made of the other in place. */
export function canAlter(one: SchemaObject, two: SchemaObject): boolean {
  if (one.definition === two.definition) return true
  switch (two.kind) {
    case 'schema':
    case 'extension':
    case 'sequence':
    case 'grant':
    case 'owner':
    case 'other':
      return true
    case 'enum':
      return isWithin(one.labels ?? [], two.labels ?? [])
    case 'domain':
      return ['base', 'collation'].every((name) => one.details?.[name] === two.details?.[name])
    case 'type':
      return isComposite(one) && isComposite(two) && keepsAttributes(one, two)
    case 'view':
      return keepsColumns(one, two)
    case 'function':
    case 'procedure':
      return isReplaceable(one, two)
    case 'materialized view':
      return one.details?.['query'] === two.details?.['query']
    case 'aggregate':
    case 'statistics':
    case 'event':
      return false
  }
}

/** Whether all labels are still there, in their order. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  let at = 0
  for (const label of many) if (label === few[at]) at += 1
  return at === few.length
}

function isComposite({ definition }: SchemaObject): boolean {
  return definition.startsWith('(')
}

/** Columns that use the type keep an attribute from being retyped, so only new ones and dropped ones are altered. */
function keepsAttributes(one: SchemaObject, two: SchemaObject): boolean {
  const [before, after] = [attributesOf(one), attributesOf(two)]
  return [...before].every(([name, type]) => !after.has(name) || after.get(name) === type)
}

/** A view can be replaced where its columns stay and new ones stand behind them. */
function keepsColumns(one: SchemaObject, two: SchemaObject): boolean {
  const [before = [], after = []] = [one.columns, two.columns]
  return before.every(({ name, type }, at) => after[at]?.name === name && after[at]?.type === type)
}

/** The result and the names of what it takes have to stay, and no default may go. */
function isReplaceable(one: SchemaObject, two: SchemaObject): boolean {
  const [before, after] = [one.details?.['arguments'] ?? '', two.details?.['arguments'] ?? '']
  if (one.details?.['result'] !== two.details?.['result']) return false
  const isSame = before === after || before === after.replaceAll(/ DEFAULT [^,]+/g, '')
  return isSame
}

/** What makes one object of the other in place. */
export function alterations(
  scope: Scope,
  one: SchemaObject,
  two: SchemaObject,
): readonly SchemaChange[] {
  const name = fullName(two)
  const label = labelOf(two)
  if (one.definition === two.definition) return []
  switch (two.kind) {
    case 'enum':
      return addedLabels(one, two)
    case 'domain':
      return domainChanges(scope, one, two)
    case 'type':
      return attributeChanges(one, two)
    case 'sequence':
      return sequenceChanges(one, two)
    case 'view':
      return [...viewChanges(one, two)]
    case 'materialized view':
      return optionChanges(
        `ALTER MATERIALIZED VIEW ${name}`,
        label,
        one.details?.['options'],
        two.details?.['options'],
      )
    case 'function':
    case 'procedure':
      return [
        change(
          two.sql[0] ?? '',
          `replaces the ${two.kind} ${label}`,
          computedBefore(scope, one, two),
        ),
      ]
    case 'extension':
      return [
        change(
          `ALTER EXTENSION ${nameSql(two.name)} SET ${two.definition}`,
          `moves the extension ${label}`,
        ),
      ]
    default:
      return []
  }
}

function sequenceChanges(one: SchemaObject, two: SchemaObject): readonly SchemaChange[] {
  const [before, after] = [one.details ?? {}, two.details ?? {}]
  const clauses = [
    ...(before['type'] === after['type'] ? [] : [`AS ${after['type'] ?? 'bigint'}`]),
    ...sequenceClauses(before['options'], after['options']),
  ]
  const [was, is] = [before['persistence'], after['persistence']]
  const name = fullName(two)
  return [
    ...(was === is
      ? []
      : [
          change(
            `ALTER SEQUENCE ${name} SET ${is === '' ? 'LOGGED' : 'UNLOGGED'}`,
            `changes whether ${labelOf(two)} survives a crash`,
          ),
        ]),
    ...outOfBounds(
      `${literalSql(name)}::regclass`,
      labelOf(two),
      before['options'],
      after['options'],
    ),
    ...(clauses.length === 0
      ? []
      : [
          change(
            `ALTER SEQUENCE ${name} ${clauses.join(' ')}`,
            `changes the sequence ${labelOf(two)}`,
          ),
        ]),
  ]
}

function viewChanges(one: SchemaObject, two: SchemaObject): readonly SchemaChange[] {
  const [sql = ''] = two.sql
  const defaults = viewDefaults(one, two)
  if (one.details?.['query'] === two.details?.['query'])
    return [
      ...optionChanges(
        `ALTER VIEW ${fullName(two)}`,
        labelOf(two),
        one.details?.['options'],
        two.details?.['options'],
      ),
      ...defaults,
    ]
  return [
    change(
      sql.replace(/^CREATE VIEW/, 'CREATE OR REPLACE VIEW'),
      `replaces the view ${labelOf(two)}`,
    ),
    ...defaults,
  ]
}

/** What a row gets that is inserted through a view. */
function viewDefaults(one: SchemaObject, two: SchemaObject): readonly SchemaChange[] {
  const old = new Map(one.columns?.map((column) => [column.name, column.default]))
  return (two.columns ?? []).flatMap((column) => {
    if (old.get(column.name) === column.default) return []
    const what = column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`
    return [
      change(
        `ALTER VIEW ${fullName(two)} ALTER COLUMN ${nameSql(column.name)} ${what}`,
        `changes the default of ${labelOf(two)}.${column.name}`,
      ),
    ]
  })
}
