import { inWords, misused } from '#core'
import type { DefaultData, Literal, Model, SqlData, SqlPiece, SqlText } from './data.ts'
import { MODEL, markOf } from './mark.ts'

/** What may stand in `${…}` of {@link sql}. */
export type SqlValue = Literal | Uint8Array | SqlText | Model | { readonly [MODEL]: ColumnMark }

type ColumnMark = { readonly kind: 'column' }

/**
 * SQL of your own inside a model. A column of `${…}` is written as its name, a table, view, enum or object as its full name, other
 * SQL as it is, and any value as a literal: nothing has to be quoted by hand.
 *
 * @example
 * check('grown', sql`${t.age} >= ${18}`)
 */
export function sql(texts: TemplateStringsArray, ...values: readonly SqlValue[]): SqlText {
  const pieces = texts.flatMap((text, at): readonly SqlPiece[] =>
    at < values.length ? [text, ...piecesOf(values[at])] : [text],
  )
  return sqlOf(pieces)
}

/** A name, quoted where the database needs that. */
export function identifier(name: string): SqlText {
  return sqlOf([{ kind: 'name', name }])
}

/** SQL that was written down elsewhere, as it is. */
export function sqlFrom(text: string): SqlText {
  return sqlOf([text])
}

/**
 * Another text for each product, for what they do not share.
 *
 * @example
 * text().default(sqlFor({ postgres: sql`current_user`, mysql: sql`(current_user())`, sqlite: sql`''` }))
 */
export function sqlFor(choices: { readonly [dialect: string]: SqlText }): SqlText {
  const entries = Object.entries(choices).map(([dialect, text]) => [dialect, text[MODEL]] as const)
  return sqlOf([{ kind: 'choice', choices: Object.fromEntries(entries) }])
}

/** A default that the database works out. */
export type DefaultText = { readonly [MODEL]: DefaultData & { readonly kind: 'now' | 'new uuid' } }

/** The time at which the row comes: `now()` or its like. */
export function now(): DefaultText {
  return { [MODEL]: { kind: 'now' } }
}

/** A new random UUID, version 4. */
export function newUuid(): DefaultText {
  return { [MODEL]: { kind: 'new uuid' } }
}

export function sqlOf(pieces: readonly SqlPiece[]): SqlText {
  return { [MODEL]: { kind: 'sql', pieces } }
}

/** Tells SQL from other values. */
export function isSqlText(value: unknown): value is SqlText {
  return markOf(value)?.kind === 'sql'
}

function piecesOf(value: unknown): readonly SqlPiece[] {
  if (value instanceof Uint8Array) return [{ kind: 'bytes', value }]
  if (isLiteral(value)) return [{ kind: 'literal', value }]
  if (isSqlText(value)) return value[MODEL].pieces
  const piece = ownerPiece(value)
  if (piece !== undefined) return [piece]
  throw misused(
    `sql takes columns, models, other SQL and plain values in \${…}, but got ${inWords(value)}.`,
  )
}

function ownerPiece(value: unknown): SqlPiece | undefined {
  const data = markOf(value)
  if (data === undefined) return undefined
  if (data.kind === 'column') {
    const name = columnName(value)
    if (name === undefined)
      throw misused(
        'sql got a column that belongs to no table yet: use the one of the table, as in t.email.',
      )
    return { kind: 'name', name }
  }
  return isModel(value) ? { kind: 'object', object: value[MODEL] } : undefined
}

function columnName(value: unknown): string | undefined {
  const data = markOf(value)
  const owner: unknown = data !== undefined && 'owner' in data ? data.owner : undefined
  return typeof owner === 'object' &&
    owner !== null &&
    'name' in owner &&
    typeof owner.name === 'string'
    ? owner.name
    : undefined
}

const MODELS: ReadonlySet<unknown> = new Set(['table', 'enum', 'view', 'schema', 'object'])

/** Tells a table, view, enum, schema or handmade object of a model from any other value. */
export function isModel(value: unknown): value is Model {
  return MODELS.has(markOf(value)?.kind)
}

function isLiteral(value: unknown): value is Literal {
  return (
    value === null ||
    value instanceof Date ||
    ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
  )
}

/** The objects that a text names in `${…}`. */
export function objectsIn(data: SqlData): readonly Model[typeof MODEL][] {
  return data.pieces.flatMap((piece) => {
    if (typeof piece === 'string') return []
    if (piece.kind === 'object') return [piece.object]
    return piece.kind === 'choice' ? Object.values(piece.choices).flatMap(objectsIn) : []
  })
}
