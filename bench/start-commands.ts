import { dbmate, dbmateCommand, wrappedDbmateCommand } from './contestants/dbmate.ts'
import { godwit, godwitHelp, godwitUp } from './contestants/godwit.ts'
import { freshDatabase } from './database.ts'
import { measure, run, type Command } from './process.ts'
import type { Session } from './session.ts'
import { makeSteps, type Step } from './workload.ts'

/** A Node to run under. */
export type NodeProgram = { readonly major: string; readonly program: string }

/** A command to time. */
export type StartCommand = {
  readonly name: string
  /** The major version of the Node it runs under; undefined for a native program. */
  readonly node?: string
  readonly command: Command
}

/** The commands that can run on this machine, and why others cannot. */
export type StartCommands = {
  readonly commands: readonly StartCommand[]
  readonly absent: readonly string[]
}

/** How many applied migrations there are to look at, and under which Nodes. */
export type StartSizes = {
  readonly migrations: number
  readonly large: number
  readonly nodes: readonly NodeProgram[]
}

/** Prepares folders and migrated databases for everything that `bench:start` times. */
export async function startCommands(session: Session, sizes: StartSizes): Promise<StartCommands> {
  const parts = [
    await nativeCommands(session),
    await dbmateCommands(session, sizes),
    await godwitCommands(session, sizes),
  ]
  const bare = sizes.nodes.map(({ major, program }) => ({
    name: bareNode,
    node: major,
    command: { file: program, args: ['-e', '0'] },
  }))
  return {
    commands: [...bare, ...parts.flatMap((part) => part.commands)],
    absent: parts.flatMap((part) => part.absent),
  }
}

/** The name of the command that every Node program is compared with. */
export const bareNode = 'node -e 0'

/** The name of dbmate's no-op as its native program. */
export const dbmateNative = 'dbmate up, native'

/** The name of dbmate's no-op as npm installs it: a Node wrapper that starts the program. */
export const dbmateThroughNpm = 'dbmate up, through npm'

async function nativeCommands(session: Session): Promise<StartCommands> {
  const url = session.server.url('postgres')
  const command = { file: 'psql', args: ['-X', '-q', '-d', url, '-c', 'select 1'] }
  const works = await run(command).catch(() => undefined)
  if (works === undefined) return { commands: [], absent: ['psql is not installed'] }
  return { commands: [{ name: "psql -c 'select 1'", command }], absent: [] }
}

async function dbmateCommands(session: Session, sizes: StartSizes): Promise<StartCommands> {
  const steps = makeSteps(sizes.migrations)
  const folder = await session.makeFolder('dbmate')
  const prepared = await dbmate.prepare({ folder, steps })
  if (prepared.state === 'absent') return { commands: [], absent: [`dbmate: ${prepared.reason}`] }
  await freshDatabase(session.server, 'start_dbmate')
  await recordForDbmate(session, 'start_dbmate', steps)
  const url = session.server.url('start_dbmate')
  const migrations = `${folder}/migrations`
  const wrapped = sizes.nodes.map(({ major, program }) => ({
    name: dbmateThroughNpm,
    node: major,
    command: wrappedDbmateCommand(program, url, migrations, 'up'),
  }))
  const status = dbmateCommand(url, migrations, 'status')
  const native = [
    { name: dbmateNative, command: dbmateCommand(url, migrations, 'up') },
    { name: 'dbmate status, native', command: status },
  ]
  return { commands: [...native, ...wrapped], absent: [] }
}

/** dbmate's no-op looks at its table only, so the tables themselves need not be there. */
async function recordForDbmate(
  session: Session,
  database: string,
  steps: readonly Step[],
): Promise<void> {
  const values = steps.map(({ version }) => `('${version}')`).join(',')
  await session.server.query(
    `create table schema_migrations (version varchar primary key);
     insert into schema_migrations values ${values}`,
    database,
  )
}

async function godwitCommands(session: Session, sizes: StartSizes): Promise<StartCommands> {
  const usual = await migrateWithGodwit(session, sizes.migrations)
  if (usual.state === 'absent') return { commands: [], absent: [`godwit: ${usual.reason}`] }
  const large = await migrateWithGodwit(session, sizes.large)
  if (large.state === 'absent') return { commands: [], absent: [`godwit: ${large.reason}`] }
  const commands = sizes.nodes.flatMap(({ major: node, program }) => [
    { name: 'godwit --help', node, command: godwitHelp(program) },
    { name: `godwit up, ${sizes.migrations} applied`, node, command: usual.up(program) },
    { name: `godwit up, ${sizes.large} applied`, node, command: large.up(program) },
  ])
  return { commands, absent: [] }
}

type Migrated =
  | { readonly state: 'ready'; up(node: string): Command }
  | { readonly state: 'absent'; readonly reason: string }

async function migrateWithGodwit(session: Session, count: number): Promise<Migrated> {
  const folder = await session.makeFolder(`godwit-${count}`)
  const prepared = await godwit.prepare({ folder, steps: makeSteps(count) })
  if (prepared.state === 'absent') return prepared
  const database = `start_godwit_${count}`
  await freshDatabase(session.server, database)
  const url = session.server.url(database)
  const { exitCode, output } = await measure(prepared.apply(url))
  if (exitCode !== 0) throw new Error(`godwit up ended with exit code ${exitCode}:\n${output}`)
  return {
    state: 'ready',
    up: (node) => ({ ...godwitUp(node, url, `${folder}/migrations`), cwd: folder }),
  }
}
