
-- 001_make up
-- runs code, which sends
BEGIN;
CREATE TABLE teams (
  id integer PRIMARY KEY NOT NULL,
  name varchar(50) NOT NULL
);
INSERT INTO teams VALUES (?, ?) /* 2 parameters */;
-- what follows depends on whether there is a table "users" then
-- the record is written here
COMMIT;

-- 002_silent up
-- runs code; its SQL is known only when it runs

-- 003_ask up
-- runs code, which sends
BEGIN;
ALTER TABLE teams DROP COLUMN name;
-- what follows depends on what "SELECT 1" gives
-- the record is written here
COMMIT;
