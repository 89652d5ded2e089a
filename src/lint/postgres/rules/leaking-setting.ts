import type { Rule } from '../../rule.ts'
import { quoted } from '../names.ts'

export const leakingSetting: Rule = {
  id: 'leaking-setting',
  severity: 'warning',
  title: 'SET search_path or SET ROLE without LOCAL',
  problem:
    'The setting holds for the rest of the file, and with another tool for everything that follows on the connection. What the names in the file mean depends on it.',
  safe: 'SET LOCAL search_path = app;',
  allow: 'The rest of the file is meant to run under it.',
  check({ tree, statement, inTransaction }) {
    if (!('VariableSetStmt' in tree)) return []
    const { name = '', kind, is_local: isLocal } = tree.VariableSetStmt
    const leaks = kind === 'VAR_SET_VALUE' && (name === 'search_path' || name === 'role')
    if (!leaks || isLocal) return []
    return [
      {
        message: `${quoted(name)} stays set behind this statement.`,
        // Outside of transactions a local setting would hold for nothing.
        safe: inTransaction
          ? `${statement.text.replace(/^SET(\s+SESSION)?\b/i, 'SET LOCAL')};`
          : undefined,
      },
    ]
  },
}
