
CREATE TABLE users (
  id text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at text,
  email varchar(320) NOT NULL UNIQUE,
  age integer,
  is_admin integer NOT NULL DEFAULT 0,
  settings text NOT NULL DEFAULT '{"theme":"it''s dark"}',
  manager text,
  favorite text,
  CONSTRAINT users_age CHECK (age >= 0 AND age < 200),
  FOREIGN KEY (manager) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT users_favorite FOREIGN KEY (favorite) REFERENCES orders (id) ON DELETE SET NULL
);
CREATE INDEX users_manager_idx ON users (manager);
CREATE INDEX users_by_age ON users (created_at, age DESC);
CREATE TABLE orders (
  id text PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
  created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at text,
  number integer NOT NULL,
  user text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'paid', 'won''t ship')) DEFAULT 'open',
  net numeric(12, 2) NOT NULL,
  tax numeric(12, 2) NOT NULL DEFAULT '0.00',
  gross numeric(12, 2) GENERATED ALWAYS AS (net + tax) STORED,
  day text,
  at text,
  wall text,
  ratio real,
  weight real DEFAULT 1.5,
  country char(2) NOT NULL DEFAULT 'DE',
  note text DEFAULT 'it''s \ free',
  stamp blob,
  UNIQUE (user, number),
  FOREIGN KEY (user) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX orders_number_day ON orders (number, day);
CREATE TABLE "order lines" (
  "order" text NOT NULL,
  position integer NOT NULL,
  amount integer NOT NULL DEFAULT 1,
  "Group" varchar(20),
  PRIMARY KEY ("order", position),
  FOREIGN KEY ("order") REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE "select" (
  "from" integer PRIMARY KEY,
  "order" text,
  position integer,
  user varchar(100) DEFAULT 'nobody',
  FOREIGN KEY ("order", position) REFERENCES "order lines" ("order", position)
);
CREATE VIEW "paid orders" AS
SELECT orders.id, email
FROM orders JOIN users ON users.id = user
WHERE state = 'paid';
