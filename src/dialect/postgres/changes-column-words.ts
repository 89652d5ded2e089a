import { labelOf, type Column, type Constraint, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { change } from './changes-step.ts'
import { generatedSql, identitySql } from './introspect-columns.ts'
import { fullName, literalSql, nameSql } from './names.ts'

/** A column as it stands in CREATE TABLE. `isKey`: the primary key says already that it is not null. */
export function columnSql(column: Column, isKey = false): string {
  const { type, details = {}, identity, generated, isNullable, default: standard } = column
  return [
    nameSql(column.name),
    type,
    details['collation'] && `COLLATE ${details['collation']}`,
    generated && generatedSql(generated),
    identity && identitySql(identity, details['sequence']),
    standard !== undefined && `DEFAULT ${standard}`,
    !isNullable && !isKey && identity === undefined && 'NOT NULL',
  ]
    .filter((part) => part !== undefined && part !== '' && part !== false)
    .join(' ')
}

/** What a table of a type says of the type's columns. */
export function typedColumns(
  { columns }: Table,
  constraints: readonly Constraint[],
): readonly string[] {
  const key = constraints.find(({ kind }) => kind === 'primary key')?.columns ?? []
  return columns.flatMap(({ name, isNullable, default: standard }) => {
    const words = [
      ...(standard === undefined ? [] : [`DEFAULT ${standard}`]),
      ...(isNullable || key.includes(name) ? [] : ['NOT NULL']),
    ]
    return words.length === 0 ? [] : [`${nameSql(name)} WITH OPTIONS ${words.join(' ')}`]
  })
}

/** Settings that CREATE TABLE does not take in every version. */
export function columnSettings(
  table: Table,
  before: Column | undefined,
  column: Column,
): readonly SchemaChange[] {
  const label = `${labelOf(table)}.${column.name}`
  const [one, two] = [before?.details ?? {}, column.details ?? {}]
  const alter = (what: string, summary: string): SchemaChange =>
    change(`ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(column.name)} ${what}`, summary)
  const changes: SchemaChange[] = []
  if (one['storage'] !== two['storage'])
    changes.push(
      alter(
        `SET STORAGE ${two['storage'] ?? usualStorage(column)}`,
        `changes the storage of ${label}`,
      ),
    )
  if (one['compression'] !== two['compression'])
    changes.push(
      alter(
        `SET COMPRESSION ${two['compression'] ?? 'default'}`,
        `changes the compression of ${label}`,
      ),
    )
  if (one['statistics'] !== two['statistics'])
    changes.push(
      alter(
        `SET STATISTICS ${two['statistics'] ?? '-1'}`,
        `changes the statistics target of ${label}`,
      ),
    )
  if (one['options'] !== two['options']) {
    if (one['options'] !== undefined)
      changes.push(alter(`RESET (${optionNames(one['options'])})`, `resets options of ${label}`))
    if (two['options'] !== undefined)
      changes.push(alter(`SET (${two['options']})`, `sets options of ${label}`))
  }
  return changes
}

/** What a type is stored as when nobody says anything. */
function usualStorage({ type }: Column): string {
  if (type.startsWith('numeric')) return 'MAIN'
  return /^(text|character|bytea|json|xml|bit|tsvector)|\[\]$/.test(type) ? 'EXTENDED' : 'PLAIN'
}

function optionNames(options: string): string {
  return options
    .split(', ')
    .map((option) => option.replace(/=.*$/, ''))
    .join(', ')
}

export function commentChange(
  what: string,
  name: string,
  comment: string | undefined,
): SchemaChange {
  return change(
    `COMMENT ON ${what} IS ${comment === undefined ? 'NULL' : literalSql(comment)}`,
    comment === undefined ? `removes the comment on ${name}` : `comments on ${name}`,
  )
}

/** Options as `WITH (…)` takes them, for a table or view. */
export function optionChanges(
  alter: string,
  label: string,
  one: string | undefined,
  two: string | undefined,
): readonly SchemaChange[] {
  const [before, after] = [one, two].map(
    (text) => new Set((text ?? '').split(', ').filter(Boolean)),
  )
  const set = [...(after ?? [])].filter((option) => before?.has(option) !== true)
  const names = new Set([...(after ?? [])].map(optionNames))
  const reset = [...(before ?? [])].map(optionNames).filter((name) => !names.has(name))
  return [
    ...(set.length === 0
      ? []
      : [change(`${alter} SET (${set.join(', ')})`, `sets options of ${label}`)]),
    ...(reset.length === 0
      ? []
      : [change(`${alter} RESET (${reset.join(', ')})`, `resets options of ${label}`)]),
  ]
}
