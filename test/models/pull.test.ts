import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseAddress, type Connection } from '#dialect'
import { loadModels, openScratch, pullModels } from '#inspect'
import { compareSchemas, type Schema } from '#schema'
import { tempDir } from '../setup/temp.ts'
import { found, open, type Place, PLACES, statementsOf } from './places.ts'
import * as shop from './shop-models.ts'

const DOOR = fileURLToPath(new URL('../../src/models.ts', import.meta.url))
const NAMING = { schema: 'godwit', prefix: 'godwit_' }

async function schemaOf(connection: Connection): Promise<Schema> {
  const { readSchema } = await connection.dialect.inspection()
  return readSchema(connection, NAMING)
}

/** What is pulled from a database that statements make, after the module was loaded and tried out on its own. */
async function pulled(place: Place, statements: readonly string[]) {
  await using database = await place.make()
  await using connection = await open(database.url)
  for (const statement of statements) await connection.execute(statement)
  const schema = await schemaOf(connection)
  const address = parseAddress(database.url)
  const result = await pullModels({
    schema,
    ledger: {},
    openScratch: () =>
      openScratch(
        'file' in address
          ? { product: address.dialect }
          : { address, product: address.dialect, kind: 'server' },
      ),
  })
  await using dir = await tempDir('pull')
  await writeFile(
    dir.join('models.ts'),
    result.text.replace("'godwit/schema'", JSON.stringify(DOOR)),
  )
  const models = await loadModels(['models.ts'], dir.path)
  await using again = await place.make()
  await using fresh = await open(again.url)
  for (const { sql } of await statementsOf(fresh, models)) await fresh.execute(sql)
  return {
    text: result.text,
    byHand: result.byHand,
    notes: result.notes,
    missing: result.differences,
    wrong: compareSchemas(schema, await schemaOf(fresh)),
  }
}

describe.each(PLACES)('$name', (place) => {
  test('a shop comes back as it was', async () => {
    await using database = await place.make()
    await using connection = await open(database.url)
    const statements = (await statementsOf(connection, found(shop))).map(({ sql }) => sql)
    const { text, notes: _, ...rest } = await pulled(place, statements)
    await expect(text).toMatchFileSnapshot(`pulled-shop-${place.dialect}.ts.txt`)
    expect(rest).toEqual({ byHand: [], missing: [], wrong: [] })
  })
})

