CREATE TABLE products (
  id integer PRIMARY KEY,
  title varchar(200) NOT NULL,
  price_cents integer NOT NULL CHECK (price_cents >= 0)
);

CREATE UNIQUE INDEX products_title ON products (title);
