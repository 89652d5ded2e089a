/** The schema before the statements, with rows in it. */
export const BEFORE = `
CREATE TABLE parents (id integer PRIMARY KEY, name text, extra text, code text UNIQUE);
CREATE TABLE children (id integer PRIMARY KEY, parent_id integer REFERENCES parents (id) ON DELETE CASCADE);
CREATE TABLE friends (id integer PRIMARY KEY, parent integer, FOREIGN KEY (parent) REFERENCES "parents" (id) ON DELETE SET NULL);
CREATE TABLE users (id integer PRIMARY KEY, email text, note text, total integer, owner integer, FOREIGN KEY (owner) REFERENCES users (id));
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE logs (id integer PRIMARY KEY, line text, seen integer);
CREATE INDEX logs_line ON logs (line);
CREATE TRIGGER logs_seen AFTER INSERT ON logs BEGIN SELECT 1; END;
CREATE TABLE pages (id integer PRIMARY KEY, body text, lang text);
CREATE VIEW bodies AS SELECT id, body FROM pages;
CREATE TABLE inner_pages (id integer);
CREATE TRIGGER inner_seen AFTER INSERT ON inner_pages BEGIN UPDATE users SET total = 1; END;
INSERT INTO parents VALUES (1, 'a', 'b', 'c');
INSERT INTO children VALUES (1, 1);
INSERT INTO friends VALUES (1, 1);
INSERT INTO users VALUES (1, 'e', 'n', 1, NULL);
INSERT INTO logs VALUES (1, 'l', 0);
INSERT INTO pages VALUES (1, 'b', 'en');
`

/** The statements that change a table by making it anew. */
function rebuild(table: string, columns: string, more = ''): string {
  const names = columns.replaceAll(/ (integer PRIMARY KEY|text)/g, '')
  return `CREATE TABLE new_${table} (${columns}); INSERT INTO new_${table} SELECT ${names} FROM ${table}; DROP TABLE ${table}; ALTER TABLE new_${table} RENAME TO ${table}${more}`
}

export const PARENTS = rebuild('parents', 'id integer PRIMARY KEY, name text')
const LOGS = 'id integer PRIMARY KEY, line text'
const PAGES = rebuild('pages', 'id integer PRIMARY KEY, body text')
const TRIGGER = 'CREATE TRIGGER logs_seen AFTER INSERT ON logs BEGIN SELECT 1; END'
export const RENAMED_FIRST =
  'ALTER TABLE parents RENAME TO old; CREATE TABLE parents (id integer PRIMARY KEY); INSERT INTO parents SELECT id FROM old; DROP TABLE old'

