import type { ChangeCase } from '../change-case.ts'

/** Foreign keys. */
export const FOREIGN_KEYS: readonly ChangeCase[] = [
  {
    name: 'a foreign key',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows without their row in parents stand against it',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'no foreign key',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'another action',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE SET NULL ON UPDATE CASCADE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE SET NULL ON UPDATE CASCADE)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a foreign key is looked at later',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a named foreign key',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer CONSTRAINT of_parent REFERENCES parents ON DELETE CASCADE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer CONSTRAINT of_parent REFERENCES parents ON DELETE CASCADE)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a parent is made anew, and its children stay',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text NOT NULL)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "parents has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE parents_new (id integer PRIMARY KEY, name text NOT NULL)',
      `INSERT INTO parents_new (id, name)
SELECT id, name FROM parents`,
      'DROP TABLE parents',
      'ALTER TABLE parents_new RENAME TO parents',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of parents are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in parents.name stand against it',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a parent with children that restrict it is made anew',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE RESTRICT)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text NOT NULL)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE RESTRICT)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "parents has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE parents_new (id integer PRIMARY KEY, name text NOT NULL)',
      `INSERT INTO parents_new (id, name)
SELECT id, name FROM parents`,
      'DROP TABLE parents',
      'ALTER TABLE parents_new RENAME TO parents',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of parents are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in parents.name stand against it',
    ],
    rows: ["INSERT INTO parents VALUES (1, 'p')", 'INSERT INTO children VALUES (1, 1)'],
  },
  {
    name: 'a table that refers to itself is made anew',
    before: [
      'CREATE TABLE nodes (id integer PRIMARY KEY, up integer REFERENCES nodes ON DELETE CASCADE, name text)',
    ],
    after: [
      'CREATE TABLE nodes (id integer PRIMARY KEY, up integer REFERENCES nodes ON DELETE CASCADE, name text NOT NULL)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "nodes has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE nodes_new (id integer PRIMARY KEY, up integer REFERENCES nodes ON DELETE CASCADE, name text NOT NULL)',
      `INSERT INTO nodes_new (id, up, name)
SELECT id, up, name FROM nodes`,
      'DROP TABLE nodes',
      'ALTER TABLE nodes_new RENAME TO nodes',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of nodes are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in nodes.name stand against it',
    ],
    rows: ["INSERT INTO nodes VALUES (1, NULL, 'a'), (2, 1, 'b')"],
  },
  {
    name: 'two tables that refer to each other are made anew',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b ON DELETE CASCADE, x text)',
      'CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a ON DELETE CASCADE, x text)',
    ],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b ON DELETE CASCADE, x text NOT NULL)',
      'CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a ON DELETE CASCADE, x text NOT NULL)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "a has no column, index or trigger that the migrations do not know"',
      '-- godwit:assert "b has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE a_new (id integer PRIMARY KEY, b integer REFERENCES b ON DELETE CASCADE, x text NOT NULL)',
      `INSERT INTO a_new (id, b, x)
SELECT id, b, x FROM a`,
      'DROP TABLE a',
      'ALTER TABLE a_new RENAME TO a',
      'CREATE TABLE b_new (id integer PRIMARY KEY, a integer REFERENCES a ON DELETE CASCADE, x text NOT NULL)',
      `INSERT INTO b_new (id, a, x)
SELECT id, a, x FROM b`,
      'DROP TABLE b',
      'ALTER TABLE b_new RENAME TO b',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of a are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in a.x stand against it',
      'rewrite: the rows of b are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in b.x stand against it',
    ],
    rows: [
      "INSERT INTO a VALUES (1, NULL, 'x')",
      "INSERT INTO b VALUES (1, 1, 'y')",
      'UPDATE a SET b = 1',
    ],
  },
  {
    name: 'a foreign key of two columns',
    before: [
      'CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b))',
      'CREATE TABLE c (a integer, b integer)',
    ],
    after: [
      'CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b))',
      'CREATE TABLE c (a integer, b integer, FOREIGN KEY (a, b) REFERENCES p)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "c has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE c_new (a integer, b integer, FOREIGN KEY (a, b) REFERENCES p)',
      `INSERT INTO c_new (rowid, a, b)
SELECT rowid, a, b FROM c`,
      'DROP TABLE c',
      'ALTER TABLE c_new RENAME TO c',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of c are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows without their row in p stand against it',
    ],
    rows: ['INSERT INTO p VALUES (1, 2)', 'INSERT INTO c VALUES (1, 2)'],
  },
  {
    name: 'a foreign key to another table',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE others (id integer PRIMARY KEY)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE others (id integer PRIMARY KEY)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES others ON DELETE CASCADE)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "children has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE children_new (id integer PRIMARY KEY, parent integer REFERENCES others ON DELETE CASCADE)',
      `INSERT INTO children_new (id, parent)
SELECT id, parent FROM children`,
      'DROP TABLE children',
      'ALTER TABLE children_new RENAME TO children',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of children are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows without their row in others stand against it',
    ],
    rows: [
      'INSERT INTO others VALUES (1)',
      "INSERT INTO parents VALUES (1, 'p')",
      'INSERT INTO children VALUES (1, 1)',
    ],
  },
  {
    name: 'a foreign key that names the columns is the same',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents ON DELETE CASCADE)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents (id) ON DELETE CASCADE MATCH FULL NOT DEFERRABLE)',
    ],
    statements: [],
  },
  {
    name: 'a child without anything else is made anew beside its parent',
    before: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE lone (a integer)',
    ],
    after: [
      'CREATE TABLE parents (id integer PRIMARY KEY, name text)',
      'CREATE TABLE lone (a integer NOT NULL)',
    ],
    statements: [
      'session: PRAGMA foreign_keys = OFF',
      'session: PRAGMA legacy_alter_table = ON',
      '-- godwit:assert "lone has no column, index or trigger that the migrations do not know"',
      'CREATE TABLE lone_new (a integer NOT NULL)',
      `INSERT INTO lone_new (rowid, a)
SELECT rowid, a FROM lone`,
      'DROP TABLE lone',
      'ALTER TABLE lone_new RENAME TO lone',
      'session: PRAGMA legacy_alter_table = OFF',
      'session: PRAGMA foreign_keys = ON',
    ],
    hazards: [
      'rewrite: the rows of lone are copied, and the file needs room for both',
      'blocks-writes: nobody else writes to the database until it is done',
      'may-fail: rows with NULL in lone.a stand against it',
    ],
    rows: ['INSERT INTO lone VALUES (1)'],
  },
]
