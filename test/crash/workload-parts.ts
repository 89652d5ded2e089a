import type { DialectName } from './identity.ts'
import { effect, effectsFiles, fillItems, ITEMS, undo } from './workload-plain.ts'
import type { Files, Workload } from './workloads.ts'

type Parts = { readonly files: Files; readonly evidence: Workload['evidence'] }

/** Files of which some cannot share a transaction with their record, between others that can. */
export function mixedFiles(dialect: DialectName): Parts {
  const files = {
    ...effectsFiles(dialect),
    '002_items.up.sql': `${ITEMS}${fillItems(dialect, 1000)}${effect('002:1')}`,
    '004_plain.up.sql': `CREATE TABLE plain (id integer);\n${effect('004:1')}`,
    '005_code.mjs': `export async function up(db) {
  await db.execute("INSERT INTO effects (mark) VALUES ('005:1')")
  ${dialect === 'mariadb' ? '' : "await db.execute('CREATE TABLE by_code (id integer)')"}
}
`,
  }
  switch (dialect) {
    case 'pg':
    case 'pglite':
      return { files: { ...files, ...mixedPostgres() }, evidence: INDEX_EVIDENCE }
    case 'sqlite':
      return { files: { ...files, ...mixedSqlite() }, evidence: {} }
    case 'mariadb':
      return { files: { ...files, ...mixedMariadb() }, evidence: MARIADB_EVIDENCE }
  }
}

const INDEX_EVIDENCE = { '006:2': 'index items_b valid' }

function mixedPostgres(): Files {
  return {
    '003_vacuum.up.sql': `${effect('003:1')}VACUUM items;\n${effect('003:3')}`,
    '006_index.up.sql': `${effect('006:1')}CREATE INDEX CONCURRENTLY items_b ON items (b);\n${effect('006:3')}`,
    '007_last.up.sql': `VACUUM ANALYZE items;\nALTER TABLE plain ADD COLUMN note text;\n${effect('007:2')}`,
  }
}

/** The part in the middle of 006 rebuilds a table, as SQLite wants it done. */
function mixedSqlite(): Files {
  return {
    '003_vacuum.up.sql': `${effect('003:1')}VACUUM;\n${effect('003:3')}`,
    '006_rebuild.up.sql': `PRAGMA foreign_keys = OFF;
CREATE TABLE new_items (a integer NOT NULL, b integer, c text, e text);
INSERT INTO new_items (a, b, c) SELECT a, b, c FROM items;
DROP TABLE items;
ALTER TABLE new_items RENAME TO items;
${effect('006:2')}PRAGMA foreign_keys = ON;
`,
    '007_last.up.sql': `VACUUM;\n${effect('007:2')}`,
  }
}

function mixedMariadb(): Files {
  return {
    '003_index.up.sql': `${effect('003:1')}CREATE INDEX items_a ON items (a);\n${effect('003:3')}`,
    '006_column.up.sql': `${effect('006:1')}ALTER TABLE items ADD COLUMN e integer;\n${effect('006:3')}`,
    '007_last.up.sql': `DROP TABLE plain;\n${effect('007:2')}`,
  }
}

const MARIADB_EVIDENCE = {
  '001:1': 'table effects',
  '002:1': 'table items',
  '003:2': 'index items.items_a 1 a',
  '004:1': 'table plain',
  '006:2': 'column items.e',
  '007:1': '!table plain',
}

type BothWays = {
  readonly files: Files
  readonly up: Workload['evidence']
  readonly down: Workload['evidence']
}