/** Statements that break a rule, and statements near them that do not. */
export const CASES: readonly (readonly [
  rule: string,
  breaks: readonly string[],
  sound: readonly string[],
])[] = [
  [
    'drop-deletes-children',
    [
      PARENTS,
      `BEGIN; ${PARENTS}; COMMIT`,
      `BEGIN; PRAGMA foreign_keys = OFF; ${PARENTS}; COMMIT`,
      `PRAGMA defer_foreign_keys = ON; ${PARENTS}`,
      'DROP TABLE parents',
      'DROP TABLE IF EXISTS main.parents',
    ],
    [
      `PRAGMA foreign_keys = OFF; ${PARENTS}; PRAGMA foreign_keys = ON`,
      `PRAGMA foreign_keys(0); BEGIN; ${PARENTS}; COMMIT`,
      'DROP TABLE children',
      'DROP TABLE users',
      'CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a integer REFERENCES a ON DELETE CASCADE); DROP TABLE a',
    ],
  ],
  [
    'rebuild-loses-objects',
    [rebuild('logs', LOGS), `${rebuild('logs', LOGS)}; CREATE INDEX logs_line ON logs (line)`],
    [
      `${rebuild('logs', LOGS)}; CREATE INDEX logs_line ON logs (line); ${TRIGGER}`,
      `${rebuild('logs', 'id integer PRIMARY KEY, seen text')}; ${TRIGGER}`,
      'DROP TABLE logs',
    ],
  ],
  [
    'rebuild-breaks-views',
    [
      PAGES,
      `PRAGMA foreign_keys = OFF; ${rebuild('users', 'id integer PRIMARY KEY, email text, total text')}`,
    ],
    [
      `DROP VIEW bodies; ${PAGES}; CREATE VIEW bodies AS SELECT id, body FROM pages`,
      `PRAGMA legacy_alter_table = ON; ${PAGES}; PRAGMA legacy_alter_table = OFF`,
      rebuild('logs', LOGS),
      'ALTER TABLE pages RENAME TO sheets',
    ],
  ],
  [
    'rename-repoints-references',
    [RENAMED_FIRST, `PRAGMA foreign_keys = OFF; ${RENAMED_FIRST}`],
    [
      `PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ${RENAMED_FIRST}`,
      'ALTER TABLE parents RENAME TO forebears',
      'ALTER TABLE logs RENAME TO old; CREATE TABLE logs (id integer PRIMARY KEY)',
    ],
  ],
  [
    'setting-without-effect',
    ['BEGIN; PRAGMA foreign_keys = OFF; COMMIT', 'BEGIN; PRAGMA main.foreign_keys(off); COMMIT'],
    [
      'PRAGMA foreign_keys = OFF; BEGIN; SELECT 1; COMMIT',
      'BEGIN; PRAGMA defer_foreign_keys = ON; COMMIT',
      'BEGIN; PRAGMA foreign_keys; COMMIT',
    ],
  ],
  [
    'vacuum-in-transaction',
    ['BEGIN; VACUUM; COMMIT'],
    ['VACUUM', 'BEGIN; SELECT 1; COMMIT; VACUUM'],
  ],
  [
    'add-required-column',
    [
      'ALTER TABLE users ADD COLUMN z text NOT NULL',
      'ALTER TABLE users ADD z text NOT NULL DEFAULT NULL',
    ],
    [
      "ALTER TABLE users ADD COLUMN z text NOT NULL DEFAULT ''",
      'ALTER TABLE users ADD COLUMN z text',
      'CREATE TABLE t (a int); ALTER TABLE t ADD z int NOT NULL',
      'ALTER TABLE users ADD z int NOT NULL AS (total * 2) VIRTUAL',
    ],
  ],
  [
    'add-column-refused',
    [
      'ALTER TABLE users ADD COLUMN z text DEFAULT CURRENT_TIMESTAMP',
      'ALTER TABLE users ADD COLUMN z int DEFAULT (1 + 1)',
      'ALTER TABLE users ADD COLUMN z int UNIQUE',
      'ALTER TABLE users ADD z int PRIMARY KEY',
      'ALTER TABLE users ADD z int GENERATED ALWAYS AS (total * 2) STORED',
      'ALTER TABLE users ADD z int DEFAULT 1 REFERENCES parents (id)',
      'CREATE TABLE t (a int); ALTER TABLE t ADD z int CONSTRAINT u UNIQUE',
    ],
    [
      'ALTER TABLE users ADD COLUMN z int DEFAULT (1)',
      'ALTER TABLE users ADD COLUMN z int DEFAULT (-1)',
      "ALTER TABLE users ADD COLUMN z text DEFAULT ('x')",
      'ALTER TABLE users ADD COLUMN z int DEFAULT -1',
      "ALTER TABLE users ADD COLUMN z text DEFAULT 'CURRENT_TIMESTAMP'",
      'ALTER TABLE users ADD COLUMN z int AS (total * 2) VIRTUAL',
      'ALTER TABLE users ADD COLUMN z int REFERENCES parents (id)',
      'PRAGMA foreign_keys = OFF; ALTER TABLE users ADD z int DEFAULT 1 REFERENCES parents (id)',
      'CREATE TABLE t (a int); ALTER TABLE t ADD z text DEFAULT CURRENT_TIMESTAMP',
      'ALTER TABLE users ADD COLUMN "unique" int',
    ],
  ],
  [
    'drop-column',
    ['ALTER TABLE users DROP COLUMN total', 'ALTER TABLE "users" DROP total'],
    ['CREATE TABLE t (a int, b int); ALTER TABLE t DROP b'],
  ],
  [
    'drop-column-refused',
    [
      'ALTER TABLE users DROP COLUMN id',
      'ALTER TABLE users DROP COLUMN email',
      'ALTER TABLE users DROP COLUMN owner',
      'ALTER TABLE parents DROP COLUMN code',
      'ALTER TABLE pages DROP COLUMN body',
    ],
    [
      'ALTER TABLE users DROP COLUMN total',
      'ALTER TABLE children DROP COLUMN parent_id',
      'DROP INDEX users_email; ALTER TABLE users DROP COLUMN email',
      'DROP VIEW bodies; ALTER TABLE pages DROP COLUMN body',
      'ALTER TABLE pages DROP COLUMN lang',
    ],
  ],
  [
    'rename-column',
    ['ALTER TABLE users RENAME COLUMN note TO remark', 'ALTER TABLE users RENAME note TO remark'],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b'],
  ],
  [
    'rename-table',
    ['ALTER TABLE users RENAME TO people'],
    ['CREATE TABLE t (a int); ALTER TABLE t RENAME TO s', RENAMED_FIRST, PARENTS],
  ],
  [
    'drop-table',
    ['DROP TABLE users', 'DROP TABLE IF EXISTS [users]', 'DROP TABLE unknown'],
    [
      'CREATE TABLE t (a int); DROP TABLE t',
      'CREATE TEMP TABLE t (a int); DROP TABLE temp.t',
      'DROP VIEW bodies',
      PARENTS,
      `PRAGMA foreign_keys = OFF; ${RENAMED_FIRST}`,
    ],
  ],
  [
    'whole-table-change',
    [
      'UPDATE users SET total = 1',
      'DELETE FROM users',
      'DELETE FROM users WHERE 1',
      'UPDATE OR IGNORE users SET total = (SELECT max(id) FROM logs WHERE id > 1)',
      'WITH x AS (SELECT 1) UPDATE users SET total = 1',
    ],
    [
      'UPDATE users SET total = 1 WHERE id = 1',
      'UPDATE users SET total = logs.id FROM logs WHERE logs.id = users.id',
      'CREATE TABLE t (a int); DELETE FROM t',
      'INSERT INTO users SELECT id + 1, NULL, NULL, NULL, NULL FROM users',
    ],
  ],
  [
    'double-quoted-string',
    [
      'INSERT INTO users (email) VALUES ("x")',
      "INSERT INTO users (email, note) VALUES ('y', 'z'), ('x', lower(\"x\"))",
      'UPDATE users SET email = "x" WHERE id = 1',
      'DELETE FROM users WHERE email = "x"',
    ],
    [
      'INSERT INTO users ("email") VALUES (\'"x"\')',
      'UPDATE users SET email = "note" WHERE "users"."id" = 1',
      'UPDATE unknown SET a = "x"',
      'INSERT INTO users (email) VALUES ((SELECT "line" FROM logs))',
      'DELETE FROM "users" WHERE "EMAIL" = \'x\'',
    ],
  ],
  [
    'without-rowid-needs-key',
    [
      'CREATE TABLE t (a int) WITHOUT ROWID',
      'CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT) WITHOUT ROWID, STRICT',
    ],
    [
      'CREATE TABLE t (a text PRIMARY KEY) WITHOUT ROWID',
      'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID',
    ],
  ],
  [
    'attached-file',
    ["ATTACH DATABASE 'other.db' AS other", "ATTACH 'other.db' AS other"],
    ["ATTACH ':memory:' AS other"],
  ],
]

