
CREATE TABLE pages (
  id int unsigned AUTO_INCREMENT PRIMARY KEY,
  title varchar(200) COLLATE utf8mb4_bin NOT NULL COMMENT 'it''s \\ a title',
  body mediumtext,
  size int GENERATED ALWAYS AS (length(body)) VIRTUAL,
  flags set('new', 'it''s') NOT NULL DEFAULT 'new',
  place point NOT NULL,
  seen datetime(0) ON UPDATE CURRENT_TIMESTAMP,
  mood enum('sad', 'ok') DEFAULT 'ok',
  CONSTRAINT pages_title CHECK (title <> '')
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci COMMENT = 'Pages';
CREATE FULLTEXT INDEX pages_body_idx ON pages (body);
CREATE SPATIAL INDEX pages_place ON pages (place);
CREATE INDEX pages_title_seen_idx USING BTREE ON pages (title(20), seen DESC);
CREATE TABLE parts (
  id int PRIMARY KEY
) PARTITION BY HASH (id) PARTITIONS 4;
CREATE TABLE trees (
  id int PRIMARY KEY,
  above int,
  name varchar(50) NOT NULL,
  CONSTRAINT `tree names` UNIQUE (name)
);
CREATE INDEX trees_above_idx ON trees (above) COMMENT 'for the way down';
CREATE VIEW grown AS
SELECT id FROM pages;
