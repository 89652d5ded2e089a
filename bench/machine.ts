import { cpus, release, totalmem, type as system } from 'node:os'

/** The machine that the figures come from, as one line. */
export function describeMachine(): string {
  const processors = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  const processor = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`
  return `${processor}, ${memory}, ${system()} ${release()}, Node ${process.versions.node}`
}
