import type { SpelledWord } from '#sql'
import { type Alteration, readAlterations } from './alteration.ts'
import {
  type ColumnText,
  type ConstraintText,
  readColumn,
  readConstraint,
  takeText,
} from './column.ts'
import { readChange } from './row-change.ts'
import { readPragma, readSet } from './setting.ts'
import { hasWord, listed, type Name, namesIn, Words } from './words.ts'

export type CreateTable = {
  readonly kind: 'create table'
  readonly table: Name
  readonly isTemporary: boolean
  readonly isOptional: boolean
  readonly columns: readonly ColumnText[]
  readonly constraints: readonly ConstraintText[]
  /** `like` another table, or from a `query`: then the columns are not all in the text. */
  readonly copies?: 'like' | 'query'
  /** What stands behind the brackets, as words. */
  readonly options: readonly SpelledWord[]
  readonly engine?: string
  readonly charset?: string
}

export type CreateIndex = {
  readonly kind: 'create index'
  readonly index: Name
  readonly table: Name
  readonly columns: readonly string[]
  readonly form: 'plain' | 'unique' | 'fulltext' | 'spatial'
}

/** A view, a trigger, a routine and the like. */
export type CreateRoutine = {
  readonly kind: 'create routine'
  readonly object: string
  readonly name: Name
  /** The table that a trigger belongs to. */
  readonly table?: Name
  /** Every word in it that may be a name, as names are compared. */
  readonly mentions: ReadonlySet<string>
  /** Who it runs as, where the text says so. */
  readonly definer?: Name
}

export type Drop = {
  readonly kind: 'drop'
  readonly object: string
  readonly names: readonly Name[]
  /** The table of an index that MySQL drops. */
  readonly table?: Name
  readonly isTemporary: boolean
}

/** A change of rows. */
export type RowChange = {
  readonly kind: 'change'
  readonly verb: 'insert' | 'update' | 'delete'
  readonly table: Name
  /** Whether it is sure to change every row of the table. */
  readonly isWhole: boolean
  /** The tables that it reads. */
  readonly sources: readonly string[]
}

/** A PRAGMA with a value, or an assignment of SET; both in lower case. */
export type Setting = {
  readonly name: string
  readonly value: string
  /** Whether it is for all sessions. */
  readonly isGlobal: boolean
}

/** What a statement does, as far as its words tell. */
export type Deed =
  | CreateTable
  | CreateIndex
  | CreateRoutine
  | {
      readonly kind: 'alter table'
      readonly table: Name
      readonly alterations: readonly Alteration[]
    }
  | Drop
  | { readonly kind: 'rename tables'; readonly pairs: readonly (readonly [from: Name, to: Name])[] }
  | RowChange
  | { readonly kind: 'truncate'; readonly table: Name }
  | { readonly kind: 'set'; readonly settings: readonly Setting[] }
  | { readonly kind: 'other' }

const OTHER: Deed = { kind: 'other' }

/** Reads what a statement does. What is not understood is `other`: rules are silent about it. */
export function readDeed(text: readonly SpelledWord[]): Deed {
  const words = new Words(text)
  if (words.take('CREATE')) return readCreate(words) ?? OTHER
  if (words.take('ALTER')) return readAlter(words) ?? OTHER
  if (words.take('DROP')) return readDrop(words) ?? OTHER
  if (words.take('RENAME')) return readRename(words)
  if (words.take('TRUNCATE')) {
    words.take('TABLE')
    const table = words.takeName()
    return table === undefined ? OTHER : { kind: 'truncate', table }
  }
  if (words.take('PRAGMA')) return readPragma(words) ?? OTHER
  if (words.take('SET')) return readSet(words)
  return readChange(words) ?? OTHER
}

