import { composeMigratorFor, scratchLike } from '#compose'
import type { ResolvedConfig } from '#config'
import {
  compareVersions,
  EXIT,
  godwitError,
  migrationLabel,
  type GodwitError,
  type Version,
} from '#core'
import { parseAddress, passwordsIn, SCRATCH_KINDS } from '#dialect'
import { openScratch, rehearsalText, rehearse, type Rehearsal, type ScratchOptions } from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { type Input, readVersion } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { writeReport } from '../junit.ts'
import { rehearsalDocument } from '../render/rehearsal.ts'

/** Tries migrations out on a scratch database. */
export const runTest: Action = async (input, context) => {
  const resolved = await context.configuration()
  const options = scratchOptions(input, context, resolved)
  const [from, to] = range(input)
  using interruption = listenForInterruption(context)
  const rehearsal = await rehearse({
    openScratch: () => openScratch(options),
    makeMigrator: (database) => composeMigratorFor(resolved, database),
    ledger: resolved.ledger,
    runOptions: interruption,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    onMigration: (migration) => {
      if (context.globals.verbose) context.screen.note(`trying ${migrationLabel(migration)}`)
    },
  })
  const file = input.text('junit')
  if (file !== undefined)
    writeReport(file, rehearsal, resolved.service, context.io.cwd, context.screen.clean)
  return await answer(rehearsal, context)
}

function range(input: Input): readonly (Version | undefined)[] {
  const [from, to] = [input.text('from'), input.text('to')].map((text) =>
    text === undefined ? undefined : readVersion(text),
  )
  if (from !== undefined && to !== undefined && compareVersions(from, to) > 0)
    throw godwitError('GODWIT_USAGE', {
      message: `"--from ${from}" comes after "--to ${to}": there is nothing between them to try.`,
      next: [`godwit test --from ${to} --to ${from}`],
    })
  return [from, to]
}

/** Where a scratch database is to be made, as the options say. */
export function scratchOptions(
  input: Input,
  { screen }: Context,
  resolved: ResolvedConfig,
): ScratchOptions {
  const { product, address } = scratchLike(resolved)
  const asked = input.text('scratch')
  // A kind that is typed stands above a server that the configuration names.
  const url = input.text('scratchUrl') ?? (asked === undefined ? resolved.scratch.url : undefined)
  const kind = SCRATCH_KINDS.find((one) => one === (asked ?? resolved.scratch.kind))
  const connectMs = resolved.timeouts.connectMs
  if (url === undefined) return { address, product, kind, connectMs }
  screen.hide(passwordsIn(url))
  const server = parseAddress(url)
  if ('file' in server || (address !== undefined && server.dialect !== product))
    throw godwitError('GODWIT_USAGE', {
      message: `${input.text('scratchUrl') === undefined ? 'scratch.url' : '--scratch-url'} has to name a server of the product that the migrations are for.`,
      next: ['Leave it out, or give the address of such a server, with a database that is there.'],
    })
  return { address: server, product: server.dialect, kind: 'server', connectMs }
}

async function answer(rehearsal: Rehearsal, context: Context): Promise<Answer> {
  const { ok, isInterrupted, migrations } = rehearsal
  return {
    exit: isInterrupted ? EXIT.interrupted : ok ? EXIT.done : EXIT.no,
    status: isInterrupted
      ? 'interrupted'
      : migrations.length === 0
        ? 'nothing'
        : ok
          ? 'passed'
          : 'failed',
    document: rehearsalDocument(rehearsal, context.screen),
    text: await rehearsalText(rehearsal, context.screen),
    ...(isInterrupted ? { errors: [interruptedError(context.typed)] } : {}),
  }
}

function interruptedError(typed: string): GodwitError {
  return godwitError('GODWIT_INTERRUPTED', {
    message: 'Stopped as asked; what was not tried is told as not run.',
    database: 'The scratch database is removed. Your database is unchanged.',
    next: [typed],
  })
}
