import type { ChangeCase } from '../change-case.ts'

/** Views, triggers, routines, events and sequences. */
export const OBJECTS: readonly ChangeCase[] = [
  {
    name: 'a view',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id, email FROM users WHERE age >= 18',
    ],
    statements: [
      'CREATE VIEW grown AS select `users`.`id` AS `id`,`users`.`email` AS `email` from `users` where `users`.`age` >= 18',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['DROP VIEW grown'],
    hazards: ['old-clients: code that uses the view grown fails'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another view of the same name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id, age FROM users WHERE age > 20 WITH LOCAL CHECK OPTION',
    ],
    statements: [
      'CREATE OR REPLACE VIEW grown AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users` where `users`.`age` > 20 WITH LOCAL CHECK OPTION',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view with the rights of who asks',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE SQL SECURITY INVOKER VIEW grown AS SELECT id FROM users',
    ],
    statements: [
      'CREATE OR REPLACE SQL SECURITY INVOKER VIEW grown AS select `users`.`id` AS `id` from `users`',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'views of views',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW z_first AS SELECT id, age FROM users',
      'CREATE VIEW a_second AS SELECT id FROM z_first WHERE age > 1',
      'CREATE VIEW b_third AS SELECT z.id FROM z_first z JOIN a_second a ON a.id = z.id',
    ],
    statements: [
      'CREATE VIEW z_first AS select `users`.`id` AS `id`,`users`.`age` AS `age` from `users`',
      'CREATE VIEW a_second AS select `z_first`.`id` AS `id` from `z_first` where `z_first`.`age` > 1',
      'CREATE VIEW b_third AS select `z`.`id` AS `id` from (`z_first` `z` join `a_second` `a` on(`a`.`id` = `z`.`id`))',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'views of views that go',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW z_first AS SELECT id, age FROM users',
      'CREATE VIEW a_second AS SELECT id FROM z_first WHERE age > 1',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['DROP VIEW a_second', 'DROP VIEW z_first'],
    hazards: [
      'old-clients: code that uses the view a_second fails',
      'old-clients: code that uses the view z_first fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view that a column is taken from',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE VIEW grown AS SELECT id, age FROM users',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)',
      'CREATE VIEW grown AS SELECT id FROM users',
    ],
    statements: [
      'ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT',
      'CREATE OR REPLACE VIEW grown AS select `users`.`id` AS `id` from `users`',
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a view over a function',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE FUNCTION twice (n int) RETURNS int DETERMINISTIC RETURN n * 2',
      'CREATE VIEW doubled AS SELECT twice(age) AS n FROM users',
    ],
    statements: [
      'CREATE FUNCTION twice (n int) RETURNS int DETERMINISTIC RETURN n * 2',
      'CREATE VIEW doubled AS select `twice`(`users`.`age`) AS `n` from `users`',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a trigger',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email)',
    ],
    statements: [
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email)',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a trigger of several statements',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.email = lower(NEW.email); IF NEW.age < 0 THEN SET NEW.age = 0; END IF; END',
    ],
    statements: [
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.email = lower(NEW.email); IF NEW.age < 0 THEN SET NEW.age = 0; END IF; END',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'another trigger of the same name',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email)',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = upper(NEW.email)',
    ],
    statements: [
      'CREATE OR REPLACE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = upper(NEW.email)',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a trigger that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy AFTER UPDATE ON users FOR EACH ROW SET @changed = 1',
    ],
    after: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    statements: ['DROP TRIGGER tidy'],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'the order of triggers',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER one BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1',
      'CREATE TRIGGER two BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 2',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER two BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 2',
      'CREATE TRIGGER one BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1',
    ],
    statements: [
      'DROP TRIGGER one',
      'DROP TRIGGER two',
      'CREATE TRIGGER two BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 2',
      'CREATE TRIGGER one BEFORE INSERT ON users FOR EACH ROW FOLLOWS two SET NEW.age = 1',
    ],
  },
  {
    name: 'a trigger on a column that goes',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1',
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)',
      "CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = 'x'",
    ],
    statements: [
      'DROP TRIGGER tidy',
      'ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT',
      "CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.email = 'x'",
    ],
    hazards: [
      'data-loss: the values of users.age are lost',
      'old-clients: code that uses users.age fails',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a function',
    before: [],
    after: [
      "CREATE FUNCTION hello (who varchar(20), how enum('a','b')) RETURNS varchar(40) CHARACTER SET latin1 DETERMINISTIC NO SQL SQL SECURITY INVOKER COMMENT 'greets' RETURN concat('hello ', who)",
    ],
    statements: [
      "CREATE FUNCTION hello (who varchar(20), how enum('a','b')) RETURNS varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci DETERMINISTIC NO SQL SQL SECURITY INVOKER COMMENT 'greets' RETURN concat('hello ', who)",
    ],
  },
  {
    name: 'another function of the same name',
    before: ['CREATE FUNCTION one () RETURNS int DETERMINISTIC RETURN 1'],
    after: ['CREATE FUNCTION one () RETURNS bigint DETERMINISTIC RETURN 2'],
    statements: ['CREATE OR REPLACE FUNCTION one () RETURNS bigint DETERMINISTIC RETURN 2'],
  },
  {
    name: 'a procedure',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE PROCEDURE tidy (IN low int, OUT n int) MODIFIES SQL DATA BEGIN DELETE FROM users WHERE age < low; SET n = row_count(); END',
    ],
    statements: [
      'CREATE PROCEDURE tidy (IN low int, OUT n int) MODIFIES SQL DATA BEGIN DELETE FROM users WHERE age < low; SET n = row_count(); END',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a procedure that goes',
    before: ['CREATE PROCEDURE tidy () SELECT 1'],
    after: [],
    statements: ['DROP PROCEDURE tidy'],
    hazards: ['old-clients: code that uses the procedure tidy fails'],
  },
  {
    name: 'an event',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'tidies' DO DELETE FROM users WHERE age > 200",
    ],
    statements: [
      "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'tidies' DO DELETE FROM users WHERE age > 200",
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an event that begins when it is made',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE EVENT hourly ON SCHEDULE EVERY 90 MINUTE DO DELETE FROM users WHERE age > 200',
    ],
    statements: [
      'CREATE EVENT hourly ON SCHEDULE EVERY 90 MINUTE ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM users WHERE age > 200',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'an event at other times',
    before: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM users",
    ],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      "CREATE EVENT nightly ON SCHEDULE EVERY 2 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM users",
    ],
    statements: [
      "CREATE OR REPLACE EVENT nightly ON SCHEDULE EVERY 2 DAY STARTS '2030-01-01 03:00:00' ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM users",
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
  },
  {
    name: 'a sequence',
    before: ['CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)'],
    after: [
      'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, age int)',
      'CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5 MAXVALUE 1000 CACHE 20 CYCLE',
    ],
    statements: [
      'CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5 MINVALUE 1 MAXVALUE 1000 CACHE 20 CYCLE',
    ],
    rows: ["INSERT INTO users (id, email, age) VALUES (1, 'a@x', 30), (7, 'b@x', NULL)"],
    on: 'MariaDB',
  },
  {
    name: 'a sequence counts otherwise',
    before: ['CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5'],
    after: ['CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 2 NOCACHE'],
    statements: [
      'ALTER SEQUENCE numbers START WITH 10 INCREMENT BY 2 MINVALUE 1 MAXVALUE 9223372036854775806 NOCACHE NOCYCLE',
    ],
    on: 'MariaDB',
  },
  {
    name: 'a column that a sequence fills',
    before: ['CREATE TABLE tickets (id int PRIMARY KEY)'],
    after: [
      'CREATE SEQUENCE numbers',
      'CREATE TABLE tickets (id int PRIMARY KEY, nr bigint DEFAULT nextval(numbers))',
    ],
    statements: [
      'CREATE SEQUENCE numbers START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775806 CACHE 1000 NOCYCLE',
      'ALTER TABLE tickets ADD COLUMN nr bigint DEFAULT nextval(numbers)',
    ],
    hazards: [
      'rewrite: tickets is copied as a whole',
      'blocks-writes: writes to tickets wait meanwhile',
    ],
    rows: ['INSERT INTO tickets VALUES (1)'],
    on: 'MariaDB',
  },
]
