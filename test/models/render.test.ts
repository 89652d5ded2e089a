import { describe, expect, test } from 'vitest'
import {
  by,
  check,
  comment,
  constraint,
  enumType,
  index,
  integer,
  mysql,
  nativeType,
  object,
  option,
  postgres,
  primaryKey,
  schema,
  sql,
  sqlFrom,
  sqlite,
  table,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
  view,
} from '../../src/models.ts'
import { found, open, type Place, PLACES, shown, statementsOf } from './places.ts'
import * as shop from './shop-models.ts'

/** Runs what models say, and gives it as text. */
async function made(place: Place, models: object): Promise<string> {
  await using database = await place.make()
  await using connection = await open(database.url)
  const statements = await statementsOf(connection, found(models))
  for (const { sql: text } of statements) await connection.execute(text)
  return `\n${shown(statements)}\n`
}

const KEYWORDS: Readonly<Record<Place['dialect'], string>> = {
  postgres: 'SELECT word FROM pg_get_keywords()',
  mysql: 'SELECT lower(word) AS word FROM information_schema.keywords',
  sqlite: `SELECT value AS word FROM json_each('["abort","add","group","order","table","index","values","is","transaction"]')`,
}

describe.each(PLACES)('$name', (place) => {
  test('a shop is made as its models say', async () => {
    await expect(await made(place, shop)).toMatchFileSnapshot(`shop-${place.dialect}.sql`)
  })

  test('every word of the database can be a name', async () => {
    await using database = await place.make()
    await using connection = await open(database.url)
    const rows = await connection.query(KEYWORDS[place.dialect])
    const words = rows.map(({ word }) => String(word)).filter((word) => /^\w+$/.test(word))
    expect(words.length).toBeGreaterThan(8)
    const columns = Object.fromEntries(words.map((word) => [word, nativeType(sql`smallint`)]))
    const [statement] = await statementsOf(connection, found({ words: table('words', columns) }))
    await connection.execute(statement?.sql ?? '')
  })
})

const trees = table(
  'trees',
  { id: integer().primaryKey(), above: integer(), name: varchar(50).notNull() },
  (t) => [unique(t.name).named('tree names'), index(t.above).comment('for the way down')],
)

