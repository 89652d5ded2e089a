const KNOWN = ['Type Stripping is an experimental feature', 'Module type of file']

/**
 * Runs a module load without the two notes that Node prints about loading TypeScript: they say
 * nothing about the user's configuration. Every other warning goes through.
 */
export async function withoutModuleWarnings<T>(load: () => Promise<T>): Promise<T> {
  const original = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const text = warning instanceof Error ? warning.message : warning
    if (KNOWN.some((known) => text.startsWith(known))) return
    Reflect.apply(original, process, [warning, ...rest])
  }
  try {
    return await load()
  } finally {
    process.emitWarning = original
  }
}
