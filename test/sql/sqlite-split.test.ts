import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitStatements } from '#sql'

let database: DatabaseSyncInstance

beforeAll(() => {
  database = new DatabaseSync(':memory:')
  database.exec(
    'CREATE TABLE t (a, b, "end"); CREATE TABLE u (a); CREATE VIEW v AS SELECT a FROM t',
  )
})

afterAll(() => database.close())

/** Statements that SQLite accepts and that are easily cut in the wrong place. */
const STATEMENTS = [
  "SELECT ';', 'it''s', x'00'",
  'SELECT a AS [x;y], b AS `c;``d`, "end" AS "e;""f" FROM t',
  "SELECT '\\', '\\'",
  'SELECT 1 /* /* ; */ + 2 -- ;\n + 3',
  'SELECT 1 -/* ; */- 2',
  'SELECT :a, @b, $c, ?1',
  'SELECT CASE WHEN 1 THEN 2 END',
  'CREATE TRIGGER g1 AFTER INSERT ON t BEGIN SELECT 1; END',
  'CREATE TEMP TRIGGER IF NOT EXISTS g2 BEFORE UPDATE OF a ON t FOR EACH ROW WHEN CASE new.a WHEN 1 THEN 1 END BEGIN UPDATE t SET a = CASE b WHEN 1 THEN 2 ELSE 3 END; DELETE FROM u; END',
  'CREATE TRIGGER "g;3" INSTEAD OF DELETE ON v BEGIN SELECT old.a; /* END; */ -- END;\n SELECT 2;\nEND',
  'CREATE TRIGGER begin AFTER DELETE ON t BEGIN SELECT old.end; SELECT 1 AS end; END',
  "CREATE TRIGGER g4 AFTER INSERT ON t BEGIN INSERT INTO u VALUES (';'), ('END;'); END",
  'EXPLAIN CREATE TRIGGER g5 AFTER INSERT ON t BEGIN SELECT 1; END',
  "CREATE TABLE [n;1] (a DEFAULT (1), b CHECK (b <> ';'))",
  'BEGIN IMMEDIATE',
  'END TRANSACTION',
  'PRAGMA foreign_keys = ON',
]

const GAPS = [';', ' ; ', ';\n', ';\r\n\t', "; -- it's;\n", ';/* " ; */', ';;\n;']

test.each(STATEMENTS)('SQLite reads it as one: %j', (statement) => {
  database.prepare(statement)
  expect(split(`${statement};`)).toEqual([statement])
  // SQLite prepares the first statement only; with a second one behind, ours must be that first one.
  expect(split(`${statement};\nSELECT 2`)).toEqual([statement, 'SELECT 2'])
})

test('each piece of any sequence can be prepared alone', () => {
  const sequence = fc.array(fc.tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom(...GAPS)))
  fc.assert(
    fc.property(sequence, (pairs) => {
      const found = split(pairs.map(([statement, gap]) => statement + gap).join(''))
      expect(found).toEqual(pairs.map(([statement]) => statement))
      for (const statement of found) database.prepare(statement)
    }),
  )
})

test('running the pieces does what running the whole text does', () => {
  const script = `
    CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT); -- it's a log
    CREATE TABLE item (id INTEGER PRIMARY KEY, "a;b" TEXT DEFAULT ';');
    CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
      INSERT INTO log (what) VALUES (CASE new."a;b" WHEN ';' THEN 'default;' ELSE new."a;b" END);
      UPDATE log SET what = what || ' END;' WHERE n = 1;
    END;
    INSERT INTO item DEFAULT VALUES; INSERT INTO item ("a;b") VALUES ('x'';y');;
    /* the end; */ DROP TRIGGER item_added
    /* open`
  expect(contents((other) => split(script).forEach((piece) => other.exec(piece)))).toEqual(
    contents((other) => other.exec(script)),
  )
})

const PIECES = [
  "'",
  "''",
  '"',
  '`',
  '[',
  ']',
  '/*',
  '*/',
  '--',
  '\n',
  ' ',
  ' ',
  ';',
  ';',
  '(',
  ')',
  ',',
  '.',
  '*',
  '-',
  '+',
  'SELECT 1',
  'a',
  'é',
  ' AS b',
  ' FROM t',
  '1',
  'END',
  'CASE WHEN a THEN b END',
  '\nCREATE TRIGGER g AFTER INSERT ON t BEGIN ',
  'DELETE FROM u;',
] as const

test('what SQLite can prepare whole, we leave whole', () => {
  let compared = 0
  const pieces = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = `SELECT 1${parts.join('')}`
      const [first, second] = attempt(() => split(text)) ?? []
      if (first === undefined || !prepares(text)) return
      compared++
      expect(prepares(first)).toBe(true)
      if (second === undefined) return
      // SQLite stopped at the same semicolon: without it and what follows the text means the same.
      expect(columns(first)).toBe(columns(text))
    }),
    { numRuns: 20_000 },
  )
  expect(compared).toBeGreaterThan(300)
})

function split(text: string): readonly string[] {
  return splitStatements(text, 'sqlite', 'f.sql').map((statement) => statement.text)
}

function prepares(text: string): boolean {
  return attempt(() => database.prepare(text)) !== undefined
}

function columns(text: string): number {
  return database.prepare(text).columns().length
}

function contents(fill: (other: DatabaseSyncInstance) => void): unknown {
  const other = new DatabaseSync(':memory:')
  try {
    fill(other)
    return [
      other.prepare('SELECT * FROM log').all(),
      other.prepare('SELECT * FROM item').all(),
      other.prepare('SELECT name FROM sqlite_schema ORDER BY name').all(),
    ]
  } finally {
    other.close()
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
