// `node drizzle.mjs URL FOLDER`: applies the folder's migrations with drizzle-orm's migrator.
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const [connectionString, migrationsFolder] = process.argv.slice(2)
const client = new pg.Client({ connectionString })
await client.connect()
await migrate(drizzle(client), { migrationsFolder })
await client.end()
