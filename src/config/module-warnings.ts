import { isError } from '#core'
const KNOWN = [
  'Type Stripping is an experimental feature',
  'Module type of file',
  'Failed to load the ES module',
]

/**
 * Runs a module load without the notes that Node prints about loading TypeScript and ESM: they say
 * nothing about the user's configuration. Every other warning goes through.
 */
export async function withoutModuleWarnings<T>(load: () => Promise<T>): Promise<T> {
  // Node gives most warnings to emitWarning, and some straight to the listeners.
  const restore = [
    intercept('emitWarning', ([warning]) => warning),
    intercept('emit', ([event, warning]) => (event === 'warning' ? warning : undefined)),
  ]
  try {
    return await load()
  } finally {
    for (const undo of restore) undo()
  }
}

function intercept(
  name: 'emit' | 'emitWarning',
  warningIn: (args: readonly unknown[]) => unknown,
): () => void {
  const own = Object.getOwnPropertyDescriptor(process, name)
  const original = process[name]
  const filtered = (...args: readonly unknown[]): unknown =>
    isKnown(warningIn(args)) ? undefined : Reflect.apply(original, process, args)
  Object.defineProperty(process, name, {
    value: filtered,
    configurable: true,
    enumerable: true,
    writable: true,
  })
  return () =>
    own === undefined
      ? Reflect.deleteProperty(process, name)
      : Object.defineProperty(process, name, own)
}

function isKnown(warning: unknown): boolean {
  const text = isError(warning) ? warning.message : String(warning)
  return KNOWN.some((known) => text.startsWith(known))
}
