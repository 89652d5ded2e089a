import {
  describeHolder,
  formatDuration,
  type GodwitEvent,
  type LockHolder,
  migrationLabel,
  plural,
  systemClock,
} from '#core'
import type { Migrator } from '#engine'
import type { Globals } from '../global-options.ts'
import type { Screen } from '../screen.ts'

/** Shows on standard error what the migrator tells while it works. */
export function showProgress(
  migrator: Pick<Migrator, 'on'>,
  screen: Screen,
  globals: Pick<Globals, 'json' | 'verbose'>,
): void {
  let line: ReturnType<typeof liveLine> | undefined
  const told = new Set<GodwitEvent['type']>()
  migrator.on('*', (event) => {
    line ??= screen.live ? liveLine(screen) : undefined
    const text = wording(event, screen, globals.verbose)
    if (event.type === 'step.started') line?.start(migrationLabel(event.migration))
    if (event.type === 'run.finished') line?.clear()
    if (text === undefined) return
    if (repeats(event) && !globals.verbose && told.has(event.type)) return
    told.add(event.type)
    line?.clear()
    if (!globals.json || globals.verbose || event.type === 'notice') screen.note(text)
  })
}

/** Events that come again and again while godwit waits: said once is enough. */
function repeats({ type }: GodwitEvent): boolean {
  return type === 'lock.waiting' || type === 'connect.retry'
}

/** What an event is for a reader; undefined when there is nothing to say. */
function wording(event: GodwitEvent, screen: Screen, verbose: boolean): string | undefined {
  const ink = screen.errorInk
  switch (event.type) {
    case 'step.finished':
      return `  ${ink.green(screen.live ? '✓' : event.direction === 'up' ? 'applied' : 'rolled back')} ${migrationLabel(event.migration)}  ${ink.dim(formatDuration(event.durationMs))}`
    case 'step.failed':
      return `  ${ink.red(screen.live ? '✗' : 'failed')} ${migrationLabel(event.migration)}`
    case 'step.retry':
      return `  ${ink.yellow('retrying')} ${migrationLabel(event.migration)} (${event.retry} of ${event.retries}): ${screen.clean(event.error.message)}`
    case 'history.squashed':
      return `  ${ink.green(screen.live ? '✓' : 'moved over')} ${migrationLabel(event.migration)} stands for ${plural(event.replaced.length, 'migration')}`
    case 'seed.finished':
      return `  ${ink.green(screen.live ? '✓' : 'seeded')} ${event.seed}  ${ink.dim(formatDuration(event.durationMs))}`
    case 'seed.retry':
      return `  ${ink.yellow('retrying')} ${event.seed} (${event.retry} of ${event.retries}): ${screen.clean(event.error.message)}`
    case 'run.retry':
      return `connecting again (${event.retry} of ${event.retries}): ${screen.clean(event.error.message)}`
    case 'lock.waiting':
      return event.holder === undefined
        ? 'waiting for the database: another process keeps it locked'
        : `waiting for the migration lock${heldBy(event.holder)}`
    case 'lock.acquired':
      return verbose ? `took the migration lock after ${formatDuration(event.waitedMs)}` : undefined
    case 'connect.retry':
      return `waiting for the database, up to ${formatDuration(event.remainingMs)} more: ${screen.clean(event.error.message)}`
    case 'notice':
      return verbose || event.severity === 'warning' ? notice(event, screen) : undefined
    default:
      return undefined
  }
}

function notice(event: Extract<GodwitEvent, { type: 'notice' }>, screen: Screen): string {
  const where = event.migration === undefined ? '' : `${migrationLabel(event.migration)}: `
  const word =
    event.severity === 'warning'
      ? screen.errorInk.yellow('warning:')
      : screen.errorInk.dim('notice:')
  return `${word} ${where}${screen.clean(event.message)}`
}

/** `, held by ann@web-1 (process 77, godwit up) since 2026-11-21T09:30:00Z`. */
export function heldBy(holder: LockHolder): string {
  return `, held by ${describeHolder(holder)}`
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const CLEAR = '\r\u001b[2K'

/** A line that is rewritten while a migration runs, so that a long one shows that it lives. */
function liveLine(screen: Screen): { start(label: string): void; clear(): void } {
  let current: AbortController | undefined
  screen.ended.addEventListener('abort', () => clear())
  const clear = (): void => {
    if (current === undefined) return
    current.abort()
    current = undefined
    screen.raw(CLEAR)
  }
  return {
    start: (label) => {
      clear()
      current = new AbortController()
      void spin(label, current.signal, screen)
    },
    clear,
  }
}

async function spin(label: string, signal: AbortSignal, screen: Screen): Promise<void> {
  const began = systemClock.monotonicMs()
  for (let frame = 0; !signal.aborted; frame += 1) {
    const elapsed = systemClock.monotonicMs() - began
    const time = elapsed < 1000 ? '…' : formatDuration(elapsed)
    const text = `  ${FRAMES[frame % FRAMES.length]} ${label} ${time}`
    screen.raw(`${CLEAR}${text.slice(0, (screen.width ?? 80) - 1)}`)
    await systemClock.sleep(FRAME_MS, signal)
  }
}
