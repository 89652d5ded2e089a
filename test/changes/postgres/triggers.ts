import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'
const F = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
const G = 'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()'
const R = 'CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING'

/** Triggers and rules. */
export const TRIGGERS: readonly ChangeCase[] = [
  { name: 'a trigger comes', before: [T, F], after: [T, F, G], statements: [] },
  { name: 'a trigger comes with its function', before: [T], after: [T, F, G], statements: [] },
  {
    name: 'a trigger comes with its table and function',
    before: [],
    after: [T, F, G],
    statements: [],
  },
  { name: 'a trigger goes', before: [T, F, G], after: [T, F], statements: [] },
  { name: 'a trigger goes with its function', before: [T, F, G], after: [T], statements: [] },
  {
    name: 'a trigger goes with its table and function',
    before: [T, F, G],
    after: [],
    statements: [],
  },
  {
    name: 'a trigger fires at something else',
    before: [T, F, G],
    after: [
      T,
      F,
      'CREATE TRIGGER g AFTER INSERT OR UPDATE OF a, b ON t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a trigger calls another function',
    before: [T, F, G],
    after: [
      T,
      F,
      "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION other()',
    ],
    statements: [],
  },
  {
    name: 'a trigger gets arguments',
    before: [T, F, G],
    after: [
      T,
      F,
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('a', 'it''s')",
    ],
    statements: [],
  },
  {
    name: 'the function of a trigger has another body',
    before: [T, F, G],
    after: [
      T,
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := 1; RETURN NEW; END'",
      G,
    ],
    statements: [],
  },
  {
    name: 'a constraint trigger comes',
    before: [T, F],
    after: [
      T,
      F,
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a constraint trigger waits no more',
    before: [
      T,
      F,
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    after: [
      T,
      F,
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a trigger for each statement with the rows of both sides comes',
    before: [T, F],
    after: [
      T,
      F,
      'CREATE TRIGGER g AFTER UPDATE ON t REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a trigger is switched off',
    before: [T, F, G],
    after: [T, F, G, 'ALTER TABLE t DISABLE TRIGGER g'],
    statements: [],
  },
  {
    name: 'a trigger that is switched off comes',
    before: [T, F],
    after: [T, F, G, 'ALTER TABLE t DISABLE TRIGGER g'],
    statements: [],
  },
  {
    name: 'a trigger fires always',
    before: [T, F, G],
    after: [T, F, G, 'ALTER TABLE t ENABLE ALWAYS TRIGGER g'],
    statements: [],
  },
  {
    name: 'a trigger that is switched off changes',
    before: [T, F, G, 'ALTER TABLE t DISABLE TRIGGER g'],
    after: [
      T,
      F,
      'CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
      'ALTER TABLE t DISABLE TRIGGER g',
    ],
    statements: [],
  },
  {
    name: 'a trigger instead of a view comes',
    before: [T, F, 'CREATE VIEW v AS SELECT a FROM t'],
    after: [
      T,
      F,
      'CREATE VIEW v AS SELECT a FROM t',
      'CREATE TRIGGER g INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a trigger has a comment',
    before: [T, F, G],
    after: [T, F, G, "COMMENT ON TRIGGER g ON t IS 'fires'"],
    statements: [],
  },
  {
    name: 'a trigger names a column that goes',
    before: [T, F, 'CREATE TRIGGER g BEFORE UPDATE OF a, b ON t FOR EACH ROW EXECUTE FUNCTION f()'],
    after: [
      'CREATE TABLE t (a integer)',
      F,
      'CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  {
    name: 'a trigger names a column that comes',
    before: [T, F],
    after: [
      'CREATE TABLE t (a integer, b text, c date)',
      F,
      'CREATE TRIGGER g BEFORE UPDATE OF c ON t FOR EACH ROW WHEN (NEW.c IS NULL) EXECUTE FUNCTION f()',
    ],
    statements: [],
  },
  { name: 'a rule comes', before: [T], after: [T, R], statements: [] },
  { name: 'a rule goes', before: [T, R], after: [T], statements: [] },
  {
    name: 'a rule does something else',
    before: [T, R],
    after: [
      T,
      'CREATE TABLE log (a integer)',
      'CREATE RULE r AS ON DELETE TO t WHERE OLD.a > 1 DO ALSO INSERT INTO log VALUES (OLD.a)',
    ],
    statements: [],
  },
  {
    name: 'a rule is switched off',
    before: [T, R],
    after: [T, R, 'ALTER TABLE t DISABLE RULE r'],
    statements: [],
  },
  {
    name: 'a rule of a view comes',
    before: [T, 'CREATE VIEW v AS SELECT a FROM t'],
    after: [
      T,
      'CREATE VIEW v AS SELECT a FROM t',
      'CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a)',
    ],
    statements: [],
  },
]