function readCreate(words: Words): Deed | undefined {
  words.take('OR', 'REPLACE')
  const definer = skipOptions(words)
  const isTemporary = words.takeOneOf('TEMP', 'TEMPORARY') !== undefined
  if (words.take('TABLE')) return readCreateTable(words, isTemporary)
  words.takeOneOf('ONLINE', 'OFFLINE')
  const form = words.takeOneOf('UNIQUE', 'FULLTEXT', 'SPATIAL')
  if (words.take('INDEX')) return readCreateIndex(words, form)
  const object = words.takeOneOf('VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT')
  if (object === undefined) return undefined
  words.take('IF', 'NOT', 'EXISTS')
  const name = words.takeName()
  if (name === undefined) return undefined
  const mentions = new Set(words.rest().map(({ word }) => word.replace(/^"/, '').toLowerCase()))
  const table = object === 'TRIGGER' ? tableOfTrigger(words) : undefined
  return {
    kind: 'create routine',
    object: object.toLowerCase(),
    name,
    mentions,
    ...(table === undefined ? {} : { table }),
    ...(definer === undefined ? {} : { definer }),
  }
}

/** MySQL's options of views and routines; gives back who they run as. */
function skipOptions(words: Words): Name | undefined {
  let definer: Name | undefined
  for (;;) {
    if (words.take('DEFINER', '=')) {
      definer = words.takeName()
      if (words.take('@')) words.takeName()
      words.takeGroup()
    } else if (words.take('ALGORITHM')) takeText(words)
    else if (words.take('SQL', 'SECURITY') || words.takeOneOf('AGGREGATE') !== undefined) {
      words.takeOneOf('DEFINER', 'INVOKER')
    } else return definer
  }
}

function tableOfTrigger(words: Words): Name | undefined {
  while (!words.isDone && !words.take('ON')) words.skip()
  return words.takeName()
}

function readCreateTable(words: Words, isTemporary: boolean): Deed | undefined {
  const isOptional = words.take('IF', 'NOT', 'EXISTS')
  const table = words.takeName()
  if (table === undefined) return undefined
  const first = words.takeGroup()
  const parts = listed(first ?? [])
  const constraints = parts.flatMap((part) => readConstraint(part) ?? [])
  const columns = parts.flatMap((part) =>
    readConstraint(part) === undefined ? (readColumn(part) ?? []) : [],
  )
  const options = words.rest()
  const isLike = words.peek() === 'LIKE' || first?.[0]?.word === 'LIKE'
  const isQuery = hasWord(options, 'SELECT', 'AS') || first?.[0]?.word === 'SELECT'
  return {
    kind: 'create table',
    table,
    isTemporary: isTemporary || table.key.startsWith('temp.'),
    isOptional,
    columns,
    constraints,
    ...(isLike ? { copies: 'like' } : isQuery ? { copies: 'query' } : {}),
    options,
    ...readTableOptions(words),
  }
}

function readTableOptions(words: Words): Pick<CreateTable, 'engine' | 'charset'> {
  const found: { engine?: string; charset?: string } = {}
  while (!words.isDone) {
    if (words.take('ENGINE')) found.engine = takeText(words)
    else if (words.take('CHARSET') || words.take('CHARACTER', 'SET'))
      found.charset = takeText(words)
    else if (words.take('COMMENT')) takeText(words)
    else words.skip()
  }
  return found
}

function readCreateIndex(words: Words, form: string | undefined): Deed | undefined {
  words.take('IF', 'NOT', 'EXISTS')
  const index = words.takeName()
  if (words.take('USING')) words.skip()
  if (index === undefined || !words.take('ON')) return undefined
  const table = words.takeName()
  if (table === undefined) return undefined
  const columns = namesIn(words.takeGroup())
  const FORMS = { UNIQUE: 'unique', FULLTEXT: 'fulltext', SPATIAL: 'spatial' } as const
  const kind =
    form === 'UNIQUE' || form === 'FULLTEXT' || form === 'SPATIAL' ? FORMS[form] : 'plain'
  return { kind: 'create index', index, table, columns, form: kind }
}

function readAlter(words: Words): Deed | undefined {
  words.takeOneOf('ONLINE', 'IGNORE')
  if (!words.take('TABLE')) return undefined
  words.take('IF', 'EXISTS')
  const table = words.takeName()
  if (table === undefined) return undefined
  if (words.take('WAIT')) words.skip()
  words.take('NOWAIT')
  return { kind: 'alter table', table, alterations: readAlterations(words.rest()) }
}

function readDrop(words: Words): Deed | undefined {
  const isTemporary = words.takeOneOf('TEMPORARY', 'TEMP') !== undefined
  words.takeOneOf('ONLINE', 'OFFLINE')
  const object = words.peek()
  words.skip()
  words.take('IF', 'EXISTS')
  const names: Name[] = []
  do {
    const name = words.takeName()
    if (name !== undefined) names.push(name)
  } while (words.take(','))
  const table = words.take('ON') ? words.takeName() : undefined
  const kind = object === 'TABLES' ? 'table' : object.toLowerCase()
  return names.length === 0
    ? undefined
    : { kind: 'drop', object: kind, names, isTemporary, ...(table === undefined ? {} : { table }) }
}

function readRename(words: Words): Deed {
  if (words.takeOneOf('TABLE', 'TABLES') === undefined) return OTHER
  words.take('IF', 'EXISTS')
  const pairs: (readonly [Name, Name])[] = []
  do {
    const from = words.takeName()
    if (words.take('WAIT')) words.skip()
    const to = words.take('TO') ? words.takeName() : undefined
    if (from !== undefined && to !== undefined) pairs.push([from, to])
  } while (words.take(','))
  return { kind: 'rename tables', pairs }
}
