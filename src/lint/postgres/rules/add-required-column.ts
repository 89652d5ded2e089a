import type { Constraint } from 'libpg-query'
import type { Rule } from '../../rule.ts'
import { alterations, columnOf, inlineConstraints } from '../alterations.ts'
import { quoted, relationName } from '../names.ts'
import { isSerial, typeOf } from '../types.ts'

export const addRequiredColumn: Rule = {
  id: 'add-required-column',
  severity: 'error',
  title: 'ADD COLUMN … NOT NULL without a default',
  problem:
    'It fails as soon as the table holds a row, and application code that does not know the column yet can insert none.',
  safe: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';`,
  allow: 'The table is empty, and nothing writes to it.',
  about: ['AT_AddColumn'],
  check({ tree, schema }) {
    return alterations(tree, 'AT_AddColumn').flatMap(({ table, command }) => {
      const column = columnOf(command)
      if (column === undefined || schema.isNew(table)) return []
      const isThere = schema.table(table)?.columns.has(column.colname ?? '')
      if (command.missing_ok && isThere) return []
      const kinds = inlineConstraints(column)
        .filter((constraint) => !isNull(constraint))
        .map(({ contype }) => contype)
      const isRequired = kinds.some(
        (kind) => kind === 'CONSTR_NOTNULL' || kind === 'CONSTR_PRIMARY',
      )
      const fills = ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED']
      if (!isRequired || kinds.some((kind) => kind !== undefined && fills.includes(kind))) return []
      if (isSerial(typeOf(column.typeName))) return []
      const name = quoted(column.colname ?? '')
      return [
        {
          at: column.location,
          message: `This fails if ${relationName(table)} holds a row, and old application code cannot insert into it: ${name} has no default.`,
        },
      ]
    })
  },
}

/** `DEFAULT NULL` fills nothing. */
function isNull({ contype, raw_expr: value }: Constraint): boolean {
  return (
    contype === 'CONSTR_DEFAULT' &&
    value !== undefined &&
    'A_Const' in value &&
    value.A_Const.isnull === true
  )
}