/** PostgreSQL: indexes that are built while others write, and what else works in steps of its own. */
export function concurrentFiles(): BothWays {
  return {
    files: {
      ...effectsFiles(),
      '002_items.up.sql': `${ITEMS}${fillItems('pg', 3000)}
CREATE TABLE logs (at integer NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (0) TO (10);
${effect('002:1')}`,
      '002_items.down.sql': `DROP TABLE logs;\nDROP TABLE items;\n${undo('002:1')}`,
      '003_index_a.up.sql': 'CREATE INDEX CONCURRENTLY items_a ON items (a);\n',
      '003_index_a.down.sql': 'DROP INDEX CONCURRENTLY items_a;\n',
      '004_index_b.up.sql': `${effect('004:1')}CREATE UNIQUE INDEX CONCURRENTLY items_b ON items (b);\n${effect('004:3')}`,
      '004_index_b.down.sql': `${undo('004:1')}DROP INDEX CONCURRENTLY items_b;\n${undo('004:3')}`,
      '005_two.up.sql': `CREATE INDEX CONCURRENTLY items_ab ON items (a, b);
CREATE INDEX CONCURRENTLY items_ba ON items (b, a);
`,
      '005_two.down.sql': `DROP INDEX CONCURRENTLY items_ab;\nDROP INDEX CONCURRENTLY items_ba;\n`,
      '006_reindex.up.sql': `REINDEX INDEX CONCURRENTLY items_ab;\n${effect('006:2')}`,
      '006_reindex.down.sql': `${undo('006:2')}`,
      '007_detach.up.sql': `ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY;\n${effect('007:2')}`,
      '007_detach.down.sql': `ALTER TABLE logs ATTACH PARTITION logs_1 FOR VALUES FROM (0) TO (10);\n${undo('007:2')}`,
      '008_drop.up.sql': `DROP INDEX CONCURRENTLY items_ba;\n${effect('008:2')}`,
      '008_drop.down.sql': `CREATE INDEX CONCURRENTLY items_ba ON items (b, a);\n${undo('008:2')}`,
    },
    up: {
      '003:1': 'index items_a valid',
      '004:2': 'index items_b valid',
      '005:1': 'index items_ab valid',
      '005:2': 'index items_ba valid',
      '007:1': '!partition logs_1 of logs',
      '008:1': '!index items_ba valid',
    },
    down: {
      '003:1': '!index items_a',
      '004:2': '!index items_b',
      '005:1': '!index items_ab',
      '005:2': '!index items_ba',
      '008:1': 'index items_ba valid',
    },
  }
}

/** MySQL and MariaDB: every definition commits by itself, so a file of several has as many parts. */
export function ddlFiles(): BothWays {
  return {
    files: {
      ...effectsFiles('mariadb'),
      '002_items.up.sql': `${ITEMS}${effect('002:2')}CREATE TABLE more (id integer PRIMARY KEY);\n${effect('002:4')}`,
      '002_items.down.sql': `${undo('002:2')}DROP TABLE items;\n${undo('002:4')}DROP TABLE more;\n`,
      '003_alter.up.sql': `ALTER TABLE items ADD COLUMN d integer;
ALTER TABLE items ADD INDEX items_d (d);
CREATE INDEX items_b ON items (b);
${effect('003:4')}`,
      '003_alter.down.sql': `${undo('003:4')}DROP INDEX items_b ON items;
DROP INDEX items_d ON items;
ALTER TABLE items DROP COLUMN d;
`,
      '004_view.up.sql': `CREATE VIEW small_items AS SELECT a FROM items WHERE a < 10;
CREATE TRIGGER items_more AFTER INSERT ON items FOR EACH ROW INSERT IGNORE INTO more VALUES (NEW.a);
CREATE PROCEDURE nothing() SELECT 1;
${effect('004:4')}`,
      '004_view.down.sql': `DROP PROCEDURE nothing;
DROP TRIGGER items_more;
DROP VIEW small_items;
${undo('004:4')}`,
      '005_rename.up.sql': `RENAME TABLE more TO further;\n${effect('005:2')}`,
      '005_rename.down.sql': `RENAME TABLE further TO more;\n${undo('005:2')}`,
    },
    up: {
      '001:1': 'table effects',
      '002:1': 'table items',
      '002:3': 'table more',
      '003:1': 'column items.d',
      '003:2': 'index items.items_d',
      '003:3': 'index items.items_b',
      '004:1': 'view small_items',
      '004:2': 'trigger items_more',
      '004:3': 'routine nothing',
      '005:1': 'table further',
    },
    down: {
      '001:1': '!table effects',
      '002:2': '!table items',
      '002:4': '!table more',
      '003:2': '!index items.items_b',
      '003:3': '!index items.items_d',
      '003:4': '!column items.d',
      '004:1': '!routine nothing',
      '004:2': '!trigger items_more',
      '004:3': '!view small_items',
      '005:1': 'table more',
    },
  }
}

/** MariaDB: new tables with an index each, of which it gets many in one message. */
export function chainFiles(count: number): Parts {
  const files: Record<string, string> = { ...effectsFiles('mariadb') }
  const evidence: Record<string, string> = { '001:1': 'table effects' }
  for (let number = 2; number <= count; number++) {
    const version = String(number).padStart(3, '0')
    const name = `chain_${version}`
    files[`${version}_chain.up.sql`] =
      `CREATE TABLE ${name} (id integer PRIMARY KEY, a integer);\nCREATE INDEX ${name}_a ON ${name} (a);\n`
    evidence[`${version}:1`] = `table ${name}`
    evidence[`${version}:2`] = `index ${name}.${name}_a`
  }
  return { files, evidence }
}
