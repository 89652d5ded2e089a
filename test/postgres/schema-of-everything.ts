/** DDL with one of each thing that a PostgreSQL schema can hold, as every version since 13 takes it. */
export const EVERYTHING = `CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s');
CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CONSTRAINT plus CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b text COLLATE "C");
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE SEQUENCE counter AS integer INCREMENT BY 2 MINVALUE 0 START 10 CYCLE;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY,
  email varchar(320) COLLATE "C" NOT NULL UNIQUE,
  age positive,
  feeling mood DEFAULT 'ok',
  p pair, sp span, arr mood[],
  n integer DEFAULT nextval('counter'),
  two integer DEFAULT twice(1),
  up text GENERATED ALWAYS AS (upper(email)) STORED,
  payload text,
  "Odd Name" timestamptz DEFAULT now(),
  CONSTRAINT grown CHECK (age > 17),
  CONSTRAINT later CHECK (twice(n) > 0)
);
ALTER TABLE users ALTER payload SET STORAGE EXTERNAL, ALTER payload SET STATISTICS 500;
COMMENT ON TABLE users IS 'people'; COMMENT ON COLUMN users.email IS 'where';
COMMENT ON CONSTRAINT grown ON users IS 'adult';
CREATE TABLE billing.invoices (
  id serial PRIMARY KEY, user_id bigint NOT NULL, parent_id integer, during tsrange, total numeric(10,2) DEFAULT 0.00,
  CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES billing.invoices (id) ON UPDATE SET NULL,
  EXCLUDE USING gist (during WITH &&)
);
ALTER TABLE billing.invoices ADD CONSTRAINT rich CHECK (total >= 0) NOT VALID;
CREATE INDEX invoices_total ON billing.invoices (total DESC NULLS LAST) INCLUDE (user_id) WHERE total > 10;
CREATE INDEX users_low ON users (lower(email) text_pattern_ops);
CREATE INDEX users_hash ON users USING hash (payload);
COMMENT ON INDEX users_low IS 'low';
CREATE UNIQUE INDEX users_n ON users (n);
CREATE TABLE events (at timestamptz NOT NULL, kind text, k int, PRIMARY KEY (at, k)) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind ON events (kind);
CREATE TABLE base (a int, b text NOT NULL); CREATE TABLE child (c int) INHERITS (base);
CREATE VIEW grown_ups AS SELECT id, email, upper(u.email) AS big, (SELECT count(*) FROM billing.invoices i WHERE i.user_id = u.id) AS c FROM users u WHERE age > 17 AND EXISTS (SELECT FROM events e WHERE e.k = u.n) ORDER BY email;
CREATE VIEW simple AS SELECT id, email FROM users WHERE age > 20 GROUP BY id, email HAVING count(*) > 0;
CREATE VIEW joined WITH (security_barrier = true) AS SELECT u.id, i.total FROM users u JOIN billing.invoices i ON i.user_id = u.id UNION ALL SELECT 1, 2;
CREATE VIEW deep AS SELECT g.id FROM grown_ups g WHERE g.c > 1;
CREATE VIEW cte AS WITH x AS (SELECT id AS q FROM users) SELECT x.q, x.q + 1 AS r FROM x;
CREATE VIEW fromfn AS SELECT g.n FROM generate_series(1, 3) g(n);
CREATE VIEW vals AS SELECT v.a FROM (VALUES (1), (2)) v(a) WHERE v.a > 1;
CREATE VIEW win AS SELECT id, row_number() OVER (PARTITION BY email ORDER BY id) AS rn FROM users WINDOW w AS (ORDER BY id);
CREATE MATERIALIZED VIEW heads AS SELECT email, count(*) AS n FROM users GROUP BY email;
CREATE UNIQUE INDEX heads_email ON heads (email);
COMMENT ON MATERIALIZED VIEW heads IS 'heads';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE doit(a int) LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.age IS DISTINCT FROM NEW.age) EXECUTE FUNCTION touch();
ALTER TABLE users DISABLE TRIGGER t;
CREATE TRIGGER et AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE nothing AS ON DELETE TO base DO INSTEAD NOTHING;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users AS RESTRICTIVE FOR SELECT TO PUBLIC USING (id = 1 OR email = current_user);
CREATE STATISTICS pairs (ndistinct, dependencies) ON email, n FROM users;
CREATE UNLOGGED TABLE quick (id uuid DEFAULT gen_random_uuid(), j jsonb) WITH (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE quick REPLICA IDENTITY FULL;
`
