import type { Schema, Table } from '#schema'
import type { Renaming } from '../change-contract.ts'
import { alterText } from './change-groups.ts'
import { checksIn, columnText, constraintText, keysIn, keyText } from './change-text.ts'
import { namesIn } from './introspect-text.ts'
import { quoted } from './name.ts'
import type { Product } from './product.ts'
import { writtenName } from './written-name.ts'

/** The statements of a renaming. `schema`: as it is before. */
export function renameText(
  renaming: Renaming,
  product: Product,
  schema: Schema | undefined,
): readonly string[] {
  if (renaming.kind === 'table')
    return [`RENAME TABLE ${writtenName(renaming.from.name)} TO ${writtenName(renaming.to)}`]
  const { table, from, to } = renaming
  const known = schema?.tables.find(({ name }) => name === table.name)
  const rename = `RENAME COLUMN ${writtenName(from)} TO ${writtenName(to)}`
  const { before, after } =
    product === 'MySQL' && known !== undefined ? dependents(known, from, to) : NONE
  return [alterText(table, [...before, rename, ...after], '')]
}

type Dependents = { readonly before: readonly string[]; readonly after: readonly string[] }

const NONE: Dependents = { before: [], after: [] }

/** MySQL renames no column that a check, another column or an index of an expression is made of, unless these are made anew with it. */
function dependents(table: Table, from: string, to: string): Dependents {
  const uses = (text: string): boolean => namesIn(text).has(from)
  const checks = checksIn(table).filter(({ definition }) => uses(definition))
  const keys = keysIn(table).filter(
    ({ columns, definition }) => columns.includes(undefined) && uses(definition),
  )
  const computed = table.columns.filter(
    ({ generated }) => generated !== undefined && uses(generated.expression),
  )
  const anew = (text: string): string => withName(text, from, to)
  return {
    before: [
      ...checks.map(({ name }) => `DROP CHECK ${writtenName(name)}`),
      ...keys.map(({ name }) => `DROP INDEX ${writtenName(name)}`),
      ...computed.map((column) => {
        const text = columnText(table, { ...column, definition: anew(column.definition) })
        return column.generated?.isStored === true
          ? `MODIFY COLUMN ${text}`
          : `DROP COLUMN ${writtenName(column.name)}, ADD COLUMN ${text}`
      }),
    ],
    after: [
      ...keys.map((key) => `ADD ${keyText({ ...key, definition: anew(key.definition) })}`),
      ...checks.map(
        (check) => `ADD ${constraintText({ ...check, definition: anew(check.definition) })}`,
      ),
    ],
  }
}

function withName(text: string, from: string, to: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`/gs, (token) =>
    token === quoted(from) ? quoted(to) : token,
  )
}
