import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { reportApply } from './apply-report.ts'
import { collect } from './apply-rounds.ts'
import { contestants } from './contestants/index.ts'
import { installRivals } from './install.ts'
import { describeMachine } from './machine.ts'
import { readCount, readMilliseconds, readNames, readOrExplain } from './options.ts'
import { measureRoundTrip, startProxy } from './proxy.ts'
import { describeServer, type Durability } from './server.ts'
import { withSession, type Session } from './session.ts'
import { makeSteps } from './workload.ts'

type Options = {
  readonly migrations: number
  readonly rounds: number
  readonly names: readonly string[]
  readonly roundTripMs: number | undefined
  readonly durability: Durability
  readonly jsonFile: string | undefined
}

const usage = `Applies many small migrations with every tool, on one PostgreSQL server.

  --migrations N  how many migrations (1000)
  --rounds N      rounds, each with every tool once (3; with --rtt 2)
  --only A,B      only these: ${contestants.map(({ name }) => name).join(', ')}
  --rtt MS        through a proxy that adds this round trip; then only psql, dbmate and godwit
                  unless --only names others
  --no-fsync      a server that does not wait for the disk
  --json FILE     also write the figures to a file
`

const options = readOrExplain(readOptions)
if (options === 'help') {
  process.stdout.write(usage)
} else if (options !== undefined) {
  await installRivals()
  await withSession(options.durability, (session) => bench(session, options))
}

async function bench(session: Session, options: Options): Promise<void> {
  const { server } = session
  const proxy =
    options.roundTripMs === undefined ? undefined : await startProxy(server, options.roundTripMs)
  try {
    const port = proxy?.port ?? server.port
    const conditions = {
      migrations: options.migrations,
      rounds: options.rounds,
      example: makeSteps(1)[0]?.up.trim() ?? '',
      machine: describeMachine(),
      server: await describeServer(server),
      roundTripMs: await measureRoundTrip(server.url('postgres', port)),
    }
    const results = await collect(session, {
      contestants: contestants.filter(({ name }) => options.names.includes(name)),
      steps: makeSteps(options.migrations),
      rounds: options.rounds,
      port,
    })
    process.stdout.write(reportApply(conditions, results))
    if (options.jsonFile !== undefined) {
      await writeFile(options.jsonFile, `${JSON.stringify({ conditions, results }, null, 2)}\n`)
    }
    if (results.some(({ state }) => state === 'failed')) process.exitCode = 1
  } finally {
    await proxy?.stop()
  }
}

function readOptions(): Options | 'help' {
  const { values } = parseArgs({
    options: {
      migrations: { type: 'string', default: '1000' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      rtt: { type: 'string' },
      'no-fsync': { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const known = contestants.map(({ name }) => name)
  const usual = values.rtt === undefined ? known : ['psql', 'dbmate', 'godwit']
  const usualRounds = values.rtt === undefined ? '3' : '2'
  return {
    migrations: readCount('migrations', values.migrations),
    rounds: readCount('rounds', values.rounds ?? usualRounds),
    names: values.only === undefined ? usual : readNames('only', values.only, known),
    roundTripMs: values.rtt === undefined ? undefined : readMilliseconds('rtt', values.rtt),
    durability: values['no-fsync'] ? 'fsync off' : 'fsync on',
    jsonFile: values.json,
  }
}
