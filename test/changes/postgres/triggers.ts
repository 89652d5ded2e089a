import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'
const F = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
const G = 'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()'

/** Triggers and rules. */
export const TRIGGERS: readonly ChangeCase[] = [
  {
    name: 'a trigger comes',
    before: [T, F],
    after: [T, F, G],
    statements: [
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger comes with its function',
    before: [T],
    after: [T, F, G],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$`,
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger comes with its table and function',
    before: [],
    after: [T, F, G],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$`,
      `CREATE TABLE public.t (
  a integer,
  b text
)`,
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger goes',
    before: [T, F, G],
    after: [T, F],
    statements: ['DROP TRIGGER g ON public.t'],
  },
  {
    name: 'a trigger goes with its function',
    before: [T, F, G],
    after: [T],
    statements: ['DROP TRIGGER g ON public.t', 'DROP FUNCTION public.f()'],
    hazards: ['old-clients: code that uses f() fails'],
  },
  {
    name: 'a trigger goes with its table and function',
    before: [T, F, G],
    after: [],
    statements: ['DROP TABLE public.t', 'DROP FUNCTION public.f()'],
    hazards: [
      'data-loss: the rows of t are lost',
      'old-clients: code that uses t fails',
      'old-clients: code that uses f() fails',
    ],
  },
  {
    name: 'a trigger fires at something else',
    before: [T, F, G],
    after: [
      T,
      F,
      'CREATE TRIGGER g AFTER INSERT OR UPDATE OF a, b ON t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f()',
    ],
    statements: [
      'DROP TRIGGER g ON public.t',
      'CREATE TRIGGER g AFTER INSERT OR UPDATE OF a, b ON public.t FOR EACH ROW WHEN ((new.a > 1)) EXECUTE FUNCTION public.f()',
    ],
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
    statements: [
      'DROP TRIGGER g ON public.t',
      `CREATE OR REPLACE FUNCTION public.other()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NULL; END$function$`,
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.other()',
    ],
  },
  {
    name: 'a trigger gets arguments',
    before: [T, F, G],
    after: [
      T,
      F,
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('a', 'it''s')",
    ],
    statements: [
      'DROP TRIGGER g ON public.t',
      "CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f('a', 'it''s')",
    ],
  },
  {
    name: 'the function of a trigger has another body',
    before: [T, F, G],
    after: [
      T,
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := 1; RETURN NEW; END'",
      G,
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN NEW.a := 1; RETURN NEW; END$function$`,
    ],
  },
  {
    name: 'a constraint trigger comes',
    before: [T, F],
    after: [
      T,
      F,
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON public.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
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
    statements: [
      'DROP TRIGGER g ON public.t',
      'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON public.t NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger for each statement with the rows of both sides comes',
    before: [T, F],
    after: [
      T,
      F,
      'CREATE TRIGGER g AFTER UPDATE ON t REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION f()',
    ],
    statements: [
      'CREATE TRIGGER g AFTER UPDATE ON public.t REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger is switched off',
    before: [T, F, G],
    after: [T, F, G, 'ALTER TABLE t DISABLE TRIGGER g'],
    statements: ['ALTER TABLE public.t DISABLE TRIGGER g'],
  },
  {
    name: 'a trigger that is switched off comes',
    before: [T, F],
    after: [T, F, G, 'ALTER TABLE t DISABLE TRIGGER g'],
    statements: [
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
      'ALTER TABLE public.t DISABLE TRIGGER g',
    ],
  },
  {
    name: 'a trigger fires always',
    before: [T, F, G],
    after: [T, F, G, 'ALTER TABLE t ENABLE ALWAYS TRIGGER g'],
    statements: ['ALTER TABLE public.t ENABLE ALWAYS TRIGGER g'],
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
    statements: [
      'DROP TRIGGER g ON public.t',
      'CREATE TRIGGER g AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
      'ALTER TABLE public.t DISABLE TRIGGER g',
    ],
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
    statements: [
      'CREATE TRIGGER g INSTEAD OF UPDATE ON public.v FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a trigger has a comment',
    before: [T, F, G],
    after: [T, F, G, "COMMENT ON TRIGGER g ON t IS 'fires'"],
    statements: ["COMMENT ON TRIGGER g ON public.t IS 'fires'"],
  },
  {
    name: 'a trigger names a column that goes',
    before: [T, F, 'CREATE TRIGGER g BEFORE UPDATE OF a, b ON t FOR EACH ROW EXECUTE FUNCTION f()'],
    after: [
      'CREATE TABLE t (a integer)',
      F,
      'CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [
      'DROP TRIGGER g ON public.t',
      'CREATE TRIGGER g BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()',
      'ALTER TABLE public.t DROP COLUMN b',
    ],
    hazards: ['data-loss: the values of t.b are lost', 'old-clients: code that uses t.b fails'],
  },
  {
    name: 'a trigger names a column that comes',
    before: [T, F],
    after: [
      'CREATE TABLE t (a integer, b text, c date)',
      F,
      'CREATE TRIGGER g BEFORE UPDATE OF c ON t FOR EACH ROW WHEN (NEW.c IS NULL) EXECUTE FUNCTION f()',
    ],
    statements: [
      'ALTER TABLE public.t ADD COLUMN c date',
      'CREATE TRIGGER g BEFORE UPDATE OF c ON public.t FOR EACH ROW WHEN ((new.c IS NULL)) EXECUTE FUNCTION public.f()',
    ],
  },
]
