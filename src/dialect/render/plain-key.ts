import type { Constraint } from '#schema'
import type { Spelling } from './spelling.ts'
import { firstBracket, splitList } from './split-list.ts'

/** Whether a primary key or unique constraint is of columns and nothing else, as a model can say it. */
export function isPlainKey(
  { columns, definition }: Pick<Constraint, 'columns' | 'definition'>,
  spelling: Spelling,
): boolean {
  const found = firstBracket(definition)
  return (
    found !== undefined &&
    /^(PRIMARY KEY|UNIQUE( KEY)?)$/.test(found.before) &&
    found.behind === '' &&
    splitList(found.inside).every((part, at) => isName(part, columns[at] ?? '', spelling))
  )
}

function isName(text: string, name: string, spelling: Spelling): boolean {
  return [name, spelling.name(name), `"${name}"`, `\`${name}\``].includes(text)
}
