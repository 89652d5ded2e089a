import type { FileRule } from './file-rule.ts'

export const missingDown: FileRule = {
  id: 'missing-down',
  severity: 'note',
  title: 'A migration without a way down',
  problem:
    'It cannot be rolled back: when a release has to be taken back, somebody writes the way down at night.',
  safe: `-- 007_email.down.sql
ALTER TABLE users DROP COLUMN email;`,
  allow: 'There is no way back; then say so with `-- godwit:irreversible "reason"` instead.',
  check({ migration: { layout }, up: { part }, down }) {
    const isMeant = part.directives.some(({ name }) => name === 'irreversible')
    if (down !== undefined || isMeant) return []
    const way =
      layout === 'single'
        ? 'a part -- godwit:down'
        : `${part.file.replace(/up(?=\.sql$)/i, 'down')}`
    return [
      {
        way: 'up',
        message: `It cannot be rolled back: there is no way down. Write ${way}, or say why there is none: -- godwit:irreversible "reason".`,
      },
    ]
  },
}
