
-- 001_make up
-- runs code, outside of transactions, which sends
CREATE TABLE teams (
  id int PRIMARY KEY,
  name varchar(50) NOT NULL
);
INSERT INTO teams VALUES (?, ?) /* 2 parameters */;
-- what follows depends on whether there is a table "users" then
-- the record is written here

-- 002_silent up
-- runs code; its SQL is known only when it runs

-- 003_ask up
-- runs code, outside of transactions, which sends
ALTER TABLE teams DROP COLUMN name;
-- what follows depends on what "SELECT 1" gives
-- the record is written here
