import { APART, apartFrom, type SchemaChange } from '#dialect'
import { keyOf, type Table } from '#schema'
import { clientText, type Grammar, tableLines } from '#sql'

/** A statement of a dump, and the paragraph in which it stands; undefined for one of its own. */
export type DumpedStatement = Pick<SchemaChange, 'sql' | 'paragraph'>

type Paragraph = { readonly name: string | undefined; readonly statements: string[] }

/**
 * The text of a dump, made for merges: Git joins two changes where at least one line between them stays. So a paragraph has no
 * empty line inside that could count for another's, there are lines between its parts that are always the same, and what stands
 * behind all tables has a line for each table there, also where a table has none of it.
 */
export function dumpText(
  statements: readonly DumpedStatement[],
  tables: readonly Table[],
  grammar: Grammar,
  head: string,
): string {
  const paragraphs: Paragraph[] = []
  for (const { sql, paragraph: name } of statements) {
    const text = clientText(tableLines(sql, grammar), grammar)
    const last = paragraphs.at(-1)
    if (name !== undefined && last?.name === name) last.statements.push(text)
    else paragraphs.push({ name, statements: [text] })
  }
  if (paragraphs.length === 0) return `${head}\n`
  const all = [...withLines(withTables(paragraphs, tables), tables), lineOf('the end')]
  return [`${head}\n`, ...all.map(({ statements: own }) => own.join(''))].join('\n')
}

/** With a line before the tables and one behind them. */
function withLines(
  paragraphs: readonly Paragraph[],
  tables: readonly Table[],
): readonly Paragraph[] {
  const names = new Set(tables.map((table) => keyOf({ ...table, kind: 'table' })))
  const isTable = ({ name }: Paragraph): boolean => names.has(name ?? '')
  const first = Math.max(0, paragraphs.findIndex(isTable))
  const behind = paragraphs.findLastIndex(isTable) + 1
  return [
    ...paragraphs.slice(0, first),
    lineOf('tables, each with what belongs to it'),
    ...paragraphs.slice(first, behind),
    lineOf('what stands on tables'),
    ...paragraphs.slice(behind),
  ]
}

function lineOf(text: string): Paragraph {
  return { name: undefined, statements: [`-- ${text.replaceAll(/\s+/g, ' ')}\n`] }
}

/** With a paragraph for each table where something stands apart from tables, in the place of the first of them. */
function withTables(
  paragraphs: readonly Paragraph[],
  tables: readonly Table[],
): readonly Paragraph[] {
  let all = paragraphs
  for (const what of APART) {
    const found = new Map(tables.map((table): [string, string[]] => [apartFrom(table, what), []]))
    const isMeant = ({ name }: Paragraph): boolean => found.has(name ?? '')
    const first = all.findIndex(isMeant)
    if (first === -1) continue
    for (const { name, statements } of all) found.get(name ?? '')?.push(...statements)
    const listed = tables.flatMap((table): Paragraph[] => {
      const name = apartFrom(table, what)
      const own = found.get(name) ?? []
      const isHidden = own.length === 0 && table.isPartition
      return isHidden ? [] : [{ name, statements: [...lineOf(name).statements, ...own] }]
    })
    all = [...all.slice(0, first), ...listed, ...all.slice(first).filter((one) => !isMeant(one))]
  }
  return all
}