/** Rules that are off, with what breaks and what keeps them. */
export const ADVICE = [
  ['table-without-key', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a int, PRIMARY KEY (a))'],
  ['prefer-strict', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a int) STRICT'],
  ['type-affinity', 'CREATE TABLE t (a string)', 'CREATE TABLE t (a text, b varchar(9))'],
  [
    'ban-autoincrement',
    'CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT)',
    'CREATE TABLE t (a integer PRIMARY KEY)',
  ],
] as const

/** Files that only make new objects. */
export const NEW_ONLY = [
  BEFORE,
  `CREATE TABLE IF NOT EXISTS "plans" ([id] integer PRIMARY KEY AUTOINCREMENT, \`name\` varchar(20) NOT NULL DEFAULT 'free', at text DEFAULT CURRENT_TIMESTAMP, price numeric(8, 2) CHECK (price >= 0), "check" text, UNIQUE (name), CONSTRAINT p CHECK (length(name) > 0));
CREATE UNIQUE INDEX plans_name ON plans (lower(name), price DESC) WHERE price > 0;
INSERT INTO plans (name) VALUES ('free'), ('"paid"') ON CONFLICT (name) DO UPDATE SET name = excluded."name";
CREATE VIEW cheap AS SELECT * FROM plans WHERE price < 10;
CREATE TRIGGER plans_log AFTER DELETE ON plans BEGIN INSERT INTO plans (name) VALUES (old.name); END;
CREATE VIRTUAL TABLE search USING fts5(body);
PRAGMA user_version = 3;`,
]
