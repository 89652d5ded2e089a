import type { SqlPart } from '#catalog'
import type { PostgresTree, Statement } from '#sql'
import type { Hit } from '../rule.ts'
import { alterations, constraintOf } from './alterations.ts'
import { quoted, shownName } from './names.ts'
import type { Schema, Table } from './schema.ts'

/** A statement with a constraint that is not valid yet. */
type Added = {
  readonly part: SqlPart
  readonly statement: Statement
  readonly unit: string
  readonly table: Table
  readonly constraint: string
}

/** The constraints that the migrations add without looking at the rows that are there. */
export class Unvalidated {
  readonly #added: Added[] = []

  /** Takes in a statement; `schema` is the one behind it. */
  note(part: SqlPart, statement: Statement, tree: PostgresTree, schema: Schema): void {
    for (const { table: relation, command } of alterations(tree, 'AT_AddConstraint')) {
      const { conname: constraint, skip_validation: isUnchecked } = constraintOf(command) ?? {}
      const table = schema.table(relation)
      if (isUnchecked !== true || constraint === undefined || table === undefined) continue
      this.#added.push({ part, statement, unit: schema.unit, table, constraint })
    }
  }

  /** Those that are still not valid behind the last migration, but for its own: the next one may validate them. */
  left(schema: Schema): readonly (Pick<Added, 'part' | 'statement'> & { readonly hit: Hit })[] {
    return this.#added
      .filter(
        ({ unit, table, constraint }) =>
          unit !== schema.unit &&
          schema.table(table.name) === table &&
          table.constraints.get(constraint)?.isValid === false,
      )
      .map(({ part, statement, table, constraint }) => ({
        part,
        statement,
        hit: {
          message: `No migration up to the last one validates ${quoted(constraint)}: rows of ${shownName(table.name)} that were there before may break it.`,
          safe: `ALTER TABLE ${shownName(table.name)} VALIDATE CONSTRAINT ${quoted(constraint)};`,
        },
      }))
  }
}
