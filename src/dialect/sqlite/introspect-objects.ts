import { type Attachment, type Column, keyOf, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { folded } from './name.ts'
import { spellStatement } from './spelling.ts'
import { endOf, nameOf, read } from './token.ts'

/** What comes with a view. */
type Found = {
  /** By the folded name of the table or view. */
  readonly attached: ReadonlyMap<string, readonly Row[]>
  readonly shown: ReadonlyMap<string, readonly Column[]>
}

/** The views among the rows of `sqlite_schema`. */
export function objectsOf(rows: readonly Row[], { attached, shown }: Found): SchemaObject[] {
  const keys = new Map(
    rows.flatMap((row) => {
      const name = String(row['name'])
      const kind = row['type']
      if (kind !== 'table' && kind !== 'view') return []
      return [[folded(name), keyOf({ kind, schema: undefined, name })] as const]
    }),
  )
  return rows
    .filter(({ type }) => type === 'view')
    .map((row) => {
      const name = String(row['name'])
      return {
        kind: 'view',
        schema: undefined,
        name,
        definition: definitionOf(String(row['sql'])),
        sql: [withoutEnd(String(row['sql']))],
        attachments: (attached.get(folded(name)) ?? []).map(triggerOf),
        needs: needsOf(String(row['sql']), keys).filter((key) => key !== keys.get(folded(name))),
        columns: shown.get(name) ?? [],
        comment: undefined,
      }
    })
}

/** A trigger among the rows of `sqlite_schema`. */
export function triggerOf(row: Row): Attachment {
  const sql = String(row['sql'])
  return {
    kind: 'trigger',
    name: String(row['name']),
    definition: definitionOf(sql),
    sql,
    comment: undefined,
  }
}

/** SQLite keeps a comment behind a view, which would swallow the semicolon. */
function withoutEnd(sql: string): string {
  const last = read(sql).at(-1)
  return last === undefined ? sql : sql.slice(0, endOf(last))
}

/** What follows the name in a CREATE VIEW or CREATE TRIGGER. */
function definitionOf(sql: string): string {
  return spellStatement(read(sql).slice(3))
}

/** The tables and views that a text may name. */
function needsOf(sql: string, keys: ReadonlyMap<string, string>): readonly string[] {
  const found = read(sql).flatMap((token) => keys.get(folded(nameOf(token))) ?? [])
  return [...new Set(found)].toSorted()
}

/** A column of a view or a virtual table. */
export function shownColumn(row: Row): Column {
  const type = String(row['type'])
  return {
    name: String(row['name']),
    definition: type.toUpperCase(),
    type,
    isNullable: true,
    default: undefined,
    generated: undefined,
    identity: undefined,
    comment: undefined,
  }
}
