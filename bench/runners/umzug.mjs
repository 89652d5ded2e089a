// `node umzug.mjs URL FOLDER`: applies the folder's SQL files with Umzug, records in PostgreSQL.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { Umzug } from 'umzug'

const [connectionString, folder] = process.argv.slice(2)
const client = new pg.Client({ connectionString })
await client.connect()

const umzug = new Umzug({
  context: client,
  logger: undefined,
  migrations: {
    glob: ['*.sql', { cwd: folder }],
    resolve: ({ name, path: up }) => ({
      name,
      up: async () => client.query(await readFile(up, 'utf8')),
      down: async () =>
        client.query(await readFile(path.join(path.dirname(up), 'down', name), 'utf8')),
    }),
  },
  storage: {
    async executed() {
      await client.query('create table if not exists umzug_migrations (name text primary key)')
      const { rows } = await client.query('select name from umzug_migrations order by name')
      return rows.map((row) => row.name)
    },
    logMigration: ({ name }) =>
      client.query('insert into umzug_migrations (name) values ($1)', [name]),
    unlogMigration: ({ name }) =>
      client.query('delete from umzug_migrations where name = $1', [name]),
  },
})
await umzug.up()
await client.end()
