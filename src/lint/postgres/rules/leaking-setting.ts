import type { Hit, Rule } from '../../rule.ts'
import { quoted } from '../names.ts'
import { settingsOf } from '../settings.ts'

export const leakingSetting: Rule = {
  id: 'leaking-setting',
  severity: 'warning',
  title: 'SET search_path or SET ROLE without LOCAL, or the same with set_config',
  problem:
    'The setting holds for the rest of the file, and with another tool for everything that follows on the connection. What the names in the file mean depends on it.',
  safe: 'SET LOCAL search_path = app;',
  allow: 'The rest of the file is meant to run under it.',
  about: ['VariableSetStmt', 'SelectStmt'],
  check({ tree, statement, inTransaction }) {
    return settingsOf(tree).flatMap(({ name, values, isLocal }): Hit[] => {
      if (isLocal || !LEAKING.has(name)) return []
      // Back to the default, or no role: nothing stays.
      if (values.length === 0 && 'VariableSetStmt' in tree) return []
      return [
        {
          message: `${quoted(name)} stays set behind this statement.`,
          // Outside of transactions a local setting would hold for nothing.
          safe:
            inTransaction && 'VariableSetStmt' in tree
              ? `${statement.text.replace(/^SET(\s+SESSION)?\b/i, 'SET LOCAL')};`
              : undefined,
        },
      ]
    })
  },
}

const LEAKING: ReadonlySet<string> = new Set(['search_path', 'role'])
