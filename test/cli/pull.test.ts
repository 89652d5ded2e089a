import { readFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { type Shop, shop } from './command-line.ts'

const CONFIG = { 'godwit.config.json': '{ "url": "sqlite:app.db" }\n' }

function make(here: Shop, sql: string): void {
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec(sql)
  database.close()
}

function read(here: Shop, file: string): string {
  return readFileSync(here.dir.join(file), 'utf8')
}

const USERS = `CREATE TABLE users (
  id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INTEGER, made TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  shout TEXT AS (upper(email)) STORED);
CREATE TABLE "order lines" (user INTEGER REFERENCES users (id) ON DELETE CASCADE, "the-amount" NUMERIC(10, 2));
CREATE VIEW grown AS SELECT email FROM users WHERE age > 17;`

test('pull writes models once, and leaves a file of yours alone', async () => {
  await using here = await shop({ ...CONFIG, 'mine.ts': 'export {}\n' })
  make(here, USERS)
  expect(await here.godwit('pull --out models.ts')).toEqual({
    exit: 0,
    stdout: 'wrote models.ts: 3 models\n',
    stderr: '',
  })
  expect(read(here, 'models.ts')).toMatchInlineSnapshot(`
    "import { decimal, integer, now, sql, table, text, view } from 'godwit/schema'

    export const users = table(
      'users',
      {
        id: integer().identity().primaryKey(),
        email: text().notNull().unique(),
        age: integer(),
        made: text().notNull().default(now()),
        shout: text().generated(sql\`upper(email)\`),
      },
    )

    export const grown = view('grown', sql\`SELECT email FROM users WHERE age > 17\`, { needs: [users] })

    export const orderLines = table(
      'order lines',
      {
        user: integer().references(() => users.id, { onDelete: 'cascade' }),
        'the-amount': decimal(10, 2),
      },
    )
    "
  `)
  expect(await here.godwit('pull --out models.ts')).toMatchObject({
    exit: 0,
    stdout: 'models.ts is fresh.\n',
  })
  expect((await here.godwit('pull --out mine.ts')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_FILE_EXISTS: mine.ts is there already and holds something else, so it is left as it is.
    next: Name another file, or remove this one.
    "
  `)
  expect((await here.godwit('pull')).stdout).toBe(read(here, 'models.ts'))
  make(here, 'CREATE VIRTUAL TABLE odd USING fts5(body)')
  const odd = await here.godwit('pull')
  expect([odd.exit, odd.stderr]).toEqual([
    0,
    'note: odd is said in SQL: no model can say all of it\n',
  ])
})

test('types of rows, plain and for Kysely, of the database and of the migrations', async () => {
  await using here = await shop({
    ...CONFIG,
    'mine.ts': 'export {}\n',
    'migrations/001_teams.up.sql': 'CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);\n',
  })
  make(here, USERS)
  expect((await here.godwit('types')).stdout).toMatchInlineSnapshot(`
    "// Written by godwit types: what the database gives and takes. Do not change it by hand.

    export type Grown = {
      email: string | null
    }

    export type OrderLines = {
      user: number | null
      'the-amount': number | string | null
    }

    export type NewOrderLines = {
      user?: number | null
      'the-amount'?: number | string | null
    }

    export type Users = {
      id: number
      email: string
      age: number | null
      made: string
      shout: string | null
    }

    export type NewUsers = {
      id?: number
      email: string
      age?: number | null
      made?: string
    }
    "
  `)
  expect((await here.godwit('types --format kysely')).stdout).toMatchInlineSnapshot(`
    "// Written by godwit types: what the database gives and takes. Do not change it by hand.

    import type { ColumnType, Generated } from 'kysely'

    export interface GrownTable {
      email: ColumnType<string | null, never, never>
    }

    export interface OrderLinesTable {
      user: number | null
      'the-amount': number | string | null
    }

    export interface UsersTable {
      id: Generated<number>
      email: string
      age: number | null
      made: Generated<string>
      shout: ColumnType<string | null, never, never>
    }

    export interface Database {
      grown: GrownTable
      'order lines': OrderLinesTable
      users: UsersTable
    }
    "
  `)
  expect((await here.godwit('types --migrations')).stdout).toMatchInlineSnapshot(`
    "// Written by godwit types: what the database gives and takes. Do not change it by hand.

    export type Teams = {
      id: number
      name: string | null
    }

    export type NewTeams = {
      id?: number
      name?: string | null
    }
    "
  `)
  expect(await here.godwit('types --out rows.ts')).toMatchObject({
    exit: 0,
    stdout: 'wrote rows.ts\n',
  })
  make(here, 'ALTER TABLE users ADD COLUMN phone TEXT')
  expect(await here.godwit('types --out rows.ts')).toMatchObject({
    exit: 0,
    stdout: 'wrote rows.ts\n',
  })
  expect(await here.godwit('types --out rows.ts')).toMatchObject({
    exit: 0,
    stdout: 'rows.ts is fresh.\n',
  })
  expect((await here.godwit('types --out mine.ts')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_FILE_EXISTS: mine.ts was not written by godwit types, so it is left as it is.
    next: Name another file, or remove this one.
    "
  `)
  expect((await here.godwit('types --format flow')).exit).toBe(2)
})
