import { sha256 } from '#core'
import {
  labelOf,
  type Attachment,
  type ObjectKind,
  type Schema,
  type SchemaObject,
  type Table,
} from './schema.ts'

/** What a schema is made of. */
export type FactKind =
  | 'table'
  | 'column'
  | 'constraint'
  | 'index'
  | 'comment'
  | 'type'
  | Attachment['kind']
  | ObjectKind

/** One part of a schema: what it is called, and all else about it in the database's own normal form. */
export type Fact = {
  readonly kind: FactKind
  /** With the name of what it belongs to: `users.email`, `billing.invoices.total`. */
  readonly name: string
  readonly definition: string
}

/** The parts of a schema, in one order; the order of columns is no part of it. */
export function factsOf(schema: Schema): readonly Fact[] {
  const key = ({ kind, name, definition }: Fact): string => `${kind}\n${name}\n${definition}`
  return unordered(schema).toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function unordered({ tables, objects }: Schema): readonly Fact[] {
  return [...tables.flatMap(tableFacts), ...objects.flatMap(objectFacts)]
}

function objectFacts(object: SchemaObject): readonly Fact[] {
  const label = labelOf(object)
  const { columns = [], indexes = [], attachments = [] } = object
  return [
    ...withComment(object.kind, label, object),
    // The columns of a view follow from its query.
    ...columns.flatMap((one) => withComment('column', `${label}.${one.name}`, one).slice(1)),
    ...indexes.flatMap((one) => withComment('index', `${label}.${one.name}`, one)),
    ...attachments.flatMap((one) => withComment(one.kind, `${label}.${one.name}`, one)),
  ]
}

function tableFacts(table: Table): readonly Fact[] {
  const label = labelOf(table)
  const part = (
    kind: FactKind,
    one: {
      readonly name: string
      readonly definition: string
      readonly comment?: string | undefined
    },
  ): readonly Fact[] => withComment(kind, `${label}.${one.name}`, one)
  return [
    ...withComment('table', label, table),
    ...table.columns.flatMap((one) => part('column', one)),
    ...table.constraints.flatMap((one) => part('constraint', one)),
    ...table.indexes.flatMap((one) => part('index', one)),
    ...[...table.triggers, ...table.attachments].flatMap((one) => part(one.kind, one)),
  ]
}

function withComment(
  kind: FactKind,
  name: string,
  { definition, comment }: { readonly definition: string; readonly comment?: string | undefined },
): readonly Fact[] {
  const fact: Fact = { kind, name, definition }
  return comment === undefined
    ? [fact]
    : [fact, { kind: 'comment', name: `${kind} ${name}`, definition: comment }]
}

/** A hash that two schemas share exactly when their facts are equal: SHA-256, 64 hexadecimal digits. */
export function fingerprintOf(schema: Schema): string {
  return sha256(
    JSON.stringify(factsOf(schema).map(({ kind, name, definition }) => [kind, name, definition])),
  )
}
