/** What the migrations before have made, with rows in it. */
export const SHOP = `CREATE TABLE users (id bigint PRIMARY KEY, email text, total int, note text, done bool NOT NULL DEFAULT false);
CREATE INDEX users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, amount numeric(8,2));
CREATE TABLE counts (id bigint NOT NULL, "Name" text NOT NULL);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
INSERT INTO users SELECT n, 'user' || n, n % 9, 'x', true FROM generate_series(1, 300) n;
INSERT INTO orders SELECT n, n, n FROM generate_series(1, 300) n;
INSERT INTO counts SELECT n, 'name' || n FROM generate_series(1, 300) n;
CREATE MATERIALIZED VIEW totals AS SELECT total, count(*) AS n FROM users GROUP BY total;
CREATE UNIQUE INDEX totals_total ON totals (total);
CREATE MATERIALIZED VIEW sums AS SELECT 1 AS n;
`

/** A file that `--fix` changes, and what it becomes. */
export type FixCase = {
  readonly rule: string
  readonly sql: string
  readonly fixed: string
  /** The first PostgreSQL that takes the statement. */
  readonly since?: number
  /** Nothing gets another lock: the file only becomes clearer. */
  readonly isSameLock?: true
}

/** One for each form of each rule that mends something. */
export const FIX_CASES: readonly FixCase[] = [
  {
    rule: 'index-not-concurrent',
    sql: 'CREATE INDEX users_total ON users (total);\n',
    fixed: 'CREATE INDEX CONCURRENTLY users_total ON users (total);\n',
  },
  {
    rule: 'index-not-concurrent',
    sql: 'create unique index on public.users (email, id);\n',
    fixed: 'create unique index concurrently users_email_id_idx on public.users (email, id);\n',
  },
  {
    rule: 'index-not-concurrent',
    sql: 'CREATE INDEX IF NOT EXISTS users_lower ON users USING btree (lower(email)) WHERE done;\n',
    fixed:
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_lower ON users USING btree (lower(email)) WHERE done;\n',
  },
  {
    rule: 'index-drop-not-concurrent',
    sql: 'DROP INDEX IF EXISTS users_email;\n',
    fixed: 'DROP INDEX CONCURRENTLY IF EXISTS users_email;\n',
  },
  {
    rule: 'reindex-not-concurrent',
    sql: 'REINDEX INDEX users_email;\n',
    fixed: 'REINDEX INDEX CONCURRENTLY users_email;\n',
  },
  {
    rule: 'refresh-not-concurrent',
    sql: 'REFRESH MATERIALIZED VIEW totals;\n',
    fixed: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;\n',
  },
  {
    rule: 'concurrent-unnamed',
    sql: 'CREATE INDEX CONCURRENTLY ON counts ("Name");\n',
    fixed: 'CREATE INDEX CONCURRENTLY "counts_Name_idx" ON counts ("Name");\n',
    isSameLock: true,
  },
  {
    rule: 'foreign-key-validates-in-place',
    sql: 'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE;\n',
    fixed: `-- godwit:transaction none
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user;
`,
  },
  {
    rule: 'foreign-key-validates-in-place',
    sql: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);\n',
    fixed: `-- godwit:transaction none
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
`,
  },
  {
    rule: 'check-validates-in-place',
    sql: 'alter table public.users add constraint "users Total" check (total >= 0);\n',
    fixed: `-- godwit:transaction none
alter table public.users add constraint "users Total" check (total >= 0) not valid;
alter table public.users validate constraint "users Total";
`,
  },
  {
    rule: 'check-validates-in-place',
    sql: 'ALTER TABLE users ADD CHECK (total >= 0);\nALTER TABLE users ADD CHECK (total >= 0 OR note IS NULL);\n',
    fixed: `-- godwit:transaction none
ALTER TABLE users ADD CONSTRAINT users_total_check CHECK (total >= 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_total_check;
ALTER TABLE users ADD CONSTRAINT users_check CHECK (total >= 0 OR note IS NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_check;
`,
  },
  {
    rule: 'validate-in-same-transaction',
    sql: `ALTER TABLE users ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT c;
`,
    fixed: `-- godwit:transaction none
ALTER TABLE users ADD CONSTRAINT c CHECK (total >= 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT c;
`,
  },
  {
    rule: 'not-null-scan',
    sql: 'ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;\n',
    fixed: `-- godwit:transaction none
ALTER TABLE orders ADD CONSTRAINT orders_amount_is_set CHECK (amount IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_is_set;
ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_amount_is_set;
`,
  },
  {
    rule: 'not-null-scan',
    since: 18,
    sql: 'ALTER TABLE orders ADD CONSTRAINT amount_known NOT NULL amount;\n',
    fixed: `-- godwit:transaction none
ALTER TABLE orders ADD CONSTRAINT amount_known NOT NULL amount NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT amount_known;
`,
  },
  {
    rule: 'key-builds-index',
    sql: 'ALTER TABLE users ADD CONSTRAINT one_mail UNIQUE (email);\n',
    fixed: `CREATE UNIQUE INDEX CONCURRENTLY one_mail ON users (email);
ALTER TABLE users ADD CONSTRAINT one_mail UNIQUE USING INDEX one_mail;
`,
  },
  {
    rule: 'key-builds-index',
    sql: 'ALTER TABLE counts\n  ADD UNIQUE (id, "Name");\n',
    fixed: `CREATE UNIQUE INDEX CONCURRENTLY "counts_id_Name_key" ON counts (id, "Name");
ALTER TABLE counts
  ADD UNIQUE USING INDEX "counts_id_Name_key";
`,
  },
  {
    rule: 'key-builds-index',
    sql: 'ALTER TABLE counts ADD PRIMARY KEY (id);\n',
    fixed: `CREATE UNIQUE INDEX CONCURRENTLY counts_pkey ON counts (id);
ALTER TABLE counts ADD PRIMARY KEY USING INDEX counts_pkey;
`,
  },
  {
    rule: 'key-builds-index',
    sql: `ALTER TABLE users ADD CONSTRAINT one_mail UNIQUE (email);
CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
  ALTER TABLE orders ADD CHECK (amount > 0);
CREATE INDEX ON orders (user_id);
`,
    fixed: `-- godwit:transaction none
CREATE UNIQUE INDEX CONCURRENTLY one_mail ON users (email);
ALTER TABLE users ADD CONSTRAINT one_mail UNIQUE USING INDEX one_mail;
CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
  ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
  ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
`,
  },
  {
    rule: 'index-not-concurrent',
    sql: `INSERT INTO counts VALUES (0, 'none');
CREATE INDEX counts_id ON counts (id);
DROP INDEX users_email;
`,
    fixed: `INSERT INTO counts VALUES (0, 'none');
CREATE INDEX CONCURRENTLY counts_id ON counts (id);
DROP INDEX CONCURRENTLY users_email;
`,
  },
]
