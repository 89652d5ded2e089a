import type { PostgresTree } from '#sql'
import type { FileRule, FileScene, ReadPart, ReadStatement } from './file-rule.ts'
import { droppedBy, madeBy, type NamedObject, shownObject } from './objects.ts'

/** Statements that may do what their words do not say. */
const HIDING = /^(?:DO|CALL|EXECUTE|EXEC|SELECT|WITH|PERFORM|SET|ALTER\s+\w+\s+.*\bRENAME\b)/is

export const downNotReversing: FileRule = {
  id: 'down-not-reversing',
  severity: 'warning',
  title: 'A way down that leaves what the way up makes',
  problem:
    'After a rollback the object is still there: the next way up fails, because it exists already, or builds on what nobody expects.',
  safe: `-- the way up: CREATE TABLE invoices (…); CREATE INDEX invoices_due ON invoices (due);
-- the way down:
DROP TABLE invoices;`,
  allow: 'The object shall stay, and the way up can run where it exists already.',
  check(scene) {
    const { up, down } = scene
    if (down === undefined || hides(up) || hides(down)) return []
    const gone = down.statements.flatMap(
      ({ statement }) => droppedBy(statement.text, scene.grammar) ?? [],
    )
    if (
      down.statements.some(({ statement }) => /\bCASCADE\b|^DROP\s+SCHEMA\b/i.test(statement.text))
    )
      return []
    const isGone = (kind: string, name: string): boolean =>
      gone.some((other) => sameKind(other.kind, kind) && other.name === name)
    const left = [
      ...madeObjects(scene).filter(
        ({ kind, name, table }) =>
          !isGone(kind, name) && (table === undefined || !isGone('TABLE', table)),
      ),
    ].map((object) => shownObject(object))
    // An ALTER that could not be read may take them away.
    const isRead = down.statements.every(
      ({ statement, tree }) => tree !== undefined || !/^ALTER\b/i.test(statement.text),
    )
    const columns = isRead
      ? leftColumns(up.statements, down.statements).filter(({ table }) => !isGone('TABLE', table))
      : []
    const all = [...left, ...columns.map(({ table, name }) => `the column ${name} of ${table}`)]
    if (all.length === 0) return []
    const listed = all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
    const [first] = down.statements
    return [
      {
        way: 'down',
        ...(first === undefined ? {} : { statement: first.statement }),
        message: `The way up makes ${listed}, and the way down leaves ${all.length === 1 ? 'it' : 'them'}.`,
      },
    ]
  },
}

function hides({ statements }: ReadPart): boolean {
  return statements.some(({ statement }) => HIDING.test(statement.text))
}

function sameKind(a: string, b: string): boolean {
  return a === b || (['TYPE', 'DOMAIN'].includes(a) && ['TYPE', 'DOMAIN'].includes(b))
}

/** What the way up makes and does not take away itself. An index of a table that it makes goes with the table. */
function madeObjects({ up, grammar }: FileScene): readonly NamedObject[] {
  const made: NamedObject[] = []
  for (const { statement } of up.statements) {
    const object = madeBy(statement.text, grammar)
    if (object !== undefined) made.push(object)
    for (const { kind, name } of droppedBy(statement.text, grammar) ?? []) {
      const at = made.findIndex((other) => sameKind(other.kind, kind) && other.name === name)
      if (at !== -1) made.splice(at, 1)
    }
  }
  return made
}

type Column = { readonly table: string; readonly name: string }

/** The columns that one way adds and the other does not take away. */
function leftColumns(
  up: readonly ReadStatement[],
  down: readonly ReadStatement[],
): readonly Column[] {
  const gone = [...up, ...down].flatMap(({ tree }) => columnsOf(tree, 'AT_DropColumn'))
  return up
    .flatMap(({ tree }) => columnsOf(tree, 'AT_AddColumn'))
    .filter(
      ({ table, name }) => !gone.some((other) => other.table === table && other.name === name),
    )
}

function columnsOf(
  tree: PostgresTree | undefined,
  kind: 'AT_AddColumn' | 'AT_DropColumn',
): readonly Column[] {
  if (tree === undefined || !('AlterTableStmt' in tree)) return []
  const { relation, cmds = [] } = tree.AlterTableStmt
  return cmds.flatMap((node) => {
    if (!('AlterTableCmd' in node) || node.AlterTableCmd.subtype !== kind) return []
    const { def, name } = node.AlterTableCmd
    const added = def !== undefined && 'ColumnDef' in def ? def.ColumnDef.colname : name
    return [{ table: relation?.relname ?? '', name: added ?? '' }]
  })
}
