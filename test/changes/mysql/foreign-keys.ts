import type { ChangeCase } from '../change-case.ts'

/** Foreign keys. */
export const FOREIGN_KEYS: readonly ChangeCase[] = [
  {
    name: 'a foreign key',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int)',
    ],
    statements: [
      `ALTER TABLE orders
  DROP FOREIGN KEY orders_user,
  DROP INDEX orders_user,
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key that deletes along',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)',
    ],
    statements: [
      'ALTER TABLE orders DROP FOREIGN KEY orders_user, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key with an index of its own',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), KEY by_user (user_id))',
    ],
    statements: ['ALTER TABLE orders ADD KEY by_user (user_id), ALGORITHM=INPLACE, LOCK=NONE'],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key with an index over more',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), KEY by_user (user_id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), KEY by_user (user_id, id))',
    ],
    statements: [
      `ALTER TABLE orders
  DROP INDEX by_user,
  ADD KEY by_user (user_id, id),
  ALGORITHM=INPLACE, LOCK=NONE`,
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key of a new column',
    before: ['CREATE TABLE users (id int PRIMARY KEY)', 'CREATE TABLE orders (id int PRIMARY KEY)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      'ALTER TABLE orders ADD COLUMN user_id int, ALGORITHM=INSTANT',
      'session: SET SESSION foreign_key_checks = 0',
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), ALGORITHM=INPLACE, LOCK=NONE',
      'session: SET SESSION foreign_key_checks = DEFAULT',
    ],
    rows: ['INSERT INTO users VALUES (1)', 'INSERT INTO orders VALUES (1)'],
  },
  {
    name: 'a column with its foreign key goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY)', 'CREATE TABLE orders (id int PRIMARY KEY)'],
    statements: [
      `ALTER TABLE orders
  DROP FOREIGN KEY orders_user,
  DROP INDEX orders_user,
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE orders DROP COLUMN user_id, ALGORITHM=INSTANT',
    ],
    hazards: [
      'data-loss: the values of orders.user_id are lost',
      'old-clients: code that uses orders.user_id fails',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key to a new table',
    before: ['CREATE TABLE orders (id int PRIMARY KEY, user_id int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      `CREATE TABLE users (
  id int NOT NULL,
  PRIMARY KEY (id)
)`,
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: ['INSERT INTO orders VALUES (1, NULL)'],
  },
  {
    name: 'the table of a foreign key goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: ['CREATE TABLE orders (id int PRIMARY KEY, user_id int)'],
    statements: [
      `ALTER TABLE orders
  DROP FOREIGN KEY orders_user,
  DROP INDEX orders_user,
  ALGORITHM=INPLACE, LOCK=NONE`,
      'DROP TABLE users',
    ],
    hazards: [
      'data-loss: the rows of users are lost',
      'old-clients: code that uses the table users fails',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'both sides of a foreign key become wider',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id bigint PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id bigint, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      'ALTER TABLE orders DROP FOREIGN KEY orders_user, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE orders MODIFY COLUMN user_id bigint',
      'ALTER TABLE users MODIFY COLUMN id bigint NOT NULL',
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'rewrite: users is copied as a whole',
      'blocks-writes: writes to users wait meanwhile',
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key to another column',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, code int, UNIQUE KEY by_code (code))',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, code int, UNIQUE KEY by_code (code))',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (code))',
    ],
    statements: [
      'ALTER TABLE orders DROP FOREIGN KEY orders_user, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (code)',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: ['INSERT INTO users VALUES (1, 1), (2, 2)', 'INSERT INTO orders VALUES (1, 2)'],
  },
  {
    name: 'a foreign key gets another name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      `ALTER TABLE orders
  DROP FOREIGN KEY orders_user,
  DROP INDEX orders_user,
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id)',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'a foreign key without a name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      `ALTER TABLE orders
  ADD KEY user_id (user_id),
  ADD CONSTRAINT orders_ibfk_1 FOREIGN KEY (user_id) REFERENCES users (id)`,
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: [
      'INSERT INTO users VALUES (1), (2)',
      'INSERT INTO orders (id, user_id) VALUES (1, 2), (2, NULL)',
    ],
  },
  {
    name: 'two foreign keys of one column, of which one goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE people (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), CONSTRAINT orders_person FOREIGN KEY (user_id) REFERENCES people (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE people (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      'ALTER TABLE orders DROP FOREIGN KEY orders_person, ALGORITHM=INPLACE, LOCK=NONE',
      'ALTER TABLE orders RENAME INDEX orders_person TO orders_user, ALGORITHM=INSTANT',
    ],
    rows: ['INSERT INTO users VALUES (1)'],
  },
  {
    name: 'a foreign key with a changed column beside it',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, note text)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), note longtext NOT NULL)',
    ],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      `ALTER TABLE orders
  MODIFY COLUMN note longtext NOT NULL,
  ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)`,
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows without a value in orders.note stand against it',
      'old-clients: inserts into orders that give no note fail',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: ['INSERT INTO users VALUES (1)', "INSERT INTO orders VALUES (1, 1, 'x')"],
  },
  {
    name: 'a foreign key that is required',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY)',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      "session: SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      'ALTER TABLE orders MODIFY COLUMN user_id int NOT NULL, ALGORITHM=INPLACE, LOCK=NONE',
      'session: SET SESSION sql_mode = @godwit_sql_mode',
    ],
    hazards: [
      'rewrite: orders is written anew',
      'may-fail: rows without a value in orders.user_id stand against it',
      'old-clients: inserts into orders that give no user_id fail',
    ],
    rows: ['INSERT INTO users VALUES (1)', 'INSERT INTO orders VALUES (1, 1)'],
  },
  {
    name: 'the key of the other table grows',
    before: [
      'CREATE TABLE users (id int NOT NULL, code int NOT NULL, PRIMARY KEY (id))',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    after: [
      'CREATE TABLE users (id int NOT NULL, code int NOT NULL, PRIMARY KEY (id, code), UNIQUE KEY by_id (id))',
      'CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id))',
    ],
    statements: [
      'ALTER TABLE orders DROP FOREIGN KEY orders_user, ALGORITHM=INPLACE, LOCK=NONE',
      `ALTER TABLE users
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (id, code),
  ADD UNIQUE KEY by_id (id),
  ALGORITHM=INPLACE, LOCK=NONE`,
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
    ],
    hazards: [
      'rewrite: users is written anew',
      'may-fail: rows of users that are alike in id, code stand against it',
      'may-fail: rows of users that are alike in id stand against it',
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose user_id is not in users stand against it',
    ],
    rows: ['INSERT INTO users VALUES (1, 1)', 'INSERT INTO orders VALUES (1, 1)'],
  },
  {
    name: 'a foreign key over two columns',
    before: [
      'CREATE TABLE users (a int, b int, PRIMARY KEY (a, b))',
      'CREATE TABLE orders (id int PRIMARY KEY, a int, b int)',
    ],
    after: [
      'CREATE TABLE users (a int, b int, PRIMARY KEY (a, b))',
      'CREATE TABLE orders (id int PRIMARY KEY, a int, b int, CONSTRAINT orders_user FOREIGN KEY (a, b) REFERENCES users (a, b) ON UPDATE CASCADE)',
    ],
    statements: [
      'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (a, b) REFERENCES users (a, b) ON UPDATE CASCADE',
    ],
    hazards: [
      'rewrite: orders is copied as a whole',
      'blocks-writes: writes to orders wait meanwhile',
      'may-fail: rows of orders whose a, b is not in users stand against it',
    ],
    rows: ['INSERT INTO users VALUES (1, 2)', 'INSERT INTO orders VALUES (1, 1, 2)'],
  },
]
