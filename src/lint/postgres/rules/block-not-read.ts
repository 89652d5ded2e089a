import type { Rule } from '../../rule.ts'
import { constantOf } from '../trees.ts'

export const blockNotRead: Rule = {
  id: 'block-not-read',
  severity: 'warning',
  title: 'A DO block that changes what is there, which lint does not look into',
  problem:
    'The body of a DO block is the text of another language. Rules do not see its statements: what it locks, rewrites or destroys is not told.',
  safe: `ALTER TABLE users ADD COLUMN plan text;
-- the statements themselves, where no loop or condition is needed`,
  allow: 'Somebody has looked at what it does.',
  about: ['DoStmt'],
  check({ tree }) {
    if (!('DoStmt' in tree)) return []
    const body = (tree.DoStmt.args ?? []).flatMap((node) =>
      'DefElem' in node && node.DefElem.defname === 'as' && node.DefElem.arg !== undefined
        ? 'String' in node.DefElem.arg
          ? (node.DefElem.arg.String.sval ?? '')
          : (constantOf(node.DefElem.arg) ?? '')
        : [],
    )
    const word = CHANGES.exec(body.join('\n').replaceAll(/--[^\n]*|'(?:[^']|'')*'/g, ' '))?.[0]
    return word === undefined
      ? []
      : [
          {
            message: `The body of this block is not looked into, and it holds ${word.toUpperCase()}.`,
          },
        ]
  },
}

/** Statements that rules would have something to say about. */
const CHANGES =
  /\b(ALTER|DROP|TRUNCATE|UPDATE|DELETE|MERGE|LOCK|REINDEX|CLUSTER|REFRESH|EXECUTE|CREATE\s+(?:UNIQUE\s+)?INDEX)\b/i
