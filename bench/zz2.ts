import { spawnSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import mysql from 'mysql2/promise'
import { startMariadb } from '../test/setup/mariadb-server.ts'
const s = await startMariadb('default')
const c = await mysql.createConnection({ socketPath: s.info.socket, user: 'root' })
await c.query('create database q')
await c.query('use q')
const dir = mkdtempSync('/tmp/zz-')
writeFileSync(dir + '/1_a.up.sql', 'create table a (id int)')
spawnSync(process.execPath, [
  'dist/bin.cjs',
  'up',
  '--url',
  `mysql:///q?user=root&socket=${s.info.socket}`,
  '--dir',
  dir,
])
await c.query('update godwit_lease set token=7, expires=1')
const T = `(SELECT token FROM godwit_lease WHERE name = (select name from (select name from godwit_lease) x) AND token = 7 LOCK IN SHARE MODE)`
const [[{ name }]] = (await c.query('select name from godwit_lease')) as any
const F = `(SELECT token FROM godwit_lease WHERE name = '${name}' AND token = 7 LOCK IN SHARE MODE)`
const h = 'a'.repeat(64)
const rec = (i: number, el: string, at = 'UTC_TIMESTAMP(3)') =>
  `INSERT INTO godwit_migrations (service, version, name, state, checksum_algorithm, checksum_bytes, checksum_meaning, origin, applied_at, duration_ms, run_id, applied_by, tool_version) VALUES ('default','${i}','create_item_${i}','applied',1,'${h}','${h}','run',${at},${el},'0190-run','root@host','0.1.0')`
const ev = (i: number, f = F) =>
  `INSERT INTO godwit_events (seq, at, actor, service, run_id, action, version, name, outcome, detail, token, hash) VALUES (${i}, '2026-11-28T20:00:00.000Z','root@host','default','0190-run','up','${i}','create_item_${i}','done','{"checksum":{"bytes":"${h}","meaning":"${h}"}}',${f},'${h}')`
const del = (i: number, f = F) =>
  `DELETE FROM godwit_journal WHERE service = 'default' AND TRIM(LEADING '0' FROM version) = '${i}' AND ${f} IS NOT NULL`
const del2 = (i: number, f = F) =>
  `DELETE FROM godwit_journal WHERE service = 'default' AND version = '${i}'`
const put = (i: number, f = F) =>
  `REPLACE INTO godwit_journal (service, version, direction, step, statement_hash, state, probe, run_id, at, tool_version, written_on, token) VALUES ('default','${i}','up',1,'${h}','intent','absent','0190-run',UTC_TIMESTAMP(3),'0.1.0','x',${f}),('default','${i}','up',2,'${h}','intent','absent','0190-run',UTC_TIMESTAMP(3),'0.1.0','x',${f})`
const ms = (t: string) => `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${t}) DIV 1000`
const el = (i: number) =>
  `COALESCE(GREATEST(0, ${ms('UTC_TIMESTAMP(6)')} - ${ms(`(SELECT applied_at FROM godwit_migrations WHERE service = 'default' AND version = '${i - 1}')`)}),0)`
let n = 100
const del3 = (i: number) =>
  `DELETE FROM godwit_journal WHERE service = 'default' AND version = '${i}' AND direction = 'up'`
const variants: Record<string, (i: number) => string[]> = {
  'ddl only': () => [],
  'tx empty': () => ['START TRANSACTION', 'COMMIT'],
  'rec only': (i) => ['START TRANSACTION', rec(i, '0'), 'COMMIT'],
  'rec ev': (i) => ['START TRANSACTION', rec(i, '0'), ev(i, '7'), 'COMMIT'],
  'rec ev fence': (i) => ['START TRANSACTION', rec(i, '0'), ev(i), 'COMMIT'],
  'put del': (i) => ['START TRANSACTION', del3(i), put(i + 1, '7'), 'COMMIT'],
  all: (i) => ['START TRANSACTION', del3(i), rec(i, el(i)), ev(i), put(i + 1), 'COMMIT'],
}
const all: Record<string, number[]> = {}
for (let r = 0; r < 9; r++)
  for (const [k, v] of Object.entries(variants)) {
    const N = 60
    await c.query('delete from godwit_journal')
    const texts: string[] = []
    for (let j = 0; j < N; j++) {
      n++
      texts.push(
        `create table item_${n} (id int primary key, name varchar(100))`,
        `create index item_${n}_name on item_${n} (name)`,
        ...v(n),
      )
    }
    const t = performance.now()
    await c.query(`BEGIN NOT ATOMIC ${texts.join('; ')}; END`)
    if (r) (all[k] ??= []).push((performance.now() - t) / N)
  }
for (const [k, v] of Object.entries(all)) {
  v.sort((a, b) => a - b)
  console.log(
    k.padEnd(14),
    v
      .slice(0, 1)
      .map((x) => x.toFixed(3))
      .join(' '),
    v[4]!.toFixed(3),
  )
}
await c.end()
await s[Symbol.asyncDispose]()
