
CREATE TABLE notes (
  "key" text NOT NULL,
  part integer NOT NULL,
  is_open integer NOT NULL DEFAULT 1,
  value ANY,
  at text,
  PRIMARY KEY ("key", part)
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_key_idx ON notes ("key" COLLATE NOCASE DESC) WHERE is_open = 1;
CREATE INDEX notes_lower ON notes (lower("key"));
CREATE TABLE counted (
  id integer PRIMARY KEY AUTOINCREMENT
);
CREATE TABLE trees (
  id integer PRIMARY KEY NOT NULL,
  above integer,
  name varchar(50) NOT NULL,
  CONSTRAINT "tree names" UNIQUE (name)
);
CREATE INDEX trees_above_idx ON trees (above);
CREATE TRIGGER notes_log AFTER DELETE ON notes BEGIN
  DELETE FROM notes WHERE part = old.part;
END;
