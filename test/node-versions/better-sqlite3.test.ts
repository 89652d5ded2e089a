import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { CHECKOUT, succeed } from '../package/program.ts'
import { tempDir } from '../setup/temp.ts'
import { fetched, fetchNode } from './fetched.ts'

const onLinux = test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')

/** A program that migrates a database which it has opened with better-sqlite3, and prints what came of it. */
const PROGRAM = `
import Database from 'better-sqlite3'
import { createMigrator, Registry } from 'godwit'

const database = new Database('app.db')
database.pragma('foreign_keys = OFF')
const settings = () => ['foreign_keys', 'busy_timeout'].map((name) => database.pragma(name, { simple: true }))
const before = settings()
const registry = new Registry()
  .add('001_users', {
    up: (db) => db.execute('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX names ON users (name)'),
    down: (db) => db.execute('DROP TABLE users'),
  })
  .add('002_fill', {
    async up(db) {
      await db.execute('INSERT INTO users (id, name) VALUES (?, ?)', [1, 'Anna'])
      const [row] = await db.query('SELECT name FROM users WHERE id = ?', [1])
      if (row.name !== 'Anna') throw new Error('not there')
    },
    down: (db) => db.execute('DELETE FROM users'),
  })
const told = []
{
  const migrator = createMigrator({ database, registry })
  told.push((await migrator.status()).pending)
  told.push((await migrator.up()).status)
  told.push((await migrator.redo(2)).status)
  registry.add('003_twice', { up: (db) => db.execute("INSERT INTO users (id, name) VALUES (1, 'Ben')") })
  const failed = await migrator.up()
  told.push(failed.database, failed.error.message)
  told.push((await migrator.verifyHistory()).ok, (await migrator.status()).product)
  await migrator.close()
}
told.push(JSON.stringify(settings()) === JSON.stringify(before), database.open)
told.push(database.prepare('SELECT name FROM users').all())
const other = new Database('app.db')
other.exec('BEGIN IMMEDIATE')
setTimeout(() => other.exec('COMMIT'), 500)
const late = createMigrator({ database, registry: new Registry().add('004_late', { up: () => {} }), service: 'late' })
told.push((await late.up()).status)
console.log(JSON.stringify(told))
`

onLinux.for(['22.23.3', '24.21.0'])(
  'on Node %s a database of better-sqlite3 is used as it is and left open',
  async (version) => {
    const node = await fetchNode(version)
    const modules = await fetched('better-sqlite3-13.2.0', 'better-sqlite3@13.2.0')
    await using dir = await tempDir('better-sqlite3')
    const at = (path: string): string => JSON.stringify(pathToFileURL(path).href)
    const program = PROGRAM.replace(
      `'better-sqlite3'`,
      at(join(modules, 'better-sqlite3', 'lib', 'index.js')),
    ).replace(`'godwit'`, at(join(CHECKOUT, 'dist', 'index.js')))
    await writeFile(dir.join('program.mjs'), program)
    const output = await succeed(node, ['program.mjs'], dir.path)
    expect(JSON.parse(output)).toEqual([
      2,
      'done',
      'done',
      'unchanged',
      '003_twice threw an error: UNIQUE constraint failed: users.id.',
      true,
      'SQLite',
      true,
      true,
      [{ name: 'Anna' }],
      'done',
    ])
  },
)
