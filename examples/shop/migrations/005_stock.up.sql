CREATE TABLE stock (
  product_id integer PRIMARY KEY REFERENCES products (id),
  on_hand integer NOT NULL DEFAULT 0
);

INSERT INTO stock (product_id) SELECT id FROM products;
