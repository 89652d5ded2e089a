import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type TempDir, tempDir } from '../setup/temp.ts'
import type { Database, Lab } from './database.ts'
import { difference, lookAt, lookFrom, lookQueries } from './fingerprint.ts'
import type { DialectName } from './identity.ts'
import type { Program } from './program.ts'
import { messageProxy } from './proxy.ts'
import { type Workload, workloadNamed } from './workloads.ts'

/** The module that godwit loads first where there is no wire to cut. */
export const HOOK = fileURLToPath(new URL('./hook.mjs', import.meta.url))

/** What an undisturbed run of a workload is like. */
export type Reference = {
  readonly workload: Workload
  /** The migrations folder. */
  readonly dir: string
  /** The facts when nothing is taken, after one step of the command, after two, … */
  readonly facts: readonly (readonly string[])[]
  /** How many messages there are; where there is no wire, how many statements. */
  readonly messages: number
  /** How many writes to files there are, where they are counted. */
  readonly writes: () => Promise<number>
  readonly durationMs: number
}

/** Finds out once what undisturbed runs are like. */
export interface References extends AsyncDisposable {
  of(lab: Lab, dialect: DialectName, workload: string): Promise<Reference>
}

export async function makeReferences(program: Program): Promise<References> {
  const dir = await tempDir('workloads')
  const known = new Map<string, Promise<Reference>>()
  return {
    of: (lab, dialect, name) => {
      const key = `${dialect}/${name}`
      const found = known.get(key) ?? observe(program, lab, workloadNamed(dialect, name), dir, key)
      known.set(key, found)
      return found
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

async function observe(
  program: Program,
  lab: Lab,
  workload: Workload,
  folder: TempDir,
  key: string,
): Promise<Reference> {
  const dir = folder.join(...key.split('/'))
  await mkdir(dir, { recursive: true })
  for (const [name, text] of Object.entries(workload.files)) await writeFile(`${dir}/${name}`, text)
  const full = workload.start === 'full' ? { full: { name: workload.name, dir } } : {}
  await using stepped = await lab.fresh(full)
  const direction = workload.start === 'full' ? 'down' : 'up'
  const answers = await stepped.walk(dir, direction, lookQueries(stepped.dialect))
  const facts = answers.map((one) => lookFrom(one).facts)
  await using counted = await lab.fresh(full)
  const began = performance.now()
  const messages = await count(program, counted, workload, dir, 'statements')
  const durationMs = performance.now() - began
  const left = difference(facts.at(-1) ?? [], (await lookAt(counted)).facts)
  if (left.length > 0)
    throw new Error(`Undisturbed runs of ${key} do not end alike:\n${left.join('\n')}`)
  let writes: Promise<number> | undefined
  const countWrites = async (): Promise<number> => {
    await using written = await lab.fresh(full)
    return await count(program, written, workload, dir, 'writes')
  }
  return { workload, dir, facts, messages, writes: () => (writes ??= countWrites()), durationMs }
}

async function count(
  program: Program,
  database: Database,
  { command }: Workload,
  dir: string,
  counts: 'statements' | 'writes',
): Promise<number> {
  await using proxy =
    database.upstream === undefined ? undefined : await messageProxy(database.upstream)
  const url = proxy?.through(database.url) ?? database.url
  const report = `${database.cwd}/count`
  const options =
    proxy !== undefined
      ? { cwd: database.cwd }
      : {
          cwd: database.cwd,
          node: ['--import', HOOK],
          environment: {
            GODWIT_CRASH: JSON.stringify({ counts, driver: database.dialect, report }),
          },
        }
  const { exit, stderr } = await program.start([...command, '--url', url, '--dir', dir], options)
    .done
  if (exit !== 0) throw new Error(`An undisturbed run failed.\n${stderr}`)
  return proxy?.messages ?? Number(await readFile(report, 'utf8'))
}
