import {
  type AnyColumn,
  bigint,
  boolean,
  by,
  bytes,
  check,
  char,
  comment,
  date,
  decimal,
  double,
  enumType,
  foreignKey,
  index,
  integer,
  json,
  localTimestamp,
  newUuid,
  now,
  primaryKey,
  real,
  smallint,
  sql,
  sqlFor,
  table,
  text,
  time,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
  view,
} from '../../src/models.ts'

/** What every table of a shop has. */
const base = {
  id: uuid().primaryKey().default(newUuid()),
  created_at: timestamp().notNull().default(now()),
  updated_at: timestamp(3),
}

export const state = enumType('order_state', ['open', 'paid', "won't ship"])

export const users = table(
  'users',
  {
    ...base,
    email: varchar(320).notNull().unique(),
    age: smallint().comment('In years'),
    is_admin: boolean().notNull().default(false),
    settings: json<{ theme: string }>().notNull().default({ theme: "it's dark" }),
    manager: uuid().references((): AnyColumn => users.id, { onDelete: 'set null' }),
    favorite: uuid().references((): AnyColumn => orders.id, {
      onDelete: 'set null',
      name: 'users_favorite',
    }),
  },
  (t) => [
    comment('Who may log in'),
    check('users_age', sql`${t.age} >= ${0} AND ${t.age} < 200`),
    index(t.manager),
    index(t.created_at, by(t.age, { order: 'desc' })).named('users_by_age'),
  ],
)

export const orders = table(
  'orders',
  {
    ...base,
    number: bigint().notNull(),
    user: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade', onUpdate: 'restrict' }),
    state: state().notNull().default('open'),
    net: decimal(12, 2).notNull(),
    tax: decimal(12, 2).notNull().default('0.00'),
    gross: decimal(12, 2).generated(sql`net + tax`),
    day: date(),
    at: time(),
    wall: localTimestamp(0),
    ratio: real(),
    weight: double().default(1.5),
    country: char(2).notNull().default('DE'),
    note: text().default("it's \\ free"),
    stamp: bytes(16),
  },
  (t) => [unique(t.user, t.number), uniqueIndex(t.number, t.day).named('orders_number_day')],
)

export const lines = table(
  'order lines',
  {
    order: uuid().notNull(),
    position: integer().notNull(),
    amount: integer().notNull().default(1),
    Group: varchar(20),
  },
  (t) => [
    primaryKey(t.order, t.position),
    foreignKey([t.order], () => [orders.id], { onDelete: 'cascade' }),
  ],
)

export const counted = table(
  'select',
  {
    from: integer().identity().primaryKey(),
    order: uuid(),
    position: integer(),
    user: varchar(100).default(
      sqlFor({ postgres: sql`current_user`, mysql: sql`current_user()`, sqlite: sql`'nobody'` }),
    ),
  },
  (t) => [foreignKey([t.order, t.position], () => [lines.order, lines.position])],
)

export const paid = view<{ id: string; email: string }>(
  'paid orders',
  sql`SELECT ${orders}.${orders.id}, ${users.email}
FROM ${orders} JOIN ${users} ON ${users}.${users.id} = ${orders.user}
WHERE ${orders.state} = ${'paid'}`,
)
