import type { AlterPublicationStmt, AlterTableCmd, CreatePublicationStmt, Node } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { textsOf } from './names.ts'
import type { Table } from './relations.ts'
import type { Schema } from './schema.ts'

/** What a publication sends to other servers. */
export type Publication = {
  readonly isWhole: boolean
  readonly schemas: ReadonlySet<string>
  readonly tables: ReadonlySet<Table>
  /** The statements whose rows must be told apart, since they are sent; empty where only new rows are. */
  readonly changes: Changes
}

/** Statements that change rows which are there, as a sentence names them. */
export type Changes = '' | 'UPDATE' | 'DELETE' | 'UPDATE and DELETE'

/** A publication that sends nothing yet; one that the migrations have not made sends what most of them do. */
const EMPTY: Publication = {
  isWhole: false,
  schemas: new Set(),
  tables: new Set(),
  changes: 'UPDATE and DELETE',
}

/** The publication that a statement makes or changes, as it is after it. */
export function publicationAfter(
  schema: Schema,
  tree: PostgresTree,
): { readonly name: string; readonly publication: Publication } | undefined {
  if ('CreatePublicationStmt' in tree) {
    const { pubname: name = '' } = tree.CreatePublicationStmt
    return { name, publication: withObjects(schema, EMPTY, tree.CreatePublicationStmt) }
  }
  if (!('AlterPublicationStmt' in tree)) return undefined
  const { pubname: name = '', action, pubobjects } = tree.AlterPublicationStmt
  const known = schema.publications.get(name) ?? EMPTY
  const isList = pubobjects !== undefined
  if (isList && action === 'AP_DropObjects') {
    const gone = withObjects(schema, EMPTY, tree.AlterPublicationStmt)
    const tables = new Set([...known.tables].filter((table) => !gone.tables.has(table)))
    const schemas = new Set([...known.schemas].filter((each) => !gone.schemas.has(each)))
    return { name, publication: { ...known, tables, schemas } }
  }
  const base = isList && action === 'AP_SetObjects' ? { ...EMPTY, changes: known.changes } : known
  return { name, publication: withObjects(schema, base, tree.AlterPublicationStmt) }
}

/** Notes what a statement makes of publications. */
export function applyPublication(schema: Schema, tree: PostgresTree): void {
  const after = publicationAfter(schema, tree)
  if (after !== undefined) schema.publications.set(after.name, after.publication)
  else if ('DropStmt' in tree && tree.DropStmt.removeType === 'OBJECT_PUBLICATION')
    for (const name of textsOf(tree.DropStmt.objects)) schema.publications.delete(name)
}

/** The known tables that a publication sends changed rows of; rows of a partitioned one lie in its parts. */
export function changesSentOf(
  schema: Schema,
  publication: Publication | undefined,
): readonly Table[] {
  if (publication === undefined || publication.changes === '') return []
  return [...schema.relations()].filter((table) => isSendable(table) && isMeant(publication, table))
}

/** The statements whose changed rows of a table are sent by some publication. */
export function changesSentFrom(schema: Schema, table: Table): Changes {
  if (!isSendable(table)) return ''
  const sending = [...schema.publications.values()].find(
    (publication) => publication.changes !== '' && isMeant(publication, table),
  )
  return sending?.changes ?? ''
}

/** Whether other servers can tell which row of a table has changed. */
export function hasIdentity(table: Table): boolean {
  const { identity = 'key' } = table
  return identity === 'key' ? hasKey(table) : identity !== 'nothing'
}

/** Whether a table has a primary key; partitions have that of the whole. */
export function hasKey(table: Table): boolean {
  return (
    [...table.constraints.values()].some(({ kind }) => kind === 'primary') ||
    wholesOf(table).some(hasKey)
  )
}

const IDENTITIES: Readonly<Record<string, Table['identity']>> = {
  f: 'full',
  i: 'index',
  n: 'nothing',
}

/** What `REPLICA IDENTITY` says. */
export function identityBy({ def }: AlterTableCmd): NonNullable<Table['identity']> {
  const type =
    def !== undefined && 'ReplicaIdentityStmt' in def
      ? def.ReplicaIdentityStmt.identity_type
      : undefined
  return IDENTITIES[type ?? ''] ?? 'key'
}

function isSendable({ kind, isPartitioned, name, storage }: Table): boolean {
  return kind === 'table' && !isPartitioned && name.schemaname !== 'pg_temp' && !storage.isUnlogged
}

/** Whether a publication is about a table, by itself or as a part of another one. */
function isMeant(publication: Publication, table: Table): boolean {
  const { isWhole, schemas, tables } = publication
  return (
    isWhole ||
    tables.has(table) ||
    schemas.has(table.name.schemaname ?? 'public') ||
    wholesOf(table).some((whole) => isMeant(publication, whole))
  )
}

/** The partitioned tables that a table is a part of. */
function wholesOf({ parents }: Table): readonly Table[] {
  return [...parents].filter(({ isPartitioned }) => isPartitioned)
}

function withObjects(
  schema: Schema,
  before: Publication,
  statement: CreatePublicationStmt | AlterPublicationStmt,
): Publication {
  const { pubobjects = [], for_all_tables: isWhole = before.isWhole, options = [] } = statement
  const tables = new Set(before.tables)
  const schemas = new Set(before.schemas)
  for (const node of pubobjects) {
    if (!('PublicationObjSpec' in node)) continue
    const { pubobjtype, name, pubtable } = node.PublicationObjSpec
    const table = schema.table(pubtable?.relation)
    if (table !== undefined) tables.add(table)
    if (pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA' && name !== undefined) schemas.add(name)
    if (pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA')
      schemas.add(schema.located({}).schemaname ?? 'public')
  }
  return { isWhole, schemas, tables, changes: changesIn(options) ?? before.changes }
}

/** What the option `publish` says; undefined without it. */
function changesIn(options: readonly Node[]): Changes | undefined {
  for (const node of options) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'publish') continue
    const { arg } = node.DefElem
    const kinds = arg !== undefined && 'String' in arg ? (arg.String.sval ?? '') : ''
    const [updates, deletes] = [/\bupdate\b/i.test(kinds), /\bdelete\b/i.test(kinds)]
    if (updates && deletes) return 'UPDATE and DELETE'
    return updates ? 'UPDATE' : deletes ? 'DELETE' : ''
  }
  return undefined
}
