import type { FoundMigration } from './arrange.ts'
import type { CatalogProblem, Layout } from './migration.ts'
import { mixedLayout } from './name-problems.ts'

/** The layout of a folder, in one word and in words for people. */
export type DetectedLayout = {
  readonly layout: Layout
  readonly layoutText: string
  readonly problem: CatalogProblem | undefined
}

type Style = 'dot' | 'underscore' | 'single' | 'code'

const WORDS: Readonly<
  Record<Style, { readonly layout: Layout; readonly text: string; readonly how: string }>
> = {
  dot: { layout: 'pair', text: 'pairs VERSION_name.up.sql / .down.sql', how: 'ends in .up.sql' },
  underscore: {
    layout: 'pair',
    text: 'pairs VERSION_name_up.sql / _down.sql',
    how: 'ends in _up.sql',
  },
  single: { layout: 'single', text: 'single files VERSION_name.sql', how: 'stands alone' },
  code: { layout: 'code', text: 'code VERSION_name.ts or .js', how: 'is code' },
}

/** Finds out how the SQL files of a folder are laid out; code may stand next to any of them. */
export function detectLayout(found: readonly FoundMigration[], registered: number): DetectedLayout {
  const examples = new Map<Style, string>()
  for (const migration of found) {
    const style = migration.style ?? (migration.layout === 'code' ? 'code' : 'single')
    const known = examples.get(style)
    if (known === undefined || migration.up < known) examples.set(style, migration.up)
  }
  const styles: readonly Style[] = ['dot', 'underscore', 'single']
  const sql = styles.filter((style) => examples.has(style))
  const mixed = sql.map((style) => ({ file: examples.get(style) ?? '', how: WORDS[style].how }))
  const first = sql[0] ?? (examples.has('code') ? 'code' : undefined)
  return {
    layout: first === undefined ? (registered > 0 ? 'code' : 'empty') : WORDS[first].layout,
    layoutText: layoutText(
      [...sql, ...(examples.has('code') ? ['code' as const] : [])],
      registered,
    ),
    problem: mixed.length > 1 ? mixedLayout(mixed) : undefined,
  }
}

function layoutText(styles: readonly Style[], registered: number): string {
  const texts = styles.map((style) => WORDS[style].text)
  if (registered > 0) texts.push('migrations registered in code')
  return texts.length === 0 ? 'no migrations yet' : texts.join(' + ')
}
