import { openConnection } from '#dialect'
import { namingOf } from '#engine'
import type { Schema } from '#schema'

/** The schema that statements make in an empty SQLite database in memory. */
export async function schemaOf(sql: string): Promise<Schema> {
  await using connection = await openConnection('sqlite::memory:', {
    access: 'write',
    connectTimeoutMs: 1000,
    applicationName: 'erd',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  await connection.execute(sql)
  const { readSchema } = await connection.dialect.inspection()
  return await readSchema(connection, namingOf(connection, { ledger: {} }))
}

/** Tables that refer to each other in all ways, some with odd names. */
export const SHOP = `
CREATE TABLE users (id integer PRIMARY KEY, email varchar(320) NOT NULL UNIQUE, name text, boss integer REFERENCES users (id));
CREATE TABLE products (id integer PRIMARY KEY, sku text NOT NULL, price numeric(10,2) NOT NULL, category integer REFERENCES categories (id));
CREATE UNIQUE INDEX products_sku ON products (sku);
CREATE TABLE categories (id integer PRIMARY KEY, name text NOT NULL, best integer REFERENCES products (id));
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE invoices (order_id integer PRIMARY KEY REFERENCES orders (id), number text NOT NULL);
CREATE TABLE settings (key text PRIMARY KEY, value text);
CREATE TABLE "weird ""table"" <script>alert(1)</script>" ("a b" text, "x<y&z" integer, "数据库" "odd type", "#;%\\\`" integer);
CREATE TABLE "${'long'.repeat(40)}" ("${'column'.repeat(20)}" "${'type'.repeat(30)}");
`

/** What a later version made of it. */
export const LATER = `${SHOP.replace('name text, boss', 'full_name text, boss')
  .replace('price numeric(10,2) NOT NULL', 'price bigint NOT NULL DEFAULT 0')
  .replace(/CREATE TABLE settings.*\n/, '')}
CREATE TABLE payments (id integer PRIMARY KEY, invoice integer NOT NULL REFERENCES invoices (order_id));
CREATE INDEX orders_user ON orders (user_id);
CREATE VIEW old_orders AS SELECT * FROM orders;
`

/** Many tables that refer to others, most of them to the first one. */
export function manyTables(count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const columns = Array.from(
      { length: 2 + (at % 9) },
      (_column, n) => `, column_${n} varchar(${n + 1})`,
    )
    const far = at > 3 ? `, far integer REFERENCES t${Math.floor(at / 3)} (id)` : ''
    const tenant = at % 3 === 1 ? ', tenant integer NOT NULL REFERENCES t0 (id)' : ''
    return `CREATE TABLE t${at} (id integer PRIMARY KEY${columns.join('')}${far}${tenant});`
  }).join('\n')
}
