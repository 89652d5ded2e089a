import { keyOf, labelOf, type SchemaObject, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { columnKeys, tableKey, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'

type Publishing = { readonly key: string; readonly name: string; readonly text: string }

/** The publications that name a table; `text` is the table as ALTER PUBLICATION takes it. */
function publicationsOf(objects: Iterable<SchemaObject>, table: Table): readonly Publishing[] {
  return [...objects].flatMap((object) => {
    const { publication, published } = object.details ?? {}
    if (object.kind !== 'other' || publication === undefined || published === undefined) return []
    const text: unknown = Object.entries(JSON.parse(published)).find(
      ([label]) => label === labelOf(table),
    )?.[1]
    return typeof text === 'string' ? [{ key: keyOf(object), name: publication, text }] : []
  })
}

/** A table leaves publications as it goes, without a word from the server. */
export function unpublishing({ from }: Scope, table: Table): readonly Hazard[] {
  return publicationsOf(from.objects.values(), table).map(({ name }) =>
    hazard('old-clients', `who subscribes to ${name} gets no more of ${labelOf(table)}`),
  )
}

/** A table that was in a publication before it went is in it again. */
export function publishing({ from, to }: Scope, table: Table): readonly Step[] {
  return publicationsOf(to.objects.values(), table)
    .filter(({ key }) => from.objects.has(key))
    .map(({ name, text }) => ({
      rank: RANK.remark,
      changes: [
        change(
          `ALTER PUBLICATION ${name} ADD TABLE ${text}`,
          `puts ${labelOf(table)} into the publication ${name}`,
        ),
      ],
      needs: [tableKey(table), ...columnKeys(table)],
    }))
}

/** Whether two reported things are the same, but for tables that leave a publication as they go, or join it as they come. */
export function isReportedAlike(
  { from, to }: Scope,
  one: SchemaObject,
  two: SchemaObject,
): boolean {
  if (one.definition === two.definition) return true
  const [before, after] = [one, two].map(({ details }) => details?.['published'])
  if (before === undefined || after === undefined) return false
  if (one.details?.['settings'] !== two.details?.['settings']) return false
  const staying = (text: string): string =>
    JSON.stringify(
      Object.entries(JSON.parse(text)).filter(
        ([label]) => from.tables.has(label) && to.tables.has(label),
      ),
    )
  return staying(before) === staying(after)
}
