import { parseArgs } from 'node:util'
import { openConnection, type Connection } from '../src/dialect/index.ts'
import { compareSchemas, fingerprintOf, type Schema } from '../src/schema/index.ts'
import { describeMachine } from './machine.ts'
import { readCount, readOrExplain } from './options.ts'
import { describeServer, startServer, type Server } from './server.ts'
import { summarize } from './statistics.ts'
import { milliseconds, renderTable } from './table.ts'

const usage = `Times reading a PostgreSQL schema, comparing two of them and writing the way from one to the other, as the number of tables grows.
Each table has 10 columns, 3 indexes and 2 foreign keys. The second schema has a column more in each tenth table.

  --tables A,B  how many tables (10,100,1000,5000)
  --rounds N    how often each is timed (5)
`

const options = readOrExplain(() => {
  const { values } = parseArgs({
    options: {
      tables: { type: 'string', default: '10,100,1000,5000' },
      rounds: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  })
  return values.help
    ? 'help'
    : {
        tables: values.tables.split(',').map((text) => readCount('tables', text)),
        rounds: readCount('rounds', values.rounds),
      }
})
if (options === 'help') process.stdout.write(usage)
else if (options !== undefined) await bench(options.tables, options.rounds)

async function bench(sizes: readonly number[], rounds: number): Promise<void> {
  const server = await startServer('fsync off')
  try {
    process.stdout.write(`${describeMachine()}\n${await describeServer(server)}\n\n`)
    const rows: string[][] = []
    for (const size of sizes) rows.push(await measure(server, size, rounds))
    const titles = ['read ms', 'per table', 'fingerprint', 'compare', 'changes', 'statements']
    const columns = ['tables', ...titles].map((title) => ({ title, align: 'right' as const }))
    process.stdout.write(`${renderTable(columns, rows)}\n`)
  } finally {
    await server.stop()
  }
}

async function measure(server: Server, size: number, rounds: number): Promise<string[]> {
  const database = `schema_${size}`
  await server.query(`create database ${database}`)
  await using connection = await open(server.url(database))
  // A server's memory for locks has room for the tables of one transaction, not for all of them.
  const parts = Array.from({ length: Math.ceil(size / 100) }, (_, part) => part * 100)
  for (const from of parts) await connection.execute(tables(from, Math.min(size, from + 100)))
  for (const from of parts)
    await connection.execute(foreignKeys(from, Math.min(size, from + 100), size))
  const inspection = await connection.dialect.inspection()
  const read = (): Promise<Schema> =>
    inspection.readSchema(connection, { schema: 'godwit', prefix: '' })
  const [before, reading] = await timed(rounds, read)
  await connection.execute(more(size))
  const after = await read()
  const [, printing] = await timed(rounds, () => fingerprintOf(after))
  const [, comparing] = await timed(rounds, () => compareSchemas(before, after))
  const changes = await connection.dialect.changes?.()
  const [statements, changing] = await timed(rounds, () => changes?.between(before, after) ?? [])
  return [
    String(size),
    milliseconds(reading),
    milliseconds(reading / size),
    milliseconds(printing),
    milliseconds(comparing),
    milliseconds(changing),
    String(statements.length),
  ]
}

/** The last result, and the median of the times. */
async function timed<Result>(
  rounds: number,
  run: () => Result | Promise<Result>,
): Promise<readonly [Result, number]> {
  const times: number[] = []
  let result = await run()
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    result = await run()
    times.push(performance.now() - start)
  }
  return [result, summarize(times).median]
}

function tables(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => {
    const table = `t${from + index}`
    return `CREATE TABLE ${table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(100) NOT NULL, email text, made timestamptz NOT NULL DEFAULT now(),
      total numeric(12,2) DEFAULT 0, active boolean NOT NULL DEFAULT true, data jsonb, one bigint, two bigint, note text);
    CREATE INDEX ${table}_name ON ${table} (name);
    CREATE INDEX ${table}_email ON ${table} (lower(email));
    CREATE INDEX ${table}_made ON ${table} (made) WHERE active;`
  }).join('\n')
}

function foreignKeys(from: number, to: number, size: number): string {
  return Array.from({ length: to - from }, (_, place) => {
    const index = from + place
    return `ALTER TABLE t${index} ADD FOREIGN KEY (one) REFERENCES t${(index + 1) % size}, ADD FOREIGN KEY (two) REFERENCES t${(index + 7) % size};`
  }).join('\n')
}

function more(size: number): string {
  return Array.from(
    { length: Math.ceil(size / 10) },
    (_, index) => `ALTER TABLE t${index * 10} ADD COLUMN phone text;`,
  ).join('\n')
}

function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'godwit bench',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}
