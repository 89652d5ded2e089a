// A tour of godwit on a temporary SQLite database; fails when a command does not end as it should.
import { spawn } from 'node:child_process'
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const GODWIT = join(ROOT, 'dist', 'bin.cjs')

/** What to show: a remark, a command, the exit code that it must end with. */
const TOUR = [
  { say: 'An empty database, five migrations waiting.', run: ['status'], exit: 0 },
  { say: 'Look at the SQL before it runs.', run: ['plan', '--to', '001'], exit: 0 },
  { say: 'Apply them all.', run: ['up'], exit: 0 },
  { run: ['status'], exit: 0 },
  { say: 'One step back, and forth again.', run: ['down'], exit: 0 },
  { run: ['up'], exit: 0 },
  {
    say: 'Somebody edits a migration that is applied: godwit stops.',
    edit: '002_create_products.up.sql',
    run: ['up'],
    exit: 5,
  },
  {
    say: 'Let us say the edit is harmless and shall stay: accept it.',
    run: ['repair', '--accept', '002'],
    exit: 0,
  },
  { run: ['verify'], exit: 0 },
  { say: 'What destroys data needs a yes.', run: ['down', '--all'], exit: 2 },
  { say: 'Nothing happened.', run: ['status'], exit: 0 },
]

const folder = await mkdtemp(join(tmpdir(), 'godwit-demo-'))
try {
  await cp(join(ROOT, 'examples', 'shop'), folder, { recursive: true })
  for (const stop of TOUR) await visit(stop)
  process.stdout.write('\nThat was the tour. Start your own: npx godwit init\n')
} catch (error) {
  process.stderr.write(`\nThe demo did not go as it should: ${error.message}\n`)
  process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function visit({ say, edit, run, exit }) {
  if (say !== undefined) process.stdout.write(`\n# ${say}\n`)
  if (edit !== undefined) await editFile(edit)
  process.stdout.write(`\n$ godwit ${run.join(' ')}\n`)
  const code = await godwit(run)
  if (code !== exit)
    throw new Error(`godwit ${run.join(' ')} ended with ${code}, not with ${exit}.`)
}

async function editFile(name) {
  const text = 'CREATE INDEX products_price ON products (price_cents);'
  process.stdout.write(`\n$ echo '${text}' >> migrations/${name}\n`)
  await appendFile(join(folder, 'migrations', name), `\n${text}\n`)
}

/** Runs one command with this terminal as its output, and no input, so that it never asks. */
function godwit(words) {
  const { DATABASE_URL: _url, GODWIT_URL: _own, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GODWIT, ...words], {
      cwd: folder,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? signal))
  })
}
