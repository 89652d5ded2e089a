import { godwitError, nearest, shellWord, type GodwitError } from '#core'
import { labelOf, type ObjectName, type RenameCandidate, type Schema, type Table } from '#schema'

/** `users.name:full_name`, read: what it is called, and what it is to be called. */
export type Wish = { readonly text: string; readonly name: string; readonly to: string }

/**
 * Reads what a user says about one rename.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function readWish(text: string): Wish {
  const at = text.lastIndexOf(':')
  const [name, to] = [text.slice(0, at), text.slice(at + 1)]
  if (at > 0 && to !== '') return { text, name, to }
  throw godwitError('GODWIT_USAGE', {
    message: `"--rename ${text}" does not say what becomes what.`,
    next: ['Write --rename users.name:full_name for a column, --rename users:people for a table.'],
  })
}

/** `people` for `people` and for `billing.people`. */
export function withoutPrefix(to: string, prefix: string | undefined): string {
  return prefix !== undefined && to.startsWith(`${prefix}.`) ? to.slice(prefix.length + 1) : to
}

/** The table that is meant by `people`, `billing.people`, or, where it lies in another schema than before, `public.people`. */
export function placeOf(to: string, schema: string | undefined, { tables }: Schema): ObjectName {
  const name = withoutPrefix(to, schema)
  const isHere = tables.some((table) => table.schema === schema && table.name === name)
  const there = tables.find((table) => `${table.schema}.${table.name}` === to)
  return (
    (isHere ? undefined : (there ?? tables.find((table) => labelOf(table) === to))) ?? {
      schema,
      name,
    }
  )
}

/** The table of this label. */
export function tableOf({ tables }: Schema, label: string): Table | undefined {
  return tables.find((table) => labelOf(table) === label)
}

/** The table of a column by the name that it has now, or had before. */
export function columnOf(
  { tables }: Schema,
  name: string,
  oldLabels: ReadonlyMap<string, string>,
): { readonly table: Table; readonly from: string } | undefined {
  for (const table of tables)
    for (const label of [labelOf(table), oldLabels.get(labelOf(table))]) {
      const column = table.columns.find((one) => `${label}.${one.name}` === name)
      if (column !== undefined) return { table, from: column.name }
    }
  return undefined
}

/** Every table, and every column with its table. */
export function namesIn({ tables }: Schema): readonly string[] {
  return tables.flatMap((table) => [
    labelOf(table),
    ...table.columns.map(({ name }) => `${labelOf(table)}.${name}`),
  ])
}

/** The error for a name that is nowhere. */
export function unknownName({ text, name }: Wish, schema: Schema): GodwitError {
  const near = nearest(name, namesIn(schema))
  return godwitError('GODWIT_USAGE', {
    message: `"--rename ${text}": the migrations make no table or column ${name}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    next: [
      near === undefined
        ? 'Name a table, or a column with its table: --rename users.name:full_name'
        : `Use --rename ${shellWord(`${near}:${text.slice(name.length + 1)}`)}`,
    ],
  })
}

/** @throws GodwitError `GODWIT_USAGE` for what stays */
export function requireGone({ text, name }: Wish, isThere: boolean): void {
  if (!isThere) return
  throw godwitError('GODWIT_USAGE', {
    message: `"--rename ${text}": the desired schema still has ${name}, so it was not renamed.`,
    next: [`Leave out --rename ${shellWord(text)}.`],
  })
}

type Named = { readonly name: string }

/** @throws GodwitError `GODWIT_USAGE` for a new name that is there already, or that nobody wants */
export function requireNew(
  { text, name }: Wish,
  to: string,
  after: readonly Named[],
  before: readonly Named[],
): void {
  const isThere = before.some((one) => one.name === to)
  if (!isThere && after.some((one) => one.name === to)) return
  const made = after.flatMap((one) =>
    before.some((other) => other.name === one.name) ? [] : [one.name],
  )
  const near = nearest(to, made)
  throw godwitError('GODWIT_USAGE', {
    message: isThere
      ? `"--rename ${text}": ${to} is there already.`
      : `"--rename ${text}": the desired schema has no ${to}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    next: [
      near === undefined
        ? `Leave out --rename ${shellWord(text)}.`
        : `Use --rename ${shellWord(`${name}:${near}`)}`,
    ],
  })
}

/** The error for what nobody was there to be asked about. */
export function unclear(open: readonly RenameCandidate[], command: string): GodwitError {
  const lines = open.flatMap(({ kind, label, to, about }) => [
    `${label} (${about}) is gone; new ${kind === 'table' ? 'tables' : 'columns'} like it: ${to.join(', ')}`,
    ...to.map((name) => `  renamed: --rename ${shellWord(`${label}:${name}`)}`),
    `  dropped, with what it holds: --drop ${shellWord(label)}`,
  ])
  const names = open.map(({ label }) => label).join(', ')
  const [first, ...others] = open
  const isOne = first !== undefined && others.length === 0
  return godwitError('GODWIT_RENAME_UNCLEAR', {
    message: `${names} may have got a new name, or be gone: godwit does not guess. Nothing was written.`,
    detail: lines.join('\n'),
    next: isOne
      ? [
          ...first.to.map((name) => `${command} --rename ${shellWord(`${first.label}:${name}`)}`),
          `${command} --drop ${shellWord(first.label)}`,
        ]
      : [`${command} with one of these words for each`],
  })
}

/** The error for a person who does not want to go on. */
export function cancelled(): GodwitError {
  return godwitError('GODWIT_INTERRUPTED', {
    message: 'Stopped as asked; nothing was written.',
    next: ['Run the command again.'],
  })
}
