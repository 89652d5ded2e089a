import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import { canonicalText } from './canonical.ts'
import type { Language } from './grammar/facts.ts'
import { readDirectives } from './read-directives.ts'
import { transactionRole } from './role.ts'
import { readSections } from './sections.ts'
import { splitStatements } from './split.ts'

const GRAMMARS: readonly Language[] = ['postgres', 'sqlite', 'mysql']

/** Pieces that mean something to at least one of the lexers. */
const PIECES = [
  "'",
  "''",
  '"',
  '`',
  '[',
  ']',
  '\\',
  '$$',
  '$a$',
  '$',
  '/*',
  '*/',
  '/*!',
  '/*!40101 ',
  '/*+',
  '--',
  '-- ',
  '#',
  ';',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '(',
  ')',
  ',',
  '.',
  ':',
  '@',
  '-',
  '*',
  '/',
  '\\.\n',
  '\ufeff',
  '\0',
  '😀',
  'é',
  "E'",
  "U&'",
  '1',
  '1e',
  'a',
  'E',
  'CREATE ',
  'FUNCTION ',
  'PROCEDURE ',
  'TRIGGER ',
  'EACH ROW ',
  'BEGIN ',
  'ATOMIC ',
  'CASE ',
  'END',
  'END ',
  'IF ',
  'THEN ',
  'ELSE ',
  'LOOP ',
  'REPEAT ',
  'COPY t FROM stdin',
  'DELIMITER //\n',
  '//',
  'DELIMITER ;\n',
  'AS ',
  '\n-- godwit:transaction none\n',
  '\n-- godwit:up\n',
  '\n-- godwit:allow x "y"\n',
] as const

const nasty = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((pieces) => pieces.join(''))
const anyText = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 60 }))

test.each(GRAMMARS)('%s: text of any kind is read or refused, never worse', (grammar) => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const statement of attempt(() => splitStatements(text, grammar, 'f.sql')) ?? []) {
        transactionRole(statement, grammar)
      }
      attempt(() => readDirectives(text, 'f.sql'))
      attempt(() => readDirectives(text, 'f.sql', grammar))
      attempt(() => readSections(text, 'f.sql', grammar))
      canonicalText(text, grammar)
    }),
    { numRuns: 3000 },
  )
})

test.each(GRAMMARS)('%s: nothing is lost between the statements', (grammar) => {
  fc.assert(
    fc.property(nasty, (text) => {
      // Data lines and changed end marks stand between statements, too.
      fc.pre(!/copy|delimiter/i.test(text))
      const statements = attempt(() => splitStatements(text, grammar, 'f.sql')) ?? []
      let last = 0
      for (const { text: piece, start, end } of statements) {
        expect(text.slice(start.offset, end.offset)).toBe(piece)
        expect(splitStatements(text.slice(last, start.offset), grammar, 'f.sql')).toEqual([])
        last = end.offset
      }
    }),
    { numRuns: 3000 },
  )
})

test.each(GRAMMARS)('%s: the canonical text is its own canonical text', (grammar) => {
  fc.assert(
    fc.property(nasty, (text) => {
      // The canonical text has no DELIMITER lines, but might show a misplaced one as if it were.
      fc.pre(!/delimiter/i.test(text))
      const once = canonicalText(text, grammar)
      expect(canonicalText(once, grammar)).toBe(once)
    }),
    { numRuns: 5000 },
  )
})

const COMMON = [
  'SELECT 1',
  "INSERT INTO t (a, b) VALUES ('x; -- y', 'it''s /* no comment */')",
  'UPDATE "t;" SET a = b - 1 WHERE c <= 2',
  "SELECT '\n;\n'",
]

const FRAGMENTS: Readonly<Record<Language, readonly string[]>> = {
  postgres: [
    ...COMMON,
    "SELECT E'\\';', U&'\\0041', $1",
    'DO $a$ BEGIN; $$ ; $$; END $a$',
    'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 2 THEN 3 END; SELECT 2; END',
    'SELECT a /* one /* two; */ three; */ FROM b',
  ],
  sqlite: [
    ...COMMON,
    'SELECT [a;b], `c;d`',
    'CREATE TRIGGER t INSERT ON x BEGIN SELECT CASE 1 WHEN 2 THEN 3 END; DELETE FROM a; END',
  ],
  mysql: [
    ...COMMON,
    `SELECT 'a\\';', "b\\";", \`c;\``,
    'CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; SELECT IF(1, 2, 3); END',
    '/*!40101 SET a = 1 */',
  ],
}

const GAPS = [';', ' ;', ';\n', ';\r\n', "; -- it's; here\n", ';/* "; */', '\n;;\n', '; -- `\r\n\t']

test.each(GRAMMARS)('%s: known statements are split where they were joined', (grammar) => {
  const joined = fc.array(
    fc.tuple(fc.constantFrom(...FRAGMENTS[grammar]), fc.constantFrom(...GAPS)),
  )
  fc.assert(
    fc.property(joined, (pairs) => {
      const text = pairs.map(([statement, gap]) => statement + gap).join('')
      const found = splitStatements(text, grammar, 'f.sql').map((statement) => statement.text)
      expect(found).toEqual(pairs.map(([statement]) => statement))
    }),
  )
})

test.each(GRAMMARS)('%s: comments, blanks and line ends change no meaning', (grammar) => {
  const blank = fc.constantFrom(' ', '\t', '\r\n', " /* it's; */ ", '\n-- it\'s; "\n', ' -- x\r\n ')
  const noisy = fc.tuple(
    fc.array(fc.constantFrom(...FRAGMENTS[grammar])),
    fc.array(blank, { minLength: 1 }),
  )
  fc.assert(
    fc.property(noisy, ([statements, blanks]) => {
      const calm = statements.join(';\n')
      let next = 0
      const loud = statements
        .map((one) =>
          one.replace(/(?<=^[^'"`$[/]*) /g, () => blanks[next++ % blanks.length] ?? ' '),
        )
        .join(`${blanks.join('')};\r\n`)
      expect(canonicalText(`\ufeff${loud}`, grammar)).toBe(canonicalText(calm, grammar))
    }),
  )
})

test('the time grows with the text, not with its square', () => {
  const openers = [
    '(',
    '/*',
    '[',
    '$a',
    "E'a'\n",
    '-- godwit\n',
    '--',
    '/*!',
    'a;',
    'BEGIN ',
    '$a$;$a$ ',
    '\n\\.x',
    '`` ',
  ]
  for (const opener of openers) {
    const text = opener.repeat(200_000)
    for (const grammar of GRAMMARS) attempt(() => splitStatements(text, grammar, 'f.sql'))
  }
})

/** The result, or undefined where the text was refused as it should be. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (isGodwitError(error)) return undefined
    throw error
  }
}