/** What else there can be, and what of it is said in the database's own words. */
const ODD: Readonly<Record<Place['dialect'], readonly string[]>> = {
  postgres: [
    'CREATE EXTENSION hstore',
    'CREATE SCHEMA billing',
    "CREATE TYPE billing.mood AS ENUM ('sad', 'ok')",
    'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
    'CREATE TYPE duo AS (mood billing.mood, p positive)',
    'CREATE FUNCTION one() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$',
    `CREATE TABLE plain (id serial PRIMARY KEY, big bigserial, n numeric, m numeric(5), at timestamp, mood billing.mood DEFAULT 'ok', p positive DEFAULT one(), tags text[] DEFAULT '{}', addr inet, h hstore, "Odd ""name" varchar COLLATE "C", bits bit(3), j json, iv interval DEFAULT '1 day', t timetz)`,
    `COMMENT ON TABLE plain IS 'it''s \`plain\` \${x}'`,
    'CREATE INDEX plain_tags ON plain USING gin (tags)',
    'CREATE INDEX plain_odd ON plain (n DESC NULLS LAST, lower(("Odd ""name")::text) text_pattern_ops) WHERE n > 0',
    'CREATE UNIQUE INDEX plain_n ON plain (n, m) NULLS NOT DISTINCT',
    'ALTER TABLE plain ADD CONSTRAINT low CHECK (n < 5) NOT VALID',
    'CREATE TABLE billing.invoices (id integer GENERATED ALWAYS AS IDENTITY, plain integer REFERENCES plain ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, a integer NOT NULL, b integer NOT NULL, CONSTRAINT own_name PRIMARY KEY (id), CONSTRAINT two UNIQUE (a, b))',
    'CREATE TABLE billing.items (a integer, b integer, FOREIGN KEY (a, b) REFERENCES billing.invoices (a, b) MATCH FULL, during tsrange, EXCLUDE USING gist (during WITH &&))',
    'CREATE UNLOGGED TABLE quick (a integer) WITH (fillfactor = 70)',
    'CREATE TABLE secured (owner text PRIMARY KEY)',
    'ALTER TABLE secured ENABLE ROW LEVEL SECURITY',
    'CREATE TABLE billing.guarded (owner text REFERENCES secured)',
    'ALTER TABLE billing.guarded ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY own ON secured USING (owner = current_user)',
    'CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at)',
    "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    'CREATE TABLE child (more integer) INHERITS (quick)',
    'CREATE VIEW seen AS SELECT id, n FROM plain',
    "COMMENT ON VIEW seen IS 'what is seen'",
    'CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM seen',
    'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    'CREATE TRIGGER plain_touch BEFORE UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION touch()',
    'CREATE SEQUENCE numbers START 100 INCREMENT 5',
    "COMMENT ON SEQUENCE numbers IS 'counts'",
    "COMMENT ON COLUMN seen.n IS 'a number'",
    'CREATE UNIQUE INDEX counted_n ON counted (n)',
  ],
  sqlite: [
    'CREATE TABLE plain (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, b DATETIME DEFAULT CURRENT_TIMESTAMP, c, d TEXT COLLATE NOCASE NOT NULL, "odd ""name" DECIMAL(10,2) DEFAULT 1.50, f INTEGER CHECK (f > 0), g AS (a + 1) VIRTUAL)',
    'CREATE TABLE other (a INTEGER REFERENCES plain (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, b INTEGER, c TEXT, CONSTRAINT pair UNIQUE (b, c), CHECK (b <> 3))',
    "CREATE TABLE strict (k TEXT PRIMARY KEY, v ANY, n INTEGER DEFAULT (1 + 1), t TEXT DEFAULT 'it''s') STRICT, WITHOUT ROWID",
    'CREATE TABLE "select" (a TEXT PRIMARY KEY, b TEXT UNIQUE ON CONFLICT REPLACE)',
    'CREATE TABLE loose (a TEXT, b TEXT, PRIMARY KEY (a, b))',
    'CREATE UNIQUE INDEX part ON plain (a DESC, lower(d)) WHERE f > 1',
    'CREATE INDEX collated ON plain (d COLLATE RTRIM)',
    'CREATE TABLE keyed ("Id" INTEGER NOT NULL CONSTRAINT "PK_keyed" PRIMARY KEY AUTOINCREMENT, up INTEGER REFERENCES keyed)',
    'CREATE TABLE replaced (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, up INTEGER REFERENCES replaced ("id"))',
    'CREATE TABLE below ("id" integer, CONSTRAINT pk PRIMARY KEY ("id"))',
    'CREATE TABLE falling (id INTEGER PRIMARY KEY DESC, up INTEGER REFERENCES falling)',
    'CREATE VIEW seen AS SELECT a FROM plain',
    'CREATE VIEW named(b) AS SELECT a FROM plain',
    'CREATE TRIGGER named_in INSTEAD OF INSERT ON named BEGIN INSERT INTO plain (a) VALUES (new.b); END',
    "CREATE TRIGGER note AFTER INSERT ON plain BEGIN UPDATE other SET c = 'x'; END",
    'CREATE VIRTUAL TABLE words USING fts5(body)',
  ],
  mysql: [
    `CREATE TABLE plain (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, big bigint unsigned, t text, m mediumtext DEFAULT 'x', at timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(), d decimal(10,2) DEFAULT 1.50, e enum('a','it''s') NOT NULL DEFAULT 'a', s set('x','y'), y year, b bit(3) DEFAULT b'101', v varchar(10) CHARACTER SET latin1 COLLATE latin1_bin COMMENT 'it''s', g int AS (id + 1) VIRTUAL, j json, dt datetime(3) DEFAULT current_timestamp(3), KEY own (t(10), at DESC), FULLTEXT KEY words (m), UNIQUE KEY pair (big, d), CHECK (d > 0)) COMMENT='plain'`,
    'CREATE TABLE other (a int unsigned, b int, KEY (b), CONSTRAINT other_plain FOREIGN KEY (a) REFERENCES plain (id) ON DELETE CASCADE ON UPDATE SET NULL) ENGINE=InnoDB ROW_FORMAT=COMPACT',
    'CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3',
    'CREATE TABLE mine (id int PRIMARY KEY) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4',
    'CREATE VIEW seen AS SELECT id, t FROM plain',
    "CREATE TRIGGER note BEFORE INSERT ON plain FOR EACH ROW SET NEW.t = 'x'",
    'CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1',
  ],
}

/** The tables of these that no model can say. */
const BY_HAND: Readonly<Record<Place['dialect'], readonly string[]>> = {
  postgres: ['child'],
  sqlite: ['words'],
  mysql: [],
}

