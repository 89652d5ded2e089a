import { labelOf, type SchemaObject } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import type { Scope } from './changes-scope.ts'
import { change, hazard } from './changes-step.ts'
import { fullName, literalSql, nameSql } from './names.ts'

export function attributesOf({ details = {} }: SchemaObject): ReadonlyMap<string, string> {
  const prefix = 'attribute '
  return new Map(
    Object.entries(details).flatMap(([name, type]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), type] as const] : [],
    ),
  )
}

export function addedLabels(one: SchemaObject, two: SchemaObject): readonly SchemaChange[] {
  const there = new Set(one.labels)
  const changes: SchemaChange[] = []
  const labels = two.labels ?? []
  for (const [at, label] of labels.entries()) {
    if (there.has(label)) continue
    const [before, next] = [labels[at - 1], labels.slice(at + 1).find((other) => there.has(other))]
    const place =
      next === undefined
        ? ''
        : before === undefined
          ? ` BEFORE ${literalSql(next)}`
          : ` AFTER ${literalSql(before)}`
    changes.push(
      change(
        `ALTER TYPE ${fullName(two)} ADD VALUE ${literalSql(label)}${place}`,
        `adds ${label} to the enum ${labelOf(two)}`,
      ),
    )
    there.add(label)
  }
  return changes
}

export function domainChanges(
  scope: Scope,
  one: SchemaObject,
  two: SchemaObject,
): readonly SchemaChange[] {
  const alter = `ALTER DOMAIN ${fullName(two)}`
  const summary = `changes the domain ${labelOf(two)}`
  const [before, after] = [one.details ?? {}, two.details ?? {}]
  const changes: SchemaChange[] = []
  const checks = (
    details: Readonly<Record<string, string>>,
  ): readonly (readonly [string, string])[] =>
    Object.entries(details)
      .filter(([name]) => name.startsWith('check '))
      .map(([name, definition]) => [name.slice('check '.length), definition])
  for (const [name, definition] of checks(before))
    if (
      after[`check ${name}`] !== definition &&
      `${after[`check ${name}`] ?? ''} NOT VALID` !== definition
    )
      changes.push(change(`${alter} DROP CONSTRAINT ${nameSql(name)}`, summary))
  if (before['default'] !== after['default'])
    changes.push(
      change(
        after['default'] === ''
          ? `${alter} DROP DEFAULT`
          : `${alter} SET DEFAULT ${after['default'] ?? ''}`,
        summary,
      ),
    )
  if (before['required'] !== after['required'])
    changes.push(
      after['required'] === ''
        ? change(`${alter} DROP NOT NULL`, summary)
        : change(`${alter} SET NOT NULL`, summary, [
            hazard('may-fail', `fails where a column of ${labelOf(two)} is null`),
            hazard(
              'blocks-writes',
              'nobody writes to the tables that use it while they are looked through',
            ),
          ]),
    )
  for (const [name, definition] of checks(after))
    changes.push(...checkChanges(scope, two, name, before[`check ${name}`], definition))
  return changes
}

function checkChanges(
  scope: Scope,
  domain: SchemaObject,
  name: string,
  before: string | undefined,
  definition: string,
): readonly SchemaChange[] {
  if (before === definition) return []
  const alter = `ALTER DOMAIN ${fullName(domain)}`
  const summary = `changes the domain ${labelOf(domain)}`
  const mayFail = hazard('may-fail', `fails where values of ${labelOf(domain)} do not meet it`)
  const add = `${alter} ADD CONSTRAINT ${nameSql(name)} ${definition}`
  const validate = change(
    `${alter} VALIDATE CONSTRAINT ${nameSql(name)}`,
    summary,
    [
      mayFail,
      hazard(
        'blocks-writes',
        'nobody writes to the tables that use it while they are looked through',
      ),
    ],
    'apart',
  )
  if (before === `${definition} NOT VALID`) return [validate]
  if (definition.endsWith(' NOT VALID')) return [change(add, summary)]
  return scope.isOnline
    ? [change(`${add} NOT VALID`, summary), validate]
    : [change(add, summary, [mayFail])]
}

export function attributeChanges(one: SchemaObject, two: SchemaObject): readonly SchemaChange[] {
  const [before, after] = [attributesOf(one), attributesOf(two)]
  const alter = `ALTER TYPE ${fullName(two)}`
  const label = labelOf(two)
  return [
    ...[...before.keys()]
      .filter((name) => !after.has(name))
      .map((name) =>
        change(`${alter} DROP ATTRIBUTE ${nameSql(name)}`, `drops ${label}.${name}`, [
          hazard('data-loss', `the values of ${label}.${name} are lost`),
        ]),
      ),
    ...[...after]
      .filter(([name]) => !before.has(name))
      .map(([name, type]) =>
        change(`${alter} ADD ATTRIBUTE ${nameSql(name)} ${type}`, `adds ${label}.${name}`),
      ),
  ]
}
