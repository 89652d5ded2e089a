import type { ChangeCase } from '../change-case.ts'

/** Whole tables. */
export const TABLES: readonly ChangeCase[] = [
  {
    name: 'a table',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TABLE orders (id bigint AUTO_INCREMENT PRIMARY KEY, total decimal(10,2) NOT NULL DEFAULT 0)',
    ],
    statements: [
      `CREATE TABLE orders (
  id bigint NOT NULL AUTO_INCREMENT,
  total decimal(10,2) NOT NULL DEFAULT 0.00,
  PRIMARY KEY (id)
)`,
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a table that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TABLE orders (id int PRIMARY KEY)',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['DROP TABLE orders'],
    hazards: [
      'data-loss: the rows of orders are lost',
      'old-clients: code that uses the table orders fails',
    ],
    rows: [
      "INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)",
      'INSERT INTO orders VALUES (1)',
    ],
  },
  {
    name: 'a table with everything',
    before: [],
    after: [
      "CREATE TABLE `odd ``name` (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, `order` varchar(20) NOT NULL DEFAULT 'it''s', kind enum('a','b''c') DEFAULT 'a', tags set('x','y'), body text COMMENT 'what''s in it', at datetime(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), twice int GENERATED ALWAYS AS (char_length(body) * 2) VIRTUAL, size int GENERATED ALWAYS AS (char_length(body)) STORED, flags bit(4) DEFAULT b'0101', small tinyint unsigned, ok boolean DEFAULT true, price double, day date DEFAULT '2020-02-29', UNIQUE KEY by_order (`order`), KEY by_body (body(20), kind), FULLTEXT KEY words (body), CONSTRAINT sane CHECK (price > 0 AND `order` <> 'x')) COMMENT 'odd'",
    ],
    statements: [
      `CREATE TABLE \`odd \`\`name\` (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  \`order\` varchar(20) NOT NULL DEFAULT 'it''s',
  kind enum('a','b''c') DEFAULT 'a',
  tags set('x','y'),
  body text COMMENT 'what''s in it',
  at datetime(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  twice int GENERATED ALWAYS AS (char_length(body) * 2) VIRTUAL,
  size int GENERATED ALWAYS AS (char_length(body)) STORED,
  flags bit(4) DEFAULT b'101',
  small tinyint unsigned,
  ok tinyint(1) DEFAULT 1,
  price double,
  day date DEFAULT '2020-02-29',
  PRIMARY KEY (id),
  UNIQUE KEY by_order (\`order\`),
  KEY by_body (body(20), kind),
  FULLTEXT KEY words (body),
  CONSTRAINT sane CHECK (price > 0 and \`order\` <> 'x')
) COMMENT='odd'`,
    ],
  },
  {
    name: 'tables in an order that they need',
    before: [],
    after: [
      'CREATE TABLE b_parents (id int PRIMARY KEY)',
      'CREATE TABLE a_children (id int PRIMARY KEY, parent_id int NOT NULL, CONSTRAINT a_fk FOREIGN KEY (parent_id) REFERENCES b_parents (id))',
      'CREATE TABLE c_children (id int PRIMARY KEY, a_id int, CONSTRAINT c_fk FOREIGN KEY (a_id) REFERENCES a_children (id) ON DELETE SET NULL ON UPDATE CASCADE)',
    ],
    statements: [
      `CREATE TABLE b_parents (
  id int NOT NULL,
  PRIMARY KEY (id)
)`,
      `CREATE TABLE a_children (
  id int NOT NULL,
  parent_id int NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT a_fk FOREIGN KEY (parent_id) REFERENCES b_parents (id)
)`,
      `CREATE TABLE c_children (
  id int NOT NULL,
  a_id int,
  PRIMARY KEY (id),
  CONSTRAINT c_fk FOREIGN KEY (a_id) REFERENCES a_children (id) ON DELETE SET NULL ON UPDATE CASCADE
)`,
    ],
  },
  {
    name: 'tables in a ring',
    before: [],
    after: [
      'CREATE TABLE heads (id int PRIMARY KEY, tail_id int)',
      'CREATE TABLE tails (id int PRIMARY KEY, head_id int, CONSTRAINT tails_head FOREIGN KEY (head_id) REFERENCES heads (id))',
      'ALTER TABLE heads ADD CONSTRAINT heads_tail FOREIGN KEY (tail_id) REFERENCES tails (id)',
    ],
    statements: [
      `CREATE TABLE tails (
  id int NOT NULL,
  head_id int,
  PRIMARY KEY (id)
)`,
      `CREATE TABLE heads (
  id int NOT NULL,
  tail_id int,
  PRIMARY KEY (id),
  CONSTRAINT heads_tail FOREIGN KEY (tail_id) REFERENCES tails (id)
)`,
      'ALTER TABLE tails ADD CONSTRAINT tails_head FOREIGN KEY (head_id) REFERENCES heads (id)',
    ],
  },
  {
    name: 'a table of itself',
    before: [],
    after: [
      'CREATE TABLE nodes (id int PRIMARY KEY, parent_id int, CONSTRAINT nodes_parent FOREIGN KEY (parent_id) REFERENCES nodes (id) ON DELETE CASCADE)',
    ],
    statements: [
      `CREATE TABLE nodes (
  id int NOT NULL,
  parent_id int,
  PRIMARY KEY (id),
  CONSTRAINT nodes_parent FOREIGN KEY (parent_id) REFERENCES nodes (id) ON DELETE CASCADE
)`,
    ],
  },
  {
    name: 'a table becomes a view',
    before: ['CREATE TABLE users (id int PRIMARY KEY)', 'CREATE TABLE grown (id int PRIMARY KEY)'],
    after: ['CREATE TABLE users (id int PRIMARY KEY)', 'CREATE VIEW grown AS SELECT id FROM users'],
    statements: [
      'DROP TABLE grown',
      'CREATE VIEW grown AS select `users`.`id` AS `id` from `users`',
    ],
    hazards: [
      'data-loss: the rows of grown are lost',
      'old-clients: code that uses the table grown fails',
    ],
  },
  {
    name: 'a table gets another name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE INDEX by_age ON users (age)',
    ],
    after: [
      'CREATE TABLE people (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, KEY by_age (age))',
    ],
    statements: ['RENAME TABLE users TO people'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    renames: [{ kind: 'table', from: { schema: undefined, name: 'users' }, to: 'people' }],
  },
  {
    name: 'a comment of a table',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int) COMMENT 'people, and what they''re called'",
    ],
    statements: ["ALTER TABLE users COMMENT='people, and what they''re called', ALGORITHM=INSTANT"],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'everything at once without a thought for others',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int, phone varchar(20), KEY by_age (age), UNIQUE KEY by_email (email))',
    ],
    statements: [
      `ALTER TABLE users
  ADD COLUMN phone varchar(20),
  ADD UNIQUE KEY by_email (email),
  ADD KEY by_age (age)`,
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows of users that are alike in email stand against it',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    options: { isOnline: false },
  },
]
