import { StatementWords, type Grammar, type Statement } from '#sql'
import { waysOf, type FileRule } from './file-rule.ts'

export const notRepeatable: FileRule = {
  id: 'not-repeatable',
  severity: 'warning',
  title: 'A statement outside of transactions that cannot run twice',
  problem:
    'After a crash nobody can tell whether it took effect: godwit stops and asks, and whoever answers wrongly has the rows twice, or an error because the object exists already. An index that is built or dropped concurrently is not meant: the catalog tells what became of it.',
  safe: `-- godwit:transaction none
INSERT INTO plans (id, name) VALUES (1, 'free') ON CONFLICT (id) DO NOTHING;
CREATE TABLE IF NOT EXISTS audit (id bigint PRIMARY KEY);`,
  allow: 'Somebody watches it run.',
  check(scene) {
    return waysOf(scene).flatMap(([way, { part, statements }]) => {
      const isOutside = part.directives.some(
        (directive) => directive.name === 'transaction' && directive.value === 'none',
      )
      if (!isOutside) return []
      return outsideOfBlocks(statements, scene.grammar).flatMap((statement) => {
        const why = whyNot(statement, scene.grammar)
        return why === undefined ? [] : [{ way, statement, message: why }]
      })
    })
  },
}

/** The statements that do not stand between a BEGIN and a COMMIT of the file's own. */
function outsideOfBlocks(statements: readonly Statement[], grammar: Grammar): readonly Statement[] {
  let isInBlock = false
  return statements.filter((statement) => {
    const word = new StatementWords(statement.text, grammar).peek()
    if (word === 'BEGIN' || word === 'START') isInBlock = true
    else if (word === 'COMMIT' || word === 'END' || word === 'ROLLBACK') isInBlock = false
    return !isInBlock
  })
}

/** Shown by the catalog, or made for being repeated. */
const SHOWN = ['DATABASE', 'TABLESPACE', 'SUBSCRIPTION']

function whyNot({ text }: Statement, grammar: Grammar): string | undefined {
  const words = new StatementWords(text, grammar)
  const verb = words.takeOneOf('CREATE', 'DROP', 'INSERT')
  if (verb === 'INSERT')
    return /\bON\s+CONFLICT\b|\bON\s+DUPLICATE\b|\bNOT\s+EXISTS\b|^INSERT\s+(?:OR\s+)?(?:IGNORE|REPLACE)\b/i.test(
      text,
    )
      ? undefined
      : 'If it is interrupted nobody can tell whether the rows are there, and a second try inserts them again. Say what happens with those that are: ON CONFLICT DO NOTHING.'
  if (verb === undefined) return undefined
  words.take('UNIQUE')
  if (words.peek() === 'OR' || words.take('INDEX', 'CONCURRENTLY')) return undefined
  const kind = words.peek()
  if (SHOWN.includes(kind)) return undefined
  const has = verb === 'CREATE' ? /\bIF\s+NOT\s+EXISTS\b/i : /\bIF\s+EXISTS\b/i
  const [clause, state] =
    verb === 'CREATE' ? ['IF NOT EXISTS', 'exists already'] : ['IF EXISTS', 'is gone already']
  return has.test(text) || !OPTIONAL.has(kind)
    ? undefined
    : `If it is interrupted and tried again, it fails where the ${kind.toLowerCase()} ${state}. Write ${clause}.`
}

/** Objects whose statements know the clause. */
const OPTIONAL: ReadonlySet<string> = new Set(['TABLE', 'INDEX', 'SEQUENCE', 'SCHEMA', 'EXTENSION'])
