import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import mysql from 'mysql2/promise'
import { startMariadb, type MariadbInfo } from '../test/setup/mariadb-server.ts'
import { writeFiles, writeMigrations } from './contestants/files.ts'
import { godwitUp } from './contestants/godwit.ts'
import { describeMachine } from './machine.ts'
import { readCount, readOrExplain } from './options.ts'
import { measure, type Command } from './process.ts'
import { rotate, summarize } from './statistics.ts'
import { ratio, renderTable, seconds } from './table.ts'
import { makeSteps, type Step } from './workload.ts'

const usage = `What the journal costs: the same statements through the client and through godwit, on MariaDB.

  --migrations N  how many migrations, each of one table and one index (1000)
  --rounds N      rounds, each with every way once (3)
`

type Way = {
  readonly name: string
  readonly note: string
  command(database: string): Command
}

const options = readOrExplain(() => {
  const { values } = parseArgs({
    options: {
      migrations: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  })
  return values.help
    ? 'help'
    : {
        migrations: readCount('migrations', values.migrations),
        rounds: readCount('rounds', values.rounds),
      }
})
if (options === 'help') process.stdout.write(usage)
else if (options !== undefined) await bench(makeSteps(options.migrations), options.rounds)

async function bench(steps: readonly Step[], rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-'))
  const server = await startMariadb('default')
  try {
    const ways = await makeWays(folder, server.info, steps)
    const times = new Map(ways.map(({ name }) => [name, [] as number[]]))
    // Nothing is dropped between the runs: ext4 passes over freshly freed inodes one by one, which slows down whatever comes next.
    let made = 0
    for (let round = 0; round < rounds; round += 1) {
      for (const way of rotate(ways, round))
        times.get(way.name)?.push(await runOnce(server.info, way, `bench_${made++}`, steps.length))
      process.stderr.write(`round ${round + 1} of ${rounds} done\n`)
    }
    process.stdout.write(await report(server.info, ways, times))
  } finally {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeWays(
  folder: string,
  server: MariadbInfo,
  steps: readonly Step[],
): Promise<Way[]> {
  const migrations = await writeMigrations(folder, steps, (step) => ({
    [`${step.version}_${step.name}.up.sql`]: mysqlText(step.up),
    [`${step.version}_${step.name}.down.sql`]: step.down,
  }))
  const bare = steps.map((step) => mysqlText(step.up))
  const recorded = steps.map(
    (step) => `${mysqlText(step.up)}insert into schema_migrations values ('${step.version}');\n`,
  )
  const table = 'create table schema_migrations (version varchar(20) primary key);\n'
  await writeFiles(folder, { 'bare.sql': bare.join(''), 'recorded.sql': table + recorded.join('') })
  const client = (file: string) => (database: string) => ({
    file: 'bash',
    args: [
      '-c',
      `exec mariadb --no-defaults --socket=${server.socket} -uroot ${database} < ${join(folder, file)}`,
    ],
  })
  return [
    { name: 'mariadb', note: 'the statements alone, one by one', command: client('bare.sql') },
    {
      name: 'mariadb, recorded',
      note: 'and a row of its own for each migration',
      command: client('recorded.sql'),
    },
    {
      name: 'godwit',
      note: 'with journal, audit trail and checksums',
      command: (database) =>
        godwitUp(
          process.execPath,
          `mysql:///${database}?user=root&socket=${server.socket}`,
          migrations,
        ),
    },
  ]
}

/** MySQL's text columns need a length in an index. */
function mysqlText(sql: string): string {
  return sql.replace('name text', 'name varchar(100)')
}

async function runOnce(
  server: MariadbInfo,
  way: Way,
  database: string,
  count: number,
): Promise<number> {
  const admin = await mysql.createConnection({ socketPath: server.socket, user: 'root' })
  try {
    await admin.query(`create database ${database}`)
    const outcome = await measure(way.command(database))
    const [rows] = await admin.query(
      `select count(*) as indexes from information_schema.statistics where table_schema = '${database}' and index_name like 'item_%_name'`,
    )
    const made = Array.isArray(rows) ? Number(Reflect.get(rows[0] ?? {}, 'indexes')) : 0
    if (outcome.exitCode !== 0 || made !== count)
      throw new Error(
        `${way.name}: exit code ${outcome.exitCode}, ${made} of ${count} indexes\n${outcome.output.slice(-800)}`,
      )
    return outcome.wallMs
  } finally {
    await admin.end()
  }
}

async function report(
  server: MariadbInfo,
  ways: readonly Way[],
  times: ReadonlyMap<string, readonly number[]>,
): Promise<string> {
  const base = summarize(times.get('mariadb') ?? []).median
  const rows = ways.map(({ name, note }) => {
    const { median, min, max } = summarize(times.get(name) ?? [])
    return [name, seconds(median), seconds(min), seconds(max), ratio(median, base), note]
  })
  const columns = [
    { title: 'way', align: 'left' },
    { title: 'median s', align: 'right' },
    { title: 'min s', align: 'right' },
    { title: 'max s', align: 'right' },
    { title: '× mariadb', align: 'right' },
    { title: 'what it does', align: 'left' },
  ] as const
  return `MariaDB ${server.version}, its own defaults for durability\nmachine: ${describeMachine()}\n\n${renderTable(columns, rows)}\n`
}
