import { StatementWords, type Grammar, type Statement } from '#sql'
import { beginning } from './beginning.ts'
import { waysOf, type FileRule } from './file-rule.ts'

export const beginWithoutCommit: FileRule = {
  id: 'begin-without-commit',
  severity: 'error',
  title: 'A transaction of the file that is not closed, or closed without being opened',
  problem:
    'godwit refuses to run the file: a transaction that stays open would be rolled back when the session ends, with everything in it, and a COMMIT without a BEGIN would commit the migration without its record.',
  safe: `BEGIN;
UPDATE plans SET price = 9 WHERE id = 1;
COMMIT;`,
  allow: 'Never: the file does not run.',
  check(scene) {
    return waysOf(scene).flatMap(([way, { part, all }]) => {
      const isOne = part.directives.some(
        (directive) => directive.name === 'transaction' && directive.value === 'single',
      )
      return isOne ? [] : unpaired(all, scene.grammar).map((hit) => ({ way, ...hit }))
    })
  },
}

type Unpaired = { readonly statement: Statement; readonly message: string }

function unpaired(statements: readonly Statement[], grammar: Grammar): readonly Unpaired[] {
  const hits: Unpaired[] = []
  let begun: Statement | undefined
  for (const statement of statements) {
    const step = stepOf(statement, grammar)
    if (step === 'begin') begun ??= statement
    else if (step === 'commit' && begun === undefined)
      hits.push({
        statement,
        message:
          'This COMMIT has no BEGIN before it, so godwit refuses the file. Remove it: godwit commits the migration together with its record.',
      })
    else if (step === 'commit') begun = undefined
  }
  if (begun !== undefined)
    hits.push({
      statement: begun,
      message:
        'This BEGIN has no COMMIT, so godwit refuses the file. Add COMMIT; at the end, or remove BEGIN: godwit runs the file in a transaction anyway.',
    })
  return hits
}

/** How a statement begins that may open or close one. */
const STEP = beginning('BEGIN', 'START', 'COMMIT', 'END')

function stepOf({ text }: Statement, grammar: Grammar): 'begin' | 'commit' | undefined {
  if (!STEP.test(text)) return undefined
  const words = new StatementWords(text, grammar)
  const verb = words.takeOneOf('BEGIN', 'START', 'COMMIT', 'END')
  if (verb === 'START') return words.peek() === 'TRANSACTION' ? 'begin' : undefined
  if (verb === 'BEGIN') return 'begin'
  return verb === undefined || words.peek() === 'PREPARED' ? undefined : 'commit'
}
