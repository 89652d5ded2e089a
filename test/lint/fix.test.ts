import { describe, expect, test } from 'vitest'
import { RULES } from '#lint'
import { FIX_CASES, SHOP } from './fix-cases.ts'
import { fixSql } from './fix-sql.ts'

test('every rule that says that it mends something has a case, and no other one', () => {
  expect([...new Set(FIX_CASES.map(({ rule }) => rule))].toSorted()).toEqual(
    RULES.flatMap(({ id, fix }) => (fix === undefined ? [] : [id])).toSorted(),
  )
})

describe.each(FIX_CASES)('$rule: $sql', ({ rule, sql, fixed }) => {
  test('becomes the safe form, which is free of the finding and stays as it is', async () => {
    const once = await fixSql(SHOP, sql)
    expect(once.text).toBe(fixed)
    expect(once.fixed).toContain(rule)
    expect(once.left.filter(({ fix }) => fix !== undefined)).toEqual([])
    expect(await fixSql(SHOP, once.text)).toMatchObject({ text: fixed, fixed: [] })
  })
})

const FOREIGN = 'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users'
const APART = '-- godwit:transaction none\n'

describe('the rest of the file stays byte for byte', () => {
  test.each([
    [
      'comments, blanks and indentation',
      `-- é 😀\n\n  /* one */ SELECT 1; -- two\n\n\t${FOREIGN} -- why\n\t; -- three\n-- end`,
      `${APART}-- é 😀\n\n  /* one */ SELECT 1; -- two\n\n\t${FOREIGN} NOT VALID;\n\tALTER TABLE orders VALIDATE CONSTRAINT f -- why\n\t; -- three\n-- end`,
    ],
    [
      'a comment inside the statement',
      'ALTER TABLE users -- 名\n  /* one each */ ADD CONSTRAINT one UNIQUE (email);',
      'CREATE UNIQUE INDEX CONCURRENTLY one ON users (email);\nALTER TABLE users -- 名\n  /* one each */ ADD CONSTRAINT one UNIQUE USING INDEX one;',
    ],
    [
      'line breaks of Windows, and no semicolon at the end',
      `-- a\r\n${FOREIGN}\r\n`,
      `-- godwit:transaction none\r\n-- a\r\n${FOREIGN} NOT VALID;\r\nALTER TABLE orders VALIDATE CONSTRAINT f\r\n`,
    ],
    [
      'directives, and statements in one line',
      '-- godwit:lock-timeout 2s\nCREATE INDEX a ON users (note); CREATE INDEX b ON users (done);',
      '-- godwit:lock-timeout 2s\nCREATE INDEX CONCURRENTLY a ON users (note); CREATE INDEX CONCURRENTLY b ON users (done);',
    ],
    [
      'a file whose statements are apart already',
      `-- godwit:transaction none\nINSERT INTO counts VALUES (0, '');\n${FOREIGN};\nDELETE FROM counts WHERE id = 0;\n`,
      `-- godwit:transaction none\nINSERT INTO counts VALUES (0, '');\n${FOREIGN} NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT f;\nDELETE FROM counts WHERE id = 0;\n`,
    ],
    [
      'a key at the top and a constraint below it',
      `ALTER TABLE users ADD CONSTRAINT one UNIQUE (email);\n${FOREIGN};\n`,
      `${APART}CREATE UNIQUE INDEX CONCURRENTLY one ON users (email);\nALTER TABLE users ADD CONSTRAINT one UNIQUE USING INDEX one;\n${FOREIGN} NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT f;\n`,
    ],
    [
      'rows that are changed on one side of an index',
      "INSERT INTO counts VALUES (0, '');\nCREATE INDEX i ON users (note);\n",
      "INSERT INTO counts VALUES (0, '');\nCREATE INDEX CONCURRENTLY i ON users (note);\n",
    ],
  ])('%s', async (_what, text, fixed) => {
    // SELECT is not known to be without effect: it is left out where the file is parted.
    const sql = text.replace('SELECT 1;', 'CREATE TABLE t (a int);')
    const { text: after } = await fixSql(SHOP, sql)
    expect(after).toBe(fixed.replace('SELECT 1;', 'CREATE TABLE t (a int);'))
  })

  test('a single file gets its directive in the section', async () => {
    const { text } = await fixSql(
      SHOP,
      `-- why\n-- godwit:up\n${FOREIGN};\n-- godwit:down\nALTER TABLE orders DROP CONSTRAINT f;\n`,
      '002_now.sql',
    )
    expect(text).toBe(
      `-- why\n-- godwit:up\n${APART}${FOREIGN} NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT f;\n-- godwit:down\nALTER TABLE orders DROP CONSTRAINT f;\n`,
    )
  })
})

