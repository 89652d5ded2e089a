// `node postgrator.mjs URL FOLDER`: applies the folder's migrations with Postgrator.
import path from 'node:path'
import pg from 'pg'
import Postgrator from 'postgrator'

const [connectionString, folder] = process.argv.slice(2)
const client = new pg.Client({ connectionString })
await client.connect()
const postgrator = new Postgrator({
  migrationPattern: path.join(folder, '*'),
  driver: 'pg',
  database: client.database,
  execQuery: (query) => client.query(query),
})
await postgrator.migrate()
await client.end()
