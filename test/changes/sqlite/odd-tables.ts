/** Tables as hardly anybody writes them. A constraint takes the place of a comment with a plus, so that the table is made anew. */
export const ODD_TABLES: readonly (readonly string[])[] = [
  ['CREATE TABLE main.t(a/*+*/)'],
  [
    'CREATE TABLE t(\'a b\' int, "c" text, `d` real, [e f] blob/*+*/)',
    'INSERT INTO t VALUES (1,2,3,4)',
  ],
  [
    "CREATE TABLE t(a text CHECK (a IN ('x', 'y') OR a LIKE 'a%' ESCAPE '\\' OR CASE WHEN a BETWEEN 'a' AND 'b' THEN 1 ELSE 0 END), b int CHECK (CAST(b AS text) GLOB '[0-9]*'), c CHECK (replace(c, 'x', '') <> ''), d CHECK (d ->> '$.x' IS NOT NULL), e CHECK (json_extract(e, '$.\"a b\"') NOT NULL)/*+*/)",
  ],
  [
    "CREATE TABLE t(a text DEFAULT 'line\nbreak''s', b blob DEFAULT x'00ff', c text DEFAULT \"double\", d int DEFAULT +5, e DEFAULT 1e10, f DEFAULT (datetime('now')), g DEFAULT NULL, h DEFAULT true, i DEFAULT 0x1F, j DEFAULT 'it''s', k DEFAULT - 5, l DEFAULT (- 5)/*+*/)",
    'INSERT INTO t DEFAULT VALUES',
  ],
  [
    'CREATE TABLE "emoji 😀" ("ключ" int PRIMARY KEY, "select" int, "a.b" int REFERENCES "emoji 😀", "(" int, ")" text CHECK (")" <> \')\')/*+*/)',
    'CREATE INDEX "i (" ON "emoji 😀" ("(", ")") WHERE "(" > 1',
    'CREATE VIEW "v )" AS SELECT "(" AS ")" FROM "emoji 😀"',
  ],
  [
    'CREATE TABLE t(a UNSIGNED BIG INT, b DECIMAL(10, 5), c VARYING CHARACTER(255), d [my type], e "quoted type"(3), f double precision not null/*+*/)',
  ],
  [
    'CREATE TABLE t(id integer, a text, b text, PRIMARY KEY(id AUTOINCREMENT), UNIQUE (a COLLATE NOCASE, b DESC)/*+*/)',
    "INSERT INTO t VALUES (4, 'a', 'b')",
  ],
  ['CREATE TABLE t(id integer, a, PRIMARY KEY(id DESC)/*+*/)', 'INSERT INTO t VALUES (4, 5)'],
  ['CREATE TABLE t(id integer primary key desc, a/*+*/)', 'INSERT INTO t VALUES (4, 5)'],
  [
    'CREATE TABLE t(id int, a, CONSTRAINT pk PRIMARY KEY(id COLLATE NOCASE) ON CONFLICT REPLACE/*+*/)',
    'INSERT INTO t VALUES (4, 5)',
  ],
  [
    'CREATE TABLE t(id integer CONSTRAINT pk PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT, a CONSTRAINT nn NOT NULL CONSTRAINT u UNIQUE CONSTRAINT c CHECK (a > 0) CONSTRAINT fk REFERENCES t (id) CONSTRAINT d DEFAULT 5/*+*/)',
    'INSERT INTO t VALUES (5, 5)',
  ],
  [
    'CREATE TABLE t(a int/*+*/)',
    "CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW WHEN new.a <> old.a BEGIN SELECT CASE WHEN new.a < 0 THEN RAISE(ABORT, 'no; END') END; UPDATE t SET a = 1 WHERE a IN (SELECT max(a) FROM t); END",
  ],
  [
    'CREATE TABLE t(a int, b text/*+*/)',
    'CREATE VIEW v (x, y) AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) FROM t, c',
  ],
  [
    'CREATE TABLE t(id integer primary key, body text/*+*/)',
    "CREATE VIRTUAL TABLE f USING fts5(body, content='t', content_rowid='id')",
    'CREATE TRIGGER ai AFTER INSERT ON t BEGIN INSERT INTO f(rowid, body) VALUES (new.id, new.body); END',
    "INSERT INTO t VALUES (3, 'hello')",
  ],
  [
    'CREATE TABLE t(a int, CHECK (a > 0)/*+*/)',
    "ALTER TABLE t ADD COLUMN b text DEFAULT 'x' CHECK (length(b) < 9)",
    'ALTER TABLE t ADD COLUMN c',
    'ALTER TABLE t RENAME TO "T t"',
    'ALTER TABLE "T t" RENAME COLUMN a TO "a a"',
  ],
  [
    'CREATE TABLE P(Id integer primary key)',
    'CREATE TABLE t(a int, p int REFERENCES p(ID), CHECK (T.A > 0 or "T"."a" < 0)/*+*/)',
    'INSERT INTO P VALUES (1)',
    'INSERT INTO t VALUES (1, 1)',
  ],
  ['CREATE TABLE src (x varchar(3), y int)', 'CREATE TABLE t AS SELECT x, y + 1 AS "y 1" FROM src'],
  [
    'CREATE TABLE t(a, b AS (a + 1) STORED NOT NULL UNIQUE, c int GENERATED ALWAYS AS (b * 2) CHECK (c < 1000), d text COLLATE NOCASE AS (a || c)/*+*/)',
    'INSERT INTO t VALUES (1)',
  ],
  [
    'CREATE TABLE t(a int NULL, b int NOT NULL ON CONFLICT IGNORE DEFAULT 0 UNIQUE ON CONFLICT REPLACE/*+*/)',
    'INSERT INTO t VALUES (1, 1)',
  ],
  [
    'CREATE TABLE t(key text, action text, replace int, desc text, "end" int, asc int, CHECK (desc <> asc)/*+*/)',
    'CREATE INDEX ti ON t (desc DESC, asc ASC, key)',
    'CREATE VIEW v AS SELECT key, action FROM t',
  ],
  ['CREATE TABLE t(a int, b text/*+*/ -- end\n)', 'CREATE INDEX ti ON t (/* x */ a -- y\n , b)'],
  [
    'CREATE TABLE a(x REFERENCES b DEFERRABLE, y REFERENCES b NOT DEFERRABLE INITIALLY DEFERRED, z REFERENCES b DEFERRABLE INITIALLY IMMEDIATE, w REFERENCES b ON UPDATE SET DEFAULT ON DELETE NO ACTION MATCH SIMPLE DEFERRABLE INITIALLY DEFERRED/*+*/)',
    'CREATE TABLE b(id primary key)',
  ],
  ['CREATE TABLE t(rowid int, _rowid_ int, oid int/*+*/)', 'INSERT INTO t VALUES (1, 2, 3)'],
  [
    'CREATE TABLE "t""q"("c""d" text DEFAULT \'"\', CHECK ("c""d" <> \'"\')/*+*/)',
    'CREATE INDEX "i""x" ON "t""q" ("c""d")',
    'CREATE TRIGGER "r""t" AFTER INSERT ON "t""q" BEGIN SELECT 1; END',
  ],
  [
    'CREATE TABLE t(a,b,c, CHECK(a=-1 OR a=- 1 OR a = 2-1 OR a>=b OR a||b=c OR (a)-(b)=0 OR NOT -a OR a-1=b)/*+*/)',
  ],
]
