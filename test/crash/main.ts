import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { ServerMissing } from '../setup/postgres-server.ts'
import { choosePoints } from './choose.ts'
import { DIALECTS, type DialectName, type Point, pointOf } from './identity.ts'
import { type Labs, makeLabs } from './labs.ts'
import type { Matrix, Outcome } from './point.ts'
import { freezeProgram } from './program.ts'
import { makeReferences } from './reference.ts'
import { runPoints } from './run.ts'
import { tables, tally, tellFailure } from './table.ts'

const usage = `Breaks runs of godwit in every way, at every place, and looks whether they heal.

  --seed TEXT        what is chosen, and all chance (today's date)
  --points N         how many points (300)
  --dialects A,B     only these: ${DIALECTS.join(', ')}
  --workloads A,B    only these, for instance transactional,mixed
  --faults A,B       only these, for instance cut-before,kill-after
  --rounds N         rounds of swarms besides (0)
  --processes N      how many processes a swarm has (50)
  --only A,B         only these points, by their ids; with the seed of the run that named them
  --jobs N           how many points at a time (2)
  --minutes N        begin no more points after this time (60)
  --json FILE        also write all outcomes to a file
`

type Options = ReturnType<typeof readOptions>

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      points: { type: 'string', default: '300' },
      dialects: { type: 'string', default: DIALECTS.join(',') },
      workloads: { type: 'string' },
      faults: { type: 'string' },
      rounds: { type: 'string', default: '0' },
      processes: { type: 'string', default: '50' },
      only: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      minutes: { type: 'string', default: '60' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    ...values,
    points: readCount('points', values.points),
    rounds: readCount('rounds', values.rounds),
    processes: readCount('processes', values.processes),
    jobs: Math.max(1, readCount('jobs', values.jobs)),
    minutes: readCount('minutes', values.minutes),
    dialects: values.dialects.split(',').map(readDialect),
    workloads: values.workloads?.split(','),
    faults: values.faults?.split(','),
    only: values.only?.split(',').map(pointOf),
  }
}

function readCount(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name}: "${text}" is not a whole number.`)
  return Number(text)
}

function readDialect(text: string): DialectName {
  const found = DIALECTS.find((name) => name === text)
  if (found === undefined)
    throw new Error(`--dialects: "${text}" is not one of ${DIALECTS.join(', ')}.`)
  return found
}

async function main(options: Options): Promise<void> {
  const until = performance.now() + options.minutes * 60_000
  await using program = await freezeProgram()
  await using references = await makeReferences(program)
  await using labs = makeLabs(program)
  const matrix: Matrix = { program, references, seed: options.seed, swarm: options.processes }
  const points = options.only ?? (await choose(options, labs, matrix))
  say(`${points.length} points, seed ${options.seed}`)
  const outcomes = await runPoints(matrix, labs, points, { ...options, until }, (outcome) =>
    report(outcome, options.only !== undefined),
  )
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ seed: options.seed, outcomes }, null, 1)}\n`)
  conclude(points, outcomes, options.seed)
}

async function choose(
  options: Options,
  labs: Labs,
  { references }: Matrix,
): Promise<readonly Point[]> {
  const { workloads, faults, seed, points, rounds } = options
  const dialects: DialectName[] = []
  for (const dialect of options.dialects) if (await isThere(dialect, labs)) dialects.push(dialect)
  const choice = { dialects, workloads, faults, seed, points, rounds }
  return choosePoints(choice, (dialect) => labs.of(dialect), references)
}

/** Whether there is a server; where there is none, the run goes on without it, and says so. */
async function isThere(dialect: DialectName, labs: Labs): Promise<boolean> {
  try {
    await labs.of(dialect)
    return true
  } catch (error) {
    if (!(error instanceof ServerMissing)) throw error
    say(`Without ${dialect}: ${error.message}.`)
    return false
  }
}

let seen = 0

function report(outcome: Outcome, inFull: boolean): void {
  seen += 1
  if (outcome.verdict === 'failed') say(tellFailure(outcome))
  else if (inFull) say([`${outcome.verdict} ${outcome.id}`, ...outcome.story].join('\n  '))
  else if (seen % 50 === 0) say(`${seen} points tried`)
}

function conclude(points: readonly Point[], outcomes: readonly Outcome[], seed: string): void {
  say(`\n${tables(outcomes)}`)
  const untried = points.length - outcomes.length
  if (untried > 0) say(`${untried} points were not tried: the time was over.`)
  const { failed } = tally(outcomes)
  say(`Seed ${seed}. Replay one: npm run test:crash -- --seed ${seed} --only ID`)
  if (failed > 0) process.exitCode = 1
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

const options = readOptions()
if (options.help) say(usage)
else await main(options)
