import type { Constraint, RangeVar } from 'libpg-query'
import { utf16OfBytes } from '#sql'
import { followedBy, inCaseOf, insertion, precededBy, type StatementFix } from '../fix.ts'
import type { Scene } from '../rule.ts'
import { isSingleClause } from './alterations.ts'
import { quoted, relationName, textsOf } from './names.ts'
import type { Table } from './relations.ts'
import { constraintName, freeName } from './usual-names.ts'

/**
 * Whether statements about the same table may be put beside an ALTER TABLE: it has one clause, it is sure that the table is
 * there, that it has no partitions, and that its children are meant too.
 */
function isExtendable({ tree, schema }: Scene): boolean {
  if (!('AlterTableStmt' in tree) || !isSingleClause(tree)) return false
  const { relation, missing_ok: isOptional } = tree.AlterTableStmt
  return isOptional !== true && relation?.inh === true && isPlainTable(schema.table(relation))
}

function isPlainTable(table: Table | undefined): boolean {
  return table?.kind === 'table' && !table.isPartitioned
}

/** NOT VALID behind a constraint, and VALIDATE in a transaction of its own. */
export function validatedLater(
  scene: Scene,
  table: RangeVar,
  constraint: Constraint,
): StatementFix | undefined {
  const { text } = scene.statement
  const { pktable: parent } = constraint
  const name = constraintName(scene, table, constraint)
  if (name === undefined || !isExtendable(scene)) return undefined
  // Of the parts of such a key VALIDATE does not speak.
  if (parent !== undefined && !isPlainTable(scene.schema.table(parent))) return undefined
  const word = (words: string): string => inCaseOf(text, words)
  const validate = `${word('ALTER TABLE')} ${relationName(table)} ${word('VALIDATE CONSTRAINT')} ${quoted(name)}`
  const ending = followedBy(text, ` ${word('NOT VALID')}`, validate)
  const place = utf16OfBytes(text, constraint.location ?? 0)
  const naming = insertion(place, `${word('CONSTRAINT')} ${quoted(name)} `)
  return { changes: constraint.conname === undefined ? [naming, ending] : [ending], parts: 'file' }
}

/** A proof that a column holds no NULL before SET NOT NULL looks for one, and away with it. */
export function provenNotNull(
  scene: Scene,
  table: RangeVar,
  column: string,
): StatementFix | undefined {
  const { text } = scene.statement
  // PostgreSQL 18 calls the constraint of SET NOT NULL table_column_not_null: that name must stay free.
  const name = freeName(scene, table, table.relname ?? '', column, 'is_set')
  if (name === undefined || !isExtendable(scene)) return undefined
  const word = (words: string): string => inCaseOf(text, words)
  const alter = `${word('ALTER TABLE')} ${relationName(table)}`
  const proof = `${word('CONSTRAINT')} ${quoted(name)}`
  return {
    changes: [
      precededBy(
        `${alter} ${word('ADD')} ${proof} ${word('CHECK')} (${quoted(column)} ${word('IS NOT NULL')}) ${word('NOT VALID')}`,
        `${alter} ${word('VALIDATE')} ${proof}`,
      ),
      followedBy(text, '', `${alter} ${word('DROP')} ${proof}`),
    ],
    parts: 'file',
  }
}

/** A key whose columns alone stand behind it, until the end of the statement. */
const KEY_LIST =
  /^(?:constraint\s+(?:"(?:[^"]|"")+"|[^\s"]+)\s+)?(?:unique|primary\s+key)(\s*\([^()]*\))$/i

/** An index that is built concurrently before a key takes it over. */
export function takenOverIndex(
  scene: Scene,
  table: RangeVar,
  constraint: Constraint,
): StatementFix | undefined {
  const { text } = scene.statement
  const name = constraintName(scene, table, constraint)
  const place = utf16OfBytes(text, constraint.location ?? 0)
  const list = KEY_LIST.exec(text.slice(place))?.[1]
  const known = scene.schema.table(table)
  if (name === undefined || list === undefined || known === undefined) return undefined
  if (!isExtendable(scene) || scene.schema.isTaken(name, known)) return undefined
  if (/--|\/\*/.test(list)) return undefined
  const word = (words: string): string => inCaseOf(text, words)
  const columns = textsOf(constraint.keys).map(quoted).join(', ')
  return {
    changes: [
      precededBy(
        `${word('CREATE UNIQUE INDEX CONCURRENTLY')} ${quoted(name)} ${word('ON')} ${relationName(table)} (${columns})`,
      ),
      {
        start: text.length - list.length,
        end: text.length,
        text: ` ${word('USING INDEX')} ${quoted(name)}`,
      },
    ],
    parts: 'statement',
  }
}
