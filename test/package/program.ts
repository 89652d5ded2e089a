import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the checkout. */
export const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** How a program ended and what it wrote. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a program to its end, whatever that is. */
export async function run(file: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, [...args], { cwd }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, stderr })
    })
  })
}

/**
 * Runs a program that has to succeed, and gives its standard output.
 * @throws Error with all that it wrote.
 */
export async function succeed(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, cwd)
  if (code === 0) return stdout
  throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
}

/** A field of a JSON file, as text. */
export async function fieldOf(file: string, key: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(file, 'utf8'))
  return typeof content === 'object' && content !== null ? String(Reflect.get(content, key)) : ''
}

/** Writes two small migrations for SQLite into `dir/migrations`. */
export async function writeMigrations(dir: string): Promise<void> {
  const folder = join(dir, 'migrations')
  await mkdir(folder, { recursive: true })
  const files = {
    '001_create_users.up.sql': 'CREATE TABLE users (id INTEGER PRIMARY KEY);\n',
    '001_create_users.down.sql': 'DROP TABLE users;\n',
    '002_add_email.up.sql': "ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';\n",
    '002_add_email.down.sql': 'ALTER TABLE users DROP COLUMN email;\n',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}
