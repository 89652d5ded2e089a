/** Reads the options; prints a wrong one and sets exit code 2, and then gives undefined. */
export function readOrExplain<Options>(read: () => Options): Options | undefined {
  try {
    return read()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
    return undefined
  }
}

/** Reads a whole number of at least one from an option. Throws with the option's name. */
export function readCount(option: string, text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1) return count
  throw new Error(`--${option} takes a whole number of at least 1, not "${text}".`)
}

/** Reads milliseconds, a decimal number above zero. Throws with the option's name. */
export function readMilliseconds(option: string, text: string): number {
  const ms = Number(text)
  if (Number.isFinite(ms) && ms > 0) return ms
  throw new Error(`--${option} takes milliseconds above 0, not "${text}".`)
}

/** Reads names separated by commas; each must be a known one. Throws with the known ones. */
export function readNames(option: string, text: string, known: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return names
  throw new Error(`--${option}: there is no "${unknown}". There are: ${known.join(', ')}.`)
}
