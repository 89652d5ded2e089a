import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RULES } from '#lint'
import { lintSql } from './lint-sql.ts'

const TYPES = [
  'bigint',
  'text',
  'numeric(10,2)',
  'timestamptz',
  'jsonb',
  'uuid',
  'varchar(20)',
  'bool',
]

const column = fc.tuple(
  fc.constantFrom(...TYPES),
  fc.constantFrom('', ' NOT NULL', ' UNIQUE'),
  fc.boolean(),
)

/** One table and what belongs to it, each statement about what the ones before it made. */
const table = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 4 }),
    extras: fc.subarray([
      'index',
      'check',
      'unique',
      'not null',
      'default',
      'type',
      'add',
      'serial',
      'reference',
      'view',
      'matview',
      'comment',
      'rename',
      'trigger',
      'partition',
      'like',
      'as',
      'into',
      'attach',
      'schema',
      'drop',
      'rows',
    ]),
  })
  .map(({ columns, extras }) => (number: number) => {
    const name = `t${number}`
    const list = columns.map(([type, more], place) => `c${place} ${type}${more}`).join(', ')
    const made: Record<string, string> = {
      index: `CREATE INDEX ON ${name} (c0); DROP INDEX ${name}_c0_idx; CREATE UNIQUE INDEX ${name}_u ON ${name} (id, c0);`,
      check: `ALTER TABLE ${name} ADD CONSTRAINT k CHECK (id > 0);`,
      unique: `ALTER TABLE ${name} ADD CONSTRAINT ${name}_two UNIQUE (id, c0);`,
      'not null': `ALTER TABLE ${name} ALTER c0 SET NOT NULL;`,
      default: `ALTER TABLE ${name} ADD d float8 DEFAULT random();`,
      type: `ALTER TABLE ${name} ADD e int; ALTER TABLE ${name} ALTER e TYPE bigint;`,
      add: `ALTER TABLE ${name} ADD f text NOT NULL;`,
      serial: `ALTER TABLE ${name} ADD g bigserial;`,
      reference: `CREATE TABLE ${name}_child (id bigint PRIMARY KEY, parent bigint REFERENCES ${name} (id)); ALTER TABLE ${name}_child ADD CONSTRAINT again FOREIGN KEY (parent) REFERENCES ${name};`,
      view: `CREATE VIEW ${name}_v AS SELECT id FROM ${name};`,
      matview: `CREATE MATERIALIZED VIEW ${name}_m AS SELECT id FROM ${name}; CREATE UNIQUE INDEX ON ${name}_m (id); REFRESH MATERIALIZED VIEW ${name}_m;`,
      comment: `COMMENT ON TABLE ${name} IS 'x'; GRANT SELECT ON ${name} TO public;`,
      rename: `CREATE TABLE ${name}_old (a int); ALTER TABLE ${name}_old RENAME a TO b; ALTER TABLE ${name}_old RENAME TO ${name}_new; CREATE INDEX ON ${name}_new (b);`,
      trigger: `CREATE FUNCTION ${name}_f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$; CREATE TRIGGER x BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION ${name}_f();`,
      partition: `CREATE TABLE ${name}_p (k int) PARTITION BY RANGE (k); CREATE TABLE ${name}_p1 PARTITION OF ${name}_p FOR VALUES FROM (0) TO (9); CREATE INDEX ON ${name}_p (k);`,
      like: `CREATE TABLE ${name}_l (LIKE ${name} INCLUDING ALL); CREATE INDEX ON ${name}_l (id);`,
      as: `CREATE TABLE ${name}_a AS SELECT * FROM ${name}; CREATE INDEX ON ${name}_a (id);`,
      into: `SELECT * INTO ${name}_i FROM ${name}; CREATE INDEX ON ${name}_i (id);`,
      attach: `CREATE TABLE ${name}_q (k int) PARTITION BY LIST (k); CREATE TABLE ${name}_q1 (k int); ALTER TABLE ${name}_q ATTACH PARTITION ${name}_q1 FOR VALUES IN (1);`,
      schema: `CREATE SCHEMA s${number}; SET LOCAL search_path = s${number}; CREATE TABLE x (id bigint PRIMARY KEY); CREATE INDEX ON s${number}.x (id, id); RESET search_path; ALTER TABLE s${number}.x SET SCHEMA public; ALTER TABLE public.x RENAME TO x${number};`,
      drop: `CREATE TABLE ${name}_gone (a int); TRUNCATE ${name}_gone; DROP TABLE ${name}_gone;`,
      rows: `INSERT INTO ${name} (id) SELECT 1; UPDATE ${name} SET id = 2; DELETE FROM ${name};`,
    }
    return `CREATE TABLE ${name} (id bigint PRIMARY KEY, ${list}); ${extras.map((extra) => made[extra]).join(' ')}`
  })

/** Rules about taste, and that a file says the same thing twice, are no alarms about others. */
const QUIET = new Set(['index-redundant'])

test('files that only make new objects, and work on them, raise no alarm', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 3 }), async (tables) => {
      const text = tables.map((make, number) => make(number)).join('\n')
      const found = await lintSql('CREATE TABLE others (id bigint PRIMARY KEY);', text)
      expect(
        found.filter(({ rule }) => !QUIET.has(rule)).map(({ rule, message }) => [rule, message]),
      ).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('what a file makes is of the levels that fail nothing', () => {
  for (const id of QUIET) expect(RULES.find((rule) => rule.id === id)?.severity).toBe('note')
})
