import type { DialectName } from './identity.ts'
import type { Files } from './workloads.ts'

/** A line that a part leaves each time it takes effect. */
export function effect(mark: string): string {
  return `INSERT INTO effects (mark) VALUES ('${mark}');\n`
}

/** Takes the line back, and leaves another each time that it does. */
export function undo(mark: string): string {
  return `DELETE FROM effects WHERE mark = '${mark}';\n${effect(`undo ${mark}`)}`
}

/** The first file of every workload: the table of the effects. */
export function effectsFiles(dialect?: DialectName): Files {
  const type = dialect === 'mariadb' ? 'varchar(100)' : 'text'
  return {
    '001_effects.up.sql': `CREATE TABLE effects (mark ${type} NOT NULL);\n${effect('001:1')}`,
    '001_effects.down.sql': 'DROP TABLE effects;\n',
  }
}

/** SQL that fills `items (a, b, c)` with rows. */
export function fillItems(dialect: DialectName, rows: number): string {
  const into = 'INSERT INTO items (a, b, c) SELECT n, n * 7, '
  switch (dialect) {
    case 'sqlite':
      return `INSERT INTO items (a, b, c) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT ${rows}) SELECT n, n * 7, hex(zeroblob(100)) FROM numbers;\n`
    case 'mariadb':
      return `${into}repeat(md5(n), 6) FROM (SELECT seq AS n FROM seq_1_to_${rows}) AS numbers;\n`
    case 'pg':
    case 'pglite':
      return `${into}repeat(md5(n::text), 6) FROM generate_series(1, ${rows}) AS n;\n`
  }
}

export const ITEMS = 'CREATE TABLE items (a integer NOT NULL, b integer NOT NULL, c text);\n'

/** Files that are one transaction each where definitions can be in transactions. */
export function transactionalFiles(dialect: DialectName): Files {
  return {
    ...effectsFiles(dialect),
    ...pair(2, 'items', ITEMS, 'DROP TABLE items;\n'),
    ...pair(3, 'fill', fillItems(dialect, 3000), 'DELETE FROM items;\n'),
    ...pair(
      4,
      'column',
      'ALTER TABLE items ADD COLUMN d integer NOT NULL DEFAULT 0;\nUPDATE items SET d = a WHERE a < 500;\n',
      'ALTER TABLE items DROP COLUMN d;\n',
    ),
    ...pair(
      5,
      'index',
      'CREATE INDEX items_b ON items (b);\n',
      `DROP INDEX items_b${dialect === 'mariadb' ? ' ON items' : ''};\n`,
    ),
    ...pair(
      6,
      'view',
      'CREATE VIEW small_items AS SELECT a FROM items WHERE a < 10;\n',
      'DROP VIEW small_items;\n',
    ),
    ...pair(7, 'more', fillItems(dialect, 2000), 'DELETE FROM items WHERE a > 100;\n'),
    ...pair(
      8,
      'orders',
      'CREATE TABLE orders (id integer PRIMARY KEY, note varchar(40));\nINSERT INTO orders (id) VALUES (1);\n',
      'DROP TABLE orders;\n',
    ),
  }
}

function pair(number: number, name: string, up: string, down: string): Files {
  const version = versionOf(number)
  return {
    [`${version}_${name}.up.sql`]: `${up}${effect(`${version}:1`)}`,
    [`${version}_${name}.down.sql`]: `${undo(`${version}:1`)}${down}`,
  }
}

function versionOf(number: number): string {
  return String(number).padStart(3, '0')
}

/** Many small files: PostgreSQL gets several of them in one message. */
export function manyFiles(count: number): Files {
  const files: Record<string, string> = {}
  for (let number = 2; number <= count; number++) {
    const version = versionOf(number)
    files[`${version}_small.up.sql`] =
      `CREATE TABLE small_${version} (id integer);\n${effect(`${version}:1`)}`
  }
  return {
    '001_effects.up.sql': `CREATE TABLE effects (mark varchar(100) NOT NULL);\n${effect('001:1')}`,
    ...files,
  }
}
