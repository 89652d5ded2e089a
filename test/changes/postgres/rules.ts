import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'
const R = 'CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING'

/** Rules. */
export const RULES: readonly ChangeCase[] = [
  {
    name: 'a rule comes',
    before: [T],
    after: [T, R],
    statements: [
      `CREATE RULE r AS
    ON DELETE TO public.t DO INSTEAD NOTHING`,
    ],
  },
  { name: 'a rule goes', before: [T, R], after: [T], statements: ['DROP RULE r ON public.t'] },
  {
    name: 'a rule does something else',
    before: [T, R],
    after: [
      T,
      'CREATE TABLE log (a integer)',
      'CREATE RULE r AS ON DELETE TO t WHERE OLD.a > 1 DO ALSO INSERT INTO log VALUES (OLD.a)',
    ],
    statements: [
      `CREATE TABLE public.log (
  a integer
)`,
      `CREATE OR REPLACE RULE r AS
    ON DELETE TO public.t
   WHERE (old.a > 1) DO  INSERT INTO public.log (a)
  VALUES (old.a)`,
    ],
  },
  {
    name: 'a rule is switched off',
    before: [T, R],
    after: [T, R, 'ALTER TABLE t DISABLE RULE r'],
    statements: ['ALTER TABLE public.t DISABLE RULE r'],
  },
  {
    name: 'a rule of a view comes',
    before: [T, 'CREATE VIEW v AS SELECT a FROM t'],
    after: [
      T,
      'CREATE VIEW v AS SELECT a FROM t',
      'CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a)',
    ],
    statements: [
      `CREATE RULE r AS
    ON INSERT TO public.v DO INSTEAD  INSERT INTO public.t (a)
  VALUES (new.a)`,
    ],
  },
]
