import type { SpelledWord } from '#sql'
import {
  type ColumnText,
  type ConstraintText,
  readColumn,
  readConstraint,
  takeText,
} from './column.ts'
import type { Deed } from './deed.ts'
import { listed, type Name, Words } from './words.ts'

type Named<Kind extends string> = { readonly kind: Kind; readonly name: Name }
type Valued<Kind extends string> = { readonly kind: Kind; readonly value: string }
type Bare<Kind extends string> = Kind extends string ? { readonly kind: Kind } : never

/** One clause of an ALTER TABLE; `at` is where it begins. */
export type Alteration = { readonly at: number } & (
  | { readonly kind: 'add column'; readonly column: ColumnText; readonly isOptional: boolean }
  | { readonly kind: 'add constraint'; readonly constraint: ConstraintText }
  | { readonly kind: 'modify column'; readonly from: Name; readonly column: ColumnText }
  | { readonly kind: 'rename column'; readonly from: Name; readonly to: Name }
  | { readonly kind: 'rename table'; readonly to: Name }
  | Named<'drop column'>
  | Named<'drop index'>
  | Named<'drop foreign key'>
  | Named<'drop constraint'>
  | Bare<'drop key' | 'rebuild' | 'order' | 'partition' | 'set default' | 'other'>
  | { readonly kind: 'convert'; readonly charset: string; readonly collation?: string }
  | Valued<'engine'>
  | Valued<'algorithm'>
  | Valued<'lock'>
)

/** A clause of one kind, and the table that it is of. */
type Of<Kind extends Alteration['kind']> = {
  readonly table: Name
  readonly alteration: Extract<Alteration, { kind: Kind }>
}

/** The clauses of an ALTER TABLE that are of a kind; none for another statement. */
export function alterationsOf<Kind extends Alteration['kind']>(
  deed: Deed,
  kind: Kind,
): readonly Of<Kind>[] {
  if (deed.kind !== 'alter table') return []
  const { table } = deed
  return deed.alterations.flatMap((alteration) =>
    isOf(alteration, kind) ? [{ table, alteration }] : [],
  )
}

function isOf<Kind extends Alteration['kind']>(
  alteration: Alteration,
  kind: Kind,
): alteration is Extract<Alteration, { kind: Kind }> {
  return alteration.kind === kind
}

/** Reads the clauses of an ALTER TABLE, from behind the table's name. */
export function readAlterations(text: readonly SpelledWord[]): readonly Alteration[] {
  return listed(text).flatMap((clause) => {
    const { at = 0 } = clause[0] ?? {}
    return readClause(new Words(clause)).map((read) => ({ ...read, at }))
  })
}

/** A clause without its place. */
type Read = Alteration extends infer Each
  ? Each extends Alteration
    ? Omit<Each, 'at'>
    : never
  : never

const OTHER: readonly Read[] = [{ kind: 'other' }]

function readClause(words: Words): readonly Read[] {
  if (words.take('ADD')) return readAdd(words)
  if (words.take('DROP')) return readDrop(words)
  if (words.take('MODIFY')) return readModify(words, 'once')
  if (words.take('CHANGE')) return readModify(words, 'twice')
  if (words.take('RENAME')) return readRename(words)
  if (words.take('CONVERT', 'TO')) return readConvert(words)
  if (words.take('ENGINE')) return [{ kind: 'engine', value: takeText(words) }]
  if (words.take('ALGORITHM')) return [{ kind: 'algorithm', value: takeText(words) }]
  if (words.take('LOCK')) return [{ kind: 'lock', value: takeText(words) }]
  if (words.takeOneOf('FORCE', 'ROW_FORMAT', 'KEY_BLOCK_SIZE') !== undefined)
    return [{ kind: 'rebuild' }]
  if (words.take('ORDER', 'BY')) return [{ kind: 'order' }]
  if (words.take('PARTITION', 'BY') || words.take('REMOVE', 'PARTITIONING'))
    return [{ kind: 'partition' }]
  if (words.take('ALTER')) return readDefaultChange(words)
  return OTHER
}

function readAdd(words: Words): readonly Read[] {
  if (words.peek() === 'PARTITION') return OTHER
  const isColumn = words.take('COLUMN')
  const isOptional = words.take('IF', 'NOT', 'EXISTS')
  const group = words.peek() === '(' ? words.takeGroup() : undefined
  if (group !== undefined)
    return listed(group).flatMap((part) => readAdded(part, isColumn, isOptional))
  return readAdded(words.rest(), isColumn, isOptional)
}

function readAdded(
  text: readonly SpelledWord[],
  isColumn: boolean,
  isOptional: boolean,
): readonly Read[] {
  const constraint = isColumn ? undefined : readConstraint(text)
  if (constraint !== undefined) return [{ kind: 'add constraint', constraint }]
  const column = readColumn(text)
  return column === undefined ? OTHER : [{ kind: 'add column', column, isOptional }]
}

function readDrop(words: Words): readonly Read[] {
  if (words.take('PRIMARY', 'KEY')) return [{ kind: 'drop key' }]
  if (words.peek() === 'PARTITION') return OTHER
  const kind = words.take('FOREIGN', 'KEY')
    ? 'drop foreign key'
    : words.takeOneOf('INDEX', 'KEY') !== undefined
      ? 'drop index'
      : words.takeOneOf('CONSTRAINT', 'CHECK') !== undefined
        ? 'drop constraint'
        : 'drop column'
  words.take('COLUMN')
  words.take('IF', 'EXISTS')
  const name = words.takeName()
  return name === undefined ? OTHER : [{ kind, name }]
}

/** MODIFY names the column once, CHANGE the old name and the new one. */
function readModify(words: Words, named: 'once' | 'twice'): readonly Read[] {
  words.take('COLUMN')
  words.take('IF', 'EXISTS')
  const whole = words.rest()
  const from = words.takeName()
  const column = readColumn(named === 'once' ? whole : words.rest())
  return from === undefined || column === undefined
    ? OTHER
    : [{ kind: 'modify column', from, column }]
}

function readRename(words: Words): readonly Read[] {
  if (words.takeOneOf('INDEX', 'KEY') !== undefined) return OTHER
  if (words.takeOneOf('TO', 'AS') !== undefined) {
    const to = words.takeName()
    return to === undefined ? OTHER : [{ kind: 'rename table', to }]
  }
  const isColumn = words.take('COLUMN')
  words.take('IF', 'EXISTS')
  const from = words.takeName()
  if (from === undefined) return OTHER
  if (words.take('TO')) {
    const to = words.takeName()
    return to === undefined ? OTHER : [{ kind: 'rename column', from, to }]
  }
  // MySQL may leave TO away where the table gets another name.
  return isColumn ? OTHER : [{ kind: 'rename table', to: from }]
}

function readConvert(words: Words): readonly Read[] {
  if (!words.take('CHARACTER', 'SET') && !words.take('CHARSET')) return OTHER
  const charset = takeText(words)
  const collation = words.take('COLLATE') ? takeText(words) : undefined
  return [{ kind: 'convert', charset, ...(collation === undefined ? {} : { collation }) }]
}

function readDefaultChange(words: Words): readonly Read[] {
  if (['INDEX', 'CHECK', 'CONSTRAINT', 'KEY'].includes(words.peek())) return OTHER
  words.take('COLUMN')
  words.takeName()
  return words.take('SET', 'DEFAULT') || words.take('DROP', 'DEFAULT')
    ? [{ kind: 'set default' }]
    : OTHER
}
