import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { installNode, installRivals } from './install.ts'
import { describeMachine } from './machine.ts'
import { readCount, readNames, readOrExplain } from './options.ts'
import { describeServer } from './server.ts'
import { withSession, type Session } from './session.ts'
import { startCommands, type NodeProgram } from './start-commands.ts'
import { reportStart } from './start-report.ts'
import { timeCommands } from './start-runs.ts'

type Options = {
  readonly runs: number
  readonly migrations: number
  readonly large: number
  readonly nodes: readonly string[]
  readonly jsonFile: string | undefined
}

const usage = `Times whole processes that have nothing to do: the cost of starting.

  --runs N        interleaved runs of each command (11)
  --migrations N  applied migrations in the usual folder (1000)
  --large N       applied migrations in the large folder (10000)
  --nodes A,B     also under these Nodes, fetched from npm: 22, 24, 26 (Linux on x64)
  --json FILE     also write the figures to a file
`

const options = readOrExplain(readOptions)
if (options === 'help') {
  process.stdout.write(usage)
} else if (options !== undefined) {
  await installRivals()
  const nodes = await findNodes(options.nodes)
  await withSession('fsync off', (session) => bench(session, options, nodes))
}

async function bench(
  session: Session,
  options: Options,
  nodes: readonly NodeProgram[],
): Promise<void> {
  const { commands, absent } = await startCommands(session, { ...options, nodes })
  const conditions = {
    machine: describeMachine(),
    server: await describeServer(session.server),
    runs: options.runs,
  }
  const timings = await timeCommands(commands, options.runs)
  process.stdout.write(reportStart(conditions, timings, absent))
  if (options.jsonFile !== undefined) {
    const figures = { conditions, timings, absent }
    await writeFile(options.jsonFile, `${JSON.stringify(figures, null, 2)}\n`)
  }
  if (timings.some((timing) => timing.fault !== undefined)) process.exitCode = 1
}

async function findNodes(majors: readonly string[]): Promise<NodeProgram[]> {
  const running = process.versions.node.split('.')[0] ?? ''
  const nodes: NodeProgram[] = [{ major: running, program: process.execPath }]
  for (const major of majors) {
    if (major !== running) nodes.push({ major, program: await installNode(major) })
  }
  return nodes
}

function readOptions(): Options | 'help' {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '11' },
      migrations: { type: 'string', default: '1000' },
      large: { type: 'string', default: '10000' },
      nodes: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    runs: readCount('runs', values.runs),
    migrations: readCount('migrations', values.migrations),
    large: readCount('large', values.large),
    nodes: values.nodes === undefined ? [] : readNames('nodes', values.nodes, ['22', '24', '26']),
    jsonFile: values.json,
  }
}
