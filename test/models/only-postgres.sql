
CREATE SCHEMA billing;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE TYPE billing.mood AS ENUM ('sad', 'ok');
COMMENT ON TYPE billing.mood IS 'how it''s';
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE SEQUENCE numbers INCREMENT BY 5 MAXVALUE 1000 START WITH 100 CACHE 10 CYCLE;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := now();
  RETURN NEW;
END $$;
CREATE UNLOGGED TABLE rooms (
  id uuid PRIMARY KEY,
  during tstzrange,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) DEFERRABLE
) WITH (fillfactor = 70);
CREATE TABLE events (
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  number integer DEFAULT nextval('numbers'),
  at timestamptz(3) NOT NULL,
  mood billing.mood,
  amount positive NOT NULL,
  tags varchar(20)[] NOT NULL DEFAULT E'{"a \\"b\\"","c,d"}',
  address inet,
  name text COLLATE "C",
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX events_name ON events (name text_pattern_ops, at DESC NULLS LAST) INCLUDE (amount);
CREATE INDEX events_tags_idx ON events USING gin (tags) WHERE amount > 10;
CREATE INDEX events_expr_idx ON events (lower(name)) WITH (fillfactor = 70);
COMMENT ON TABLE events IS 'What happened';
CREATE TABLE trees (
  id integer PRIMARY KEY,
  above integer,
  name varchar(50) NOT NULL,
  CONSTRAINT "tree names" UNIQUE (name)
);
CREATE INDEX trees_above_idx ON trees (above);
COMMENT ON INDEX trees_above_idx IS 'for the way down';
CREATE MATERIALIZED VIEW busy AS
SELECT name, count(*) AS times FROM events GROUP BY 1;
CREATE INDEX busy_name ON busy ((name));
COMMENT ON MATERIALIZED VIEW busy IS 'By name';
CREATE TRIGGER events_touch BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON events USING (name = current_user);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE VIEW billing.busiest AS
SELECT * FROM busy ORDER BY times DESC LIMIT 1;