describe('what would not surely come to the same is told, and stays', () => {
  const INDEX = 'CREATE INDEX i ON users (note)'
  test.each([
    ['a table that no migration made', 'CREATE INDEX i ON unknown (a);'],
    ['a table with partitions', 'CREATE INDEX i ON events (id);'],
    ['another table for the same name', `SET search_path = app; ${INDEX};`],
    ['a transaction of the file', `BEGIN; ${INDEX}; COMMIT;`],
    ['a transaction that the file wants', `-- godwit:transaction single\n${INDEX};`],
    ['grouping that the file asks for', `-- godwit:transaction auto\n${FOREIGN};`],
    ['a setting of the transaction', `SET LOCAL work_mem = '1GB'; ${INDEX};`],
    [
      'rows changed on both sides',
      `DELETE FROM counts WHERE id = 1; ${INDEX}; DELETE FROM counts WHERE id = 2;`,
    ],
    ['rows changed with it', `DELETE FROM orders WHERE id = 1; ${FOREIGN};`],
    [
      'a constraint that takes the place of another',
      `ALTER TABLE orders DROP CONSTRAINT orders_pkey; ${FOREIGN};`,
    ],
    ['an index that takes the place of another', `DROP INDEX users_email; ${INDEX};`],
    ['a block of code', `DO $$ BEGIN END $$; ${FOREIGN};`],
    ['a statement that cannot be read', `SELECT frm x y; ${INDEX};`],
    [
      'an index whose name PostgreSQL counts',
      'CREATE INDEX CONCURRENTLY users_note_idx ON users (id); CREATE INDEX ON users (note);',
    ],
    ['an index over an expression without a name', 'CREATE INDEX ON users (lower(note));'],
    ['an index that a constraint made', 'DROP INDEX users_pkey;'],
    ['a view without a unique index', 'REFRESH MATERIALIZED VIEW sums;'],
    [
      'a view that is empty',
      'REFRESH MATERIALIZED VIEW totals WITH NO DATA; REFRESH MATERIALIZED VIEW totals;',
    ],
    ['all indexes of a table', 'REINDEX TABLE users;'],
    [
      'a table that may be missing',
      `ALTER TABLE IF EXISTS orders ADD CONSTRAINT c CHECK (amount > 0);`,
    ],
    [
      'a table without its children',
      `ALTER TABLE ONLY orders ADD CONSTRAINT c CHECK (amount > 0);`,
    ],
    ['several clauses', 'ALTER TABLE orders ADD CONSTRAINT c CHECK (amount > 0), ADD z int;'],
    ['a key with more to it', 'ALTER TABLE users ADD UNIQUE (email) WITH (fillfactor = 70);'],
    ['a key with a comment in it', 'ALTER TABLE users ADD UNIQUE (email /* why */);'],
    ['a primary key whose columns may hold NULL', 'ALTER TABLE events ADD PRIMARY KEY (id, at);'],
    [
      'a name that is taken',
      'ALTER TABLE orders ADD CONSTRAINT orders_amount_is_set CHECK (amount > 0) NOT VALID; ALTER TABLE orders ALTER amount SET NOT NULL;',
    ],
    [
      'a name that is too long',
      `CREATE TABLE ${'t'.repeat(60)} (a int); ALTER TABLE ${'t'.repeat(60)} ADD b int;`,
    ],
    [
      'a permission that would count for something else',
      `SELECT 1;\n-- godwit:allow prefer-bigint "why"\nALTER TABLE users ADD UNIQUE (email);`,
    ],
    [
      'a default that differs from row to row',
      'ALTER TABLE users ADD z uuid DEFAULT gen_random_uuid();',
    ],
  ])('%s', async (_what, sql) => {
    const { text, fixed } = await fixSql(SHOP, sql)
    expect([text, fixed]).toEqual([sql, []])
  })

  test('what is allowed', async () => {
    const sql = `-- godwit:allow index-not-concurrent "it is small"\n${INDEX};\n`
    expect(await fixSql(SHOP, sql)).toEqual({ text: sql, fixed: [], left: [] })
  })
})
