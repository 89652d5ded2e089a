// Looks into a PGlite folder in a process of its own: an instance keeps its memory for ever. Takes one JSON document on
// standard input, { folder, queries, library?, dir?, direction? }, and prints the answers as one; with a direction it
// takes one step after another and prints the answers before the first and after each.
import process from 'node:process'
import { PGlite } from '@electric-sql/pglite'

let text = ''
for await (const part of process.stdin) text += part
const task = JSON.parse(text)
const database = await PGlite.create(task.folder)

async function look() {
  const answers = []
  for (const sql of task.queries) {
    try {
      answers.push((await database.query(sql)).rows)
    } catch (error) {
      if (!/does not exist/.test(String(error))) throw error
      answers.push(null)
    }
  }
  return answers
}

const seen = [await look()]

async function walk() {
  const { createMigrator } = await import(task.library)
  const migrator = createMigrator({ database, dir: task.dir })
  for (;;) {
    const result = await migrator[task.direction]({ kind: 'count', count: 1 })
    if (!result.ok) throw result.error
    if (result.status === 'nothing') break
    seen.push(await look())
  }
  await migrator.close()
}

if (task.direction !== undefined) await walk()
await database.close()
process.stdout.write(
  JSON.stringify(seen, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
)
