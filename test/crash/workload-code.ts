import type { DialectName } from './identity.ts'
import { effect, effectsFiles } from './workload-plain.ts'
import type { Files } from './workloads.ts'

/** Migrations in code whose record is part of their transaction. MySQL commits definitions by itself, so it gets none. */
export function codeFiles(dialect: DialectName): Files {
  const define =
    dialect === 'mariadb' ? '' : `await db.execute('CREATE TABLE by_code (id integer)')`
  return {
    ...effectsFiles(dialect),
    '002_rows.mjs': `export async function up(db) {
  for (const n of [1, 2, 3]) await db.execute("INSERT INTO effects (mark) VALUES ('002:" + n + "')")
}
`,
    '003_slow.mjs': `export async function up(db) {
  await db.execute("INSERT INTO effects (mark) VALUES ('003:1')")
  await new Promise((resolve) => setTimeout(resolve, 30))
  const rows = await db.query('SELECT count(*) AS n FROM effects')
  await db.execute("INSERT INTO effects (mark) VALUES ('003:" + (Number(rows[0].n) > 3 ? 2 : 'wrong') + "')")
}
`,
    '004_plain.up.sql': effect('004:1'),
    '005_define.mjs': `export async function up(db) {
  ${define}
  await db.execute("INSERT INTO effects (mark) VALUES ('005:1')")
}
`,
    '006_last.up.sql': effect('006:1'),
  }
}

/**
 * What nobody can see later: code outside of transactions, written so that it may run twice, as the guide says. The first
 * file says so, and is run again; a process that dies in the second one, which does not, leaves a question for a person.
 */
export function outsideFiles(): Files {
  return {
    '001_effects.up.sql': `CREATE TABLE effects (mark varchar(100) PRIMARY KEY);\n${effect('001:1')}`,
    '002_twice.mjs': outside('002', 'export const idempotent = true\n'),
    '003_alone.up.sql': `-- godwit:transaction none\n${effect('003:1')}${effect('003:2')}`,
    '004_plain.up.sql': effect('004:1'),
    '005_once.mjs': outside('005', ''),
  }
}

/** Code that leaves two marks, each once. */
function outside(version: string, head: string): string {
  return `${head}export const transaction = 'none'
export async function up(db) {
  for (const mark of ['${version}:0', '${version}:1']) {
    const rows = await db.query("SELECT mark FROM effects WHERE mark = '" + mark + "'")
    if (rows.length === 0) await db.execute("INSERT INTO effects (mark) VALUES ('" + mark + "')")
  }
}
`
}