describe.each(PLACES)('$name', (place) => {
  test('what is odd comes back too', async () => {
    const { text, notes: _, ...rest } = await pulled(place, ODD[place.dialect])
    await expect(text).toMatchFileSnapshot(`pulled-odd-${place.dialect}.ts.txt`)
    expect(rest.missing).toEqual([])
    expect(rest.wrong).toEqual([])
    expect(rest.byHand.toSorted()).toEqual(BY_HAND[place.dialect])
  })
})

test.skipIf(!PLACES.some(({ dialect }) => dialect === 'postgres'))(
  'what stands on each other comes back in an order that can be made',
  async () => {
    const place = PLACES.find(({ dialect }) => dialect === 'postgres')
    if (place === undefined) throw new Error('There is no server.')
    const {
      text,
      notes: _,
      ...rest
    } = await pulled(place, [
      'CREATE SCHEMA app',
      "COMMENT ON SCHEMA app IS 'of the application'",
      'CREATE EXTENSION pg_trgm SCHEMA app',
      'CREATE TABLE c (v text NOT NULL, "__proto__" integer)',
      'CREATE INDEX ON c USING gin (v app.gin_trgm_ops)',
      'CREATE UNLOGGED TABLE app.ul (id integer) WITH (fillfactor = 70)',
      'CREATE TABLE pt (id integer)',
      'CREATE FUNCTION counted() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM pt; END',
      'CREATE TABLE a1 (a integer, c bigint DEFAULT counted())',
      "CREATE FUNCTION fr(pt) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
      'CREATE TABLE a2 (a integer CHECK (fr(NULL) > 0))',
      'CREATE TYPE rt AS (x pt)',
      'CREATE TABLE a3 (r rt)',
      'CREATE SEQUENCE own',
      "CREATE TABLE owner_t (a integer DEFAULT nextval('own'), b integer)",
      'ALTER SEQUENCE own OWNED BY owner_t.b',
      'CREATE VIEW v1 AS SELECT id FROM pt WHERE id > 0 WITH LOCAL CHECK OPTION',
      'CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
      'CREATE TRIGGER iv INSTEAD OF INSERT ON v1 FOR EACH ROW EXECUTE FUNCTION tf()',
      "COMMENT ON VIEW v1 IS 'v'",
      'CREATE VIEW vd AS SELECT 1 AS id',
      'CREATE RULE vd_del AS ON DELETE TO vd DO INSTEAD NOTHING',
      "COMMENT ON VIEW vd IS 'x'",
      'CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM pt',
      'CREATE SEQUENCE plain_numbers START 100 INCREMENT 5 CYCLE',
      'CREATE TABLE parted (id integer, "Key" text) PARTITION BY LIST ("Key")',
      "CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('a')",
      'CREATE TABLE parted_rest PARTITION OF parted DEFAULT',
      'CREATE TABLE safe (owner text)',
      'ALTER TABLE safe ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
    ])
    expect(rest).toEqual({ byHand: [], missing: [], wrong: [] })
    await expect(text).toMatchFileSnapshot('pulled-stacked-postgres.ts.txt')
  },
)

test.skipIf(!PLACES.some(({ dialect }) => dialect === 'postgres'))(
  'what stands on something that godwit does not make is left out, and told',
  async () => {
    const place = PLACES.find(({ dialect }) => dialect === 'postgres')
    if (place === undefined) throw new Error('There is no server.')
    const { text, missing, notes } = await pulled(place, [
      "CREATE COLLATION own (locale = 'C')",
      'CREATE TABLE odd (id integer PRIMARY KEY, v text COLLATE own)',
      'CREATE TABLE child (id integer PRIMARY KEY, odd integer REFERENCES odd)',
      'CREATE VIEW seen AS SELECT v FROM odd',
      'CREATE TABLE plain (id integer PRIMARY KEY)',
    ])
    expect({
      missing: missing.map(({ change, kind, name }) => `${change} ${kind} ${name}`),
      notes,
    }).toMatchInlineSnapshot(`
      {
        "missing": [
          "missing constraint child.child_odd_fkey",
          "missing other collation own",
          "missing table odd",
          "missing view seen",
        ],
        "notes": [
          ""odd" is refused by PostgreSQL: collation "public.own" for encoding "UTF8" does not exist. It is left out.",
          ""seen" is refused by PostgreSQL: relation "public.odd" does not exist. It is left out.",
          ""child_odd_fkey" is refused by PostgreSQL: relation "public.odd" does not exist. It is left out.",
        ],
      }
    `)
    expect(text.match(/^export const \w+/gm)).toEqual(['export const child', 'export const plain'])
  },
)
