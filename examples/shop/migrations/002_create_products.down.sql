DROP INDEX products_title;
DROP TABLE products;
