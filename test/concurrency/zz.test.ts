import { test } from 'vitest'
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { ground, until } from './ground.ts'
for (let i = 0; i < 4; i++) test('x' + i, async () => {
  await using here = await ground('SQLite', { '001_a.up.sql': 'CREATE TABLE lines (version text);', '002_x.up.sql': 'INSERT INTO lines VALUES (1)', '003_x.up.sql': 'INSERT INTO lines VALUES (1)', '004_x.up.sql': 'INSERT INTO lines VALUES (1)' })
  await writeFile(here.join('starter.cjs'), `const { existsSync, writeFileSync } = require('node:fs')
writeFileSync('ready-' + process.pid, '')
const nap = new Int32Array(new SharedArrayBuffer(4))
while (!existsSync('start')) Atomics.wait(nap, 0, 0, 5)
`)
  const crowd = Array.from({ length: 20 }, () => here.start('up', { node: ['--require', './starter.cjs'] }))
  await until(() => readdirSync(here.join()).filter((name) => name.startsWith('ready-')).length === 20)
  await writeFile(here.join('start'), '')
  for (const e of await Promise.all(crowd.map((c) => c.done))) if (e.exit !== 0) console.log(e)
})