test.each(PLACES.filter(({ dialect }) => dialect === 'postgres'))(
  'what only PostgreSQL has: $name',
  async (place) => {
    const crypto = postgres.extension('pgcrypto')
    const billing = schema('billing')
    const mood = billing.enumType('mood', ['sad', 'ok'], { comment: "how it's" })
    const numbers = postgres.sequence('numbers', {
      start: 100,
      increment: 5,
      cache: 10,
      cycle: true,
      max: 1000,
    })
    const positive = object('positive', sql`CREATE DOMAIN positive AS integer CHECK (VALUE > 0)`)
    const events = postgres.table(
      'events',
      {
        id: postgres.alwaysIdentity(integer()),
        number: integer().default(sql`nextval(${'numbers'})`),
        at: timestamp(3).notNull(),
        mood: mood(),
        amount: nativeType<number>(sql`${positive}`).notNull(),
        tags: postgres.array(varchar(20)).notNull().default(['a "b"', 'c,d']),
        address: postgres.inet(),
        name: text().collate('C'),
      },
      (t) => [
        primaryKey(t.id, t.at),
        postgres.partitionBy('range', t.at),
        comment('What happened'),
        index(
          by(t.name, { operators: 'text_pattern_ops' }),
          by(t.at, { order: 'desc', nulls: 'last' }),
        )
          .named('events_name')
          .include(t.amount),
        index(t.tags)
          .using('gin')
          .where(sql`${t.amount} > ${10}`),
        index(sql`lower(${t.name})`).clause(sql`WITH (fillfactor = 70)`),
      ],
    )
    const later = postgres.partition(
      'events_2025',
      events,
      sql`FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
    )
    const rooms = postgres.table(
      'rooms',
      { id: uuid().primaryKey(), during: postgres.tstzrange() },
      (t) => [
        constraint('no_overlap', sql`EXCLUDE USING gist (${t.during} WITH &&) DEFERRABLE`),
        postgres.unlogged(),
        option(sql`WITH (fillfactor = 70)`),
      ],
    )
    const busy = postgres.materializedView(
      'busy',
      sql`SELECT ${events.name}, count(*) AS times FROM ${events} GROUP BY 1`,
      { indexes: [index(sqlFrom('name')).named('busy_name')], comment: 'By name' },
    )
    const busiest = billing.view('busiest', sql`SELECT * FROM ${busy} ORDER BY times DESC LIMIT 1`)
    const touch = object(
      'touch',
      sql`CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.at := now();
  RETURN NEW;
END $$`,
    )
    const trigger = object('events_touch', [
      sql`CREATE TRIGGER events_touch BEFORE UPDATE ON ${events} FOR EACH ROW EXECUTE FUNCTION ${touch}()`,
      sql`ALTER TABLE ${events} ENABLE ROW LEVEL SECURITY`,
      sql`CREATE POLICY own ON ${events} USING (${events.name} = current_user)`,
    ])
    const models = {
      trigger,
      busiest,
      busy,
      later,
      rooms,
      events,
      positive,
      numbers,
      mood,
      touch,
      billing,
      crypto,
      trees,
    }
    await expect(await made(place, models)).toMatchFileSnapshot('only-postgres.sql')
  },
)

test.each(PLACES.filter(({ dialect }) => dialect === 'sqlite'))(
  'what only SQLite has',
  async (place) => {
    const notes = sqlite.table(
      'notes',
      {
        key: varchar(20).notNull(),
        part: integer().notNull(),
        is_open: integer().notNull().default(1),
        value: sqlite.any(),
        at: timestamp(),
      },
      (t) => [
        primaryKey(t.key, t.part),
        sqlite.strict(),
        sqlite.withoutRowid(),
        index(by(t.key, { collation: 'NOCASE', order: 'desc' })).where(sql`${t.is_open} = 1`),
        index(sql`lower(${t.key})`).named('notes_lower'),
      ],
    )
    const log = object(
      'notes_log',
      sql`CREATE TRIGGER notes_log AFTER DELETE ON ${notes} BEGIN
  DELETE FROM notes WHERE part = old.part;
END`,
    )
    const counted = table('counted', {
      id: integer()
        .identity()
        .primaryKey()
        .clause(sql`AUTOINCREMENT`),
    })
    await expect(await made(place, { log, notes, counted, trees })).toMatchFileSnapshot(
      'only-sqlite.sql',
    )
  },
)

test.each(PLACES.filter(({ dialect }) => dialect === 'mysql'))(
  'what only $name has',
  async (place) => {
    const mood = enumType('mood', ['sad', 'ok'])
    const pages = mysql.table(
      'pages',
      {
        id: mysql.unsignedInteger().identity().primaryKey(),
        title: varchar(200).notNull().collate('utf8mb4_bin').comment("it's \\ a title"),
        body: mysql.mediumtext(),
        size: integer().generated(sql`length(body)`, 'virtual'),
        flags: mysql.set(['new', "it's"]).notNull().default('new'),
        place: mysql.point().notNull(),
        seen: timestamp(0).clause(sql`ON UPDATE CURRENT_TIMESTAMP`),
        mood: mood().default('ok'),
      },
      (t) => [
        mysql.fulltextIndex(t.body),
        mysql.spatialIndex(t.place).named('pages_place'),
        index(by(t.title, { length: 20 }), by(t.seen, { order: 'desc' })).using('btree'),
        check('pages_title', sql`${t.title} <> ''`),
        mysql.engine('InnoDB'),
        mysql.charset('utf8mb4', 'utf8mb4_general_ci'),
        comment('Pages'),
      ],
    )
    const parts = mysql.table('parts', { id: integer().primaryKey() }, () => [
      mysql.partitionBy(sql`HASH (id) PARTITIONS 4`),
    ])
    const grown = view('grown', sql`SELECT ${pages.id} FROM ${pages}`)
    const models = { grown, pages, parts, trees, mood }
    await expect(await made(place, models)).toMatchFileSnapshot('only-mysql.sql')
  },
)
