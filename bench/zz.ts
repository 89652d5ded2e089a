import { spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import mysql from 'mysql2/promise'
import { startMariadb } from '../test/setup/mariadb-server.ts'
import { writeMigrations } from './contestants/files.ts'
import { makeSteps } from './workload.ts'
const s = await startMariadb('default')
const c = await mysql.createConnection({ socketPath: s.info.socket, user: 'root' })
const folder = await mkdtemp('/tmp/zz-')
const dir = await writeMigrations(folder, makeSteps(1000), (step) => ({
  [`${step.version}_${step.name}.up.sql`]: step.up.replace('name text', 'name varchar(100)'),
  [`${step.version}_${step.name}.down.sql`]: step.down,
}))
for (let i = 0; i < 3; i++) {
  await c.query(`create database z${i}`)
  const t = performance.now()
  const args = [
    'dist/bin.cjs',
    'up',
    '--url',
    `mysql:///z${i}?user=root&socket=${s.info.socket}`,
    '--dir',
    dir,
    '--quiet',
  ]
  const r = spawnSync(
    process.execPath,
    i === 2 && process.argv[2] === 'prof'
      ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof', ...args]
      : args,
    { encoding: 'utf8', env: { ...process.env, ZZ: '1' } },
  )
  console.log(
    i,
    Math.round(performance.now() - t),
    r.status,
    r.stderr.slice(-1500),
    r.stdout.slice(-200),
  )
}
await c.end()
await s[Symbol.asyncDispose]()
