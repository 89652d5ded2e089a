import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type Ended, type Ground, until } from './ground.ts'

/** How many processes compete. */
export const CROWD = 20

/** Each migration leaves a line when it runs; one of them cannot share a transaction with its record on PostgreSQL. */
export const LINES: Readonly<Record<string, string>> = {
  '001_lines.up.sql': 'CREATE TABLE lines (version text NOT NULL);\n',
  ...Object.fromEntries(
    ['002', '003', '004', '005'].map((version) => [
      `${version}_line.up.sql`,
      `INSERT INTO lines VALUES ('${version}');\n`,
    ]),
  ),
  '006_code.mjs': `export async function up(db) { await db.execute("INSERT INTO lines VALUES ('006')") }\n`,
}

/** A migration of PostgreSQL with a part that stands alone. */
export const CONCURRENTLY = `INSERT INTO lines VALUES ('007');
CREATE INDEX CONCURRENTLY lines_version ON lines (version);
INSERT INTO lines VALUES ('007 behind the index');
`

/** Every process is up and waits for a file before the first word of godwit runs. */
export async function startTogether(
  here: Ground,
  words: (index: number) => string = () => 'up',
): Promise<Ended[]> {
  await writeFile(
    here.join('starter.cjs'),
    `const { existsSync, writeFileSync } = require('node:fs')
writeFileSync('ready-' + process.pid, '')
const nap = new Int32Array(new SharedArrayBuffer(4))
const parent = process.ppid
while (!existsSync('start')) {
  // The tests may die before they give the start.
  if (process.ppid !== parent) process.exit(1)
  Atomics.wait(nap, 0, 0, 5)
}
`,
  )
  const crowd = Array.from({ length: CROWD }, (_, index) =>
    here.start(words(index), { node: ['--require', './starter.cjs'] }),
  )
  await until(
    () => readdirSync(here.join()).filter((name) => name.startsWith('ready-')).length === CROWD,
  )
  await writeFile(here.join('start'), '')
  return Promise.all(crowd.map(({ done }) => done))
}

/** What the migrations have left behind, in order. */
export async function linesOf(here: Ground): Promise<unknown[]> {
  const rows = await here.query('SELECT version FROM lines ORDER BY version')
  return rows.map(({ version }) => version)
}

/** The recorded versions. */
export async function versionsOf(here: Ground): Promise<unknown[]> {
  const rows = await here.query(`SELECT version FROM ${here.ledger('migrations')} ORDER BY version`)
  return rows.map(({ version }) => version)
}
