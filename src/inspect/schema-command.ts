import { spawn } from 'node:child_process'
import { utf8Mistake } from '#catalog'
import { godwitError } from '#core'
import type { SchemaText } from './schema-text.ts'

/**
 * Runs a command in the shell and takes what it prints as SQL.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID` when it fails or prints nothing, `GODWIT_FILE_UNREADABLE` for what is not UTF-8
 */
export async function schemaOfCommand(command: string, cwd: string): Promise<SchemaText> {
  const { exit, stdout, stderr } = await run(command, cwd)
  const shown = `the output of "${command}"`
  if (exit !== 0)
    throw godwitError('GODWIT_SCHEMA_INVALID', {
      message: `The command "${command}" that is to print the schema ended with ${exit === null ? 'a signal' : `exit code ${exit}`}.`,
      ...(stderr.trim() === '' ? {} : { detail: lastLines(stderr) }),
      next: ['Run it by itself, and mend what it says.'],
    })
  const mistake = utf8Mistake(stdout)
  if (mistake !== undefined)
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `What the command "${command}" prints ${mistake}.`,
      next: ['Let it print SQL in UTF-8.'],
    })
  const text = new TextDecoder().decode(stdout)
  if (text.trim() === '')
    throw godwitError('GODWIT_SCHEMA_INVALID', {
      message: `The command "${command}" that is to print the schema printed nothing.`,
      ...(stderr.trim() === '' ? {} : { detail: lastLines(stderr) }),
      next: ['Let it print SQL on standard output.'],
    })
  // A command may colour what it prints, also where nobody looks. Node's stripVTControlCharacters would take U+009B and what
  // follows it out of texts, too, as they come about where a text was read in another encoding once.
  // oxlint-disable-next-line no-control-regex
  return { shown, text: text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '') }
}

type Ended = { readonly exit: number | null; readonly stdout: Buffer; readonly stderr: string }

function run(command: string, cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    child.on('error', reject)
    child.on('close', (exit) =>
      resolve({
        exit,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    )
  })
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n')
}
