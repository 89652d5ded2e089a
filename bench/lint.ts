import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { godwitLint } from './contestants/godwit.ts'
import { installRivals, packageVersion, rivalsFolder } from './install.ts'
import { describeMachine } from './machine.ts'
import { readCount, readOrExplain } from './options.ts'
import { measure, type Command } from './process.ts'
import { rotate, summarize } from './statistics.ts'
import { ratio, renderTable, seconds } from './table.ts'

const usage = `Times lint over the same files: squawk and godwit, with the share of the parser.

  --statements N  how many statements that are looked at (1000)
  --rounds N      rounds, each with every program once (7)
`

/** The tables that are there. */
const SCHEMA = `CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total int, note varchar(100));
`

const options = readOrExplain(() => {
  const { values } = parseArgs({
    options: {
      statements: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  })
  return values.help
    ? 'help'
    : {
        statements: readCount('statements', values.statements),
        rounds: readCount('rounds', values.rounds),
      }
})
if (options === 'help') process.stdout.write(usage)
else if (options !== undefined) await bench(options.statements, options.rounds)

/** Ten statements of every-day migrations, over tables that are there. */
function tenStatements(number: number): readonly string[] {
  const table = `t${number}`
  return [
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL, made timestamptz DEFAULT now())`,
    `CREATE INDEX ${table}_name ON ${table} (name)`,
    `ALTER TABLE users ADD COLUMN c${number} int`,
    `ALTER TABLE users ALTER COLUMN c${number} SET DEFAULT ${number}`,
    `CREATE INDEX CONCURRENTLY users_c${number} ON users (c${number})`,
    `ALTER TABLE orders ADD CONSTRAINT k${number} CHECK (total > ${number}) NOT VALID`,
    `ALTER TABLE orders VALIDATE CONSTRAINT k${number}`,
    `CREATE VIEW v${number} AS SELECT u.id, u.name, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id WHERE o.total > ${number} GROUP BY u.id, u.name`,
    `UPDATE users SET name = name || '${number}' WHERE id BETWEEN ${number}000 AND ${number}999`,
    `ALTER TABLE orders ALTER COLUMN note TYPE varchar(${100 + number})`,
  ]
}

async function bench(count: number, rounds: number): Promise<void> {
  await installRivals()
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-'))
  try {
    const migrations = join(folder, 'migrations')
    await mkdir(migrations)
    await writeFile(join(migrations, '0000_schema.up.sql'), SCHEMA)
    const files: string[] = []
    const statements: string[] = []
    for (let number = 1; statements.length < count; number += 1) {
      const ten = tenStatements(number).slice(0, count - statements.length)
      statements.push(...ten)
      const file = join(migrations, `${String(number).padStart(4, '0')}_step.up.sql`)
      await writeFile(file, `${ten.join(';\n')};\n`)
      files.push(file)
    }
    const commands: readonly Contender[] = [
      { name: 'squawk', file: join(rivalsFolder, '.bin', 'squawk'), args: files, cwd: folder },
      ...(await lintAfter(folder, migrations, files)),
      { name: 'node -e 0', file: process.execPath, args: ['-e', '0'], cwd: folder },
    ]
    const times = new Map(commands.map(({ name }) => [name, [] as number[]]))
    // The first run of each fills the caches, and shows that it works.
    for (const command of commands) {
      await command.before?.()
      const { exitCode, output } = await measure(command)
      if (exitCode > 1)
        throw new Error(`${command.name} ended with ${exitCode}: ${output.slice(0, 500)}`)
    }
    for (let round = 0; round < rounds; round += 1)
      for (const command of rotate(commands, round)) {
        await command.before?.()
        times.get(command.name)?.push((await measure(command)).wallMs)
      }
    process.stdout.write(report(count, files.length, times, await parseOnly(statements, rounds)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A command with its name, and what is done before each of its runs. */
type Contender = Command & { readonly name: string; readonly before?: () => Promise<void> }

/**
 * `godwit lint` by what is remembered of the folder when it begins: nothing, as on a new machine; all but the last file, as on a
 * day when a migration was written; or everything.
 */
async function lintAfter(
  folder: string,
  migrations: string,
  files: readonly string[],
): Promise<readonly Contender[]> {
  const home = join(folder, 'home')
  await mkdir(home)
  const lint = { ...godwitLint(migrations), cwd: folder, env: { HOME: home } }
  const trees = join(home, '.cache', 'godwit', 'trees')
  const last = files.at(-1) ?? ''
  const text = await readFile(last)
  await rm(last)
  await measure(lint)
  const older = join(folder, 'older')
  await cp(trees, older, { recursive: true })
  await writeFile(last, text)
  const forget = () => rm(trees, { recursive: true, force: true })
  return [
    { ...lint, name: 'godwit lint, the first time', before: forget },
    {
      ...lint,
      name: 'godwit lint, one new file',
      before: async () => {
        await forget()
        await cp(older, trees, { recursive: true })
      },
    },
    { ...lint, name: 'godwit lint, again', before: async () => void (await measure(lint)) },
  ]
}

/** How long the grammar alone takes in this process, once it is loaded: the first time, and then the usual one. */
async function parseOnly(
  statements: readonly string[],
  rounds: number,
): Promise<{ readonly load: number; readonly first: number; readonly usual: number }> {
  // As godwit does it: see src/sql/postgres-grammar.ts.
  for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up']) setFlagsFromString(flag)
  const begin = performance.now()
  const { loadModule, parseSync } = await import('libpg-query')
  await loadModule()
  const load = performance.now() - begin
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    for (const statement of statements) parseSync(statement)
    times.push(performance.now() - start)
  }
  return { load, first: times[0] ?? Number.NaN, usual: summarize(times.slice(1)).median }
}

function report(
  count: number,
  files: number,
  times: ReadonlyMap<string, readonly number[]>,
  { load, first, usual }: Awaited<ReturnType<typeof parseOnly>>,
): string {
  const squawk = summarize(times.get('squawk') ?? []).median
  const rows = [...times].map(([name, list]) => {
    const { median, min, max } = summarize(list)
    return [name, seconds(median), seconds(min), seconds(max), ratio(median, squawk)]
  })
  const columns = [
    { title: 'program', align: 'left' },
    { title: 'median s', align: 'right' },
    { title: 'min', align: 'right' },
    { title: 'max', align: 'right' },
    { title: '× squawk', align: 'right' },
  ] as const
  return [
    describeMachine(),
    `${count} statements in ${files} files; squawk ${packageVersion('squawk-cli')}`,
    '',
    renderTable(columns, rows),
    '',
    `Of godwit's time the grammar takes ${load.toFixed(0)} ms to load and ${first.toFixed(0)} ms for the statements (${usual.toFixed(0)} ms when they are read again).`,
    '',
  ].join('\n')
}
