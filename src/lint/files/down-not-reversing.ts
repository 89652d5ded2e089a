import type { FileRule, FileScene, ReadPart } from './file-rule.ts'
import {
  columnsOf,
  droppedBy,
  madeBy,
  type NamedColumn,
  type NamedObject,
  shownObject,
  takenOverBy,
} from './objects.ts'

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
    const texts = down.statements.map(({ text }) => text)
    if (texts.some((text) => /\bCASCADE\b|^DROP\s+SCHEMA\b/i.test(text))) return []
    const gone = new Set(texts.flatMap((text) => droppedBy(text, scene.grammar) ?? []).map(keyOf))
    const isGone = (kind: string, name: string): boolean => gone.has(keyOf({ kind, name }))
    const objects = madeObjects(scene).filter(
      ({ kind, name, table }) =>
        !isGone(kind, name) && (table === undefined || !isGone('TABLE', table)),
    )
    const columns = leftColumns(scene).filter(({ table }) => !isGone('TABLE', table))
    const all = [
      ...objects.map(shownObject),
      ...columns.map(({ table, name }) => `the column ${name} of ${table}`),
    ]
    if (all.length === 0) return []
    const listed = listOf(all)
    const [first] = down.statements
    return [
      {
        way: 'down',
        ...(first === undefined ? {} : { statement: first }),
        message: `The way up makes ${listed}, and the way down leaves ${all.length === 1 ? 'it' : 'them'}.`,
      },
    ]
  },
}

/** A long list is cut. */
function listOf(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names
  return shown.length === 1 ? `${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

function hides({ statements }: ReadPart): boolean {
  return statements.some(({ text }) => HIDING.test(text))
}

/** A domain is a type, too. */
function keyOf({ kind, name }: NamedObject): string {
  return `${kind === 'DOMAIN' ? 'TYPE' : kind} ${name}`
}

/** What the way up makes and does not take away itself. */
function madeObjects({ up, grammar }: FileScene): readonly NamedObject[] {
  const made = new Map<string, NamedObject>()
  for (const { text } of up.statements) {
    const object = madeBy(text, grammar)
    if (object !== undefined) made.set(keyOf(object), object)
    const gone = [...(droppedBy(text, grammar) ?? []), ...takenOverBy(text, grammar)]
    for (const dropped of gone) made.delete(keyOf(dropped))
  }
  return [...made.values()]
}

/** The columns that one way adds and neither takes away. */
function leftColumns({ up, down, grammar }: FileScene): readonly NamedColumn[] {
  const added = new Map<string, NamedColumn>()
  for (const { text } of up.statements) {
    const columns = columnsOf(text, grammar)
    for (const column of columns.added) added.set(columnKey(column), column)
    for (const column of columns.dropped) added.delete(columnKey(column))
  }
  for (const { text } of down?.statements ?? [])
    for (const column of columnsOf(text, grammar).dropped) added.delete(columnKey(column))
  return [...added.values()]
}

function columnKey({ table, name }: NamedColumn): string {
  return `${table}.${name}`
}
