import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { BEFORE, CASES } from '../lint/cases.ts'
import { attempt, loadServerParser, splitByServer, splitByUs } from './server-parser.ts'

beforeAll(loadServerParser)

/** Where files lie that were found by this search, or in the wild, and were cut in the wrong place. */
const FIXTURES = join(import.meta.dirname, 'fixtures')

test.each(readdirSync(FIXTURES))('%s is cut as the server does', (file) => {
  const text = readFileSync(join(FIXTURES, file), 'utf8')
  expect(splitByUs(text)).toEqual(splitByServer(text))
})

/**
 * What is put into statements: whatever opens, closes, separates or escapes something, and what looks like it. No byte order mark: to
 * the server it is a letter, to us a blank, since files that were joined hold it in their middle.
 */
const SPICE = [
  ...[
    "'",
    "''",
    '"',
    '""',
    '$$',
    '$a$',
    '$1',
    '$',
    '/*',
    '*/',
    '--',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
  ],
  ...[';', '(', ')', ',', '.', '*', '-', '+', '/', '\\', ':', '::', '@', '#', '&', '|', '!', '?'],
  ...[
    "E'",
    "e'\\'",
    "U&'",
    'U&"',
    "B'",
    "X'",
    "N'",
    " UESCAPE '!'",
    "'\n'",
    "' '",
    '\u00a0',
    '\u2028',
  ],
  ...[
    'BEGIN ATOMIC ',
    ' END',
    ' CASE WHEN a THEN b END',
    ' ATOMIC',
    ' BEGIN',
    ' AS ',
    ' end ',
    '"end"',
  ],
  ...[
    'a$b$',
    '$é$',
    '$a$$a$',
    '1e',
    '0x',
    '_',
    'é',
    '😀',
    '/* /* */',
    '-- ;\n',
    '/*;*/',
    '<-',
    '*/*',
    '-/**/-',
  ],
  ...[
    ' CREATE FUNCTION f() RETURNS int ',
    ' LANGUAGE sql ',
    ' RETURN 1',
    'COPY t FROM ',
    ' stdin ',
    'SELECT 1',
  ],
] as const

const SEEDED: readonly string[] = [
  ...BEFORE.split(';').map((statement) => statement.trim()),
  ...CASES.flatMap(([, breaks, keeps]) => [...breaks, ...keeps]),
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END',
  "DO $$ BEGIN RAISE NOTICE 'a;b'; END $$",
  "SELECT E'a\\';b', U&'d\\0061t', $t$ ; $t$",
].filter((statement) => statement !== '')

type Change = { readonly at: number; readonly cut: number; readonly put: string }

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 3 }),
  put: fc.oneof(fc.constant(''), fc.constantFrom(...SPICE), fc.constantFrom(...SPICE)),
})

/** Statements in a row, some characters of them replaced. */
const mutated = fc
  .tuple(
    fc.array(fc.constantFrom(...SEEDED), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(';', ';\n', '; -- x\n', ' ; '),
    fc.array(change, { maxLength: 4 }),
  )
  .map(([statements, gap, changes]) =>
    changes.reduce((text, { at, cut, put }) => {
      const place = Math.floor(at * text.length)
      return text.slice(0, place) + put + text.slice(place + cut)
    }, statements.join(gap)),
  )

/** Every seed that once found something stays; GODWIT_FUZZ_RUNS searches longer, from another beginning. */
const SEEDS = [1, 20_261_128, -559_038_737]
const RUNS = Number(process.env['GODWIT_FUZZ_RUNS'] ?? 2_000)
const ALL = process.env['GODWIT_FUZZ_RUNS'] === undefined ? SEEDS : [...SEEDS, undefined]

test.each(ALL)('what the server can parse is cut in the same places, from seed %s', (seed) => {
  let compared = 0
  fc.assert(
    fc.property(mutated, (text) => {
      // A hint is a comment to the server and a part of the statement to us: extensions read it.
      fc.pre(!text.includes('/*+') && !text.includes('\0'))
      const theirs = attempt(() => splitByServer(text))
      if (theirs === undefined) return
      compared++
      expect(splitByUs(text)).toEqual(theirs)
    }),
    { numRuns: RUNS, ...(seed === undefined ? {} : { seed }) },
  )
  expect(compared).toBeGreaterThan(RUNS / 10)
})
