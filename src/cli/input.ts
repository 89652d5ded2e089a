import { godwitError, parseVersion, type Version } from '#core'

/** The words of one command, read with their meaning. */
export interface Input {
  /** The positional argument at an index, from 0. */
  argument(index: number): string | undefined
  /** The positional arguments from an index on, where a command takes any number. */
  arguments(index: number): readonly string[]
  /** Whether a flag without a value was given. */
  flag(name: string): boolean
  /** The value of an option. */
  text(name: string): string | undefined
  /** The values of an option that takes several. */
  list(name: string): readonly string[]
}

/** Wraps what the parser found. Names are attributes: `--dry-run` is `dryRun`. */
export function makeInput(
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): Input {
  return {
    argument: (index) => asText(positional[index]),
    arguments: (index) => asTexts(positional[index]),
    flag: (name) => options[name] === true,
    text: (name) => asText(options[name]),
    list: (name) => asTexts(options[name]),
  }
}

/**
 * A count: a whole number from 1. `usage` and `advice` are for the error.
 * @throws GodwitError `GODWIT_USAGE` for anything else.
 */
export function readCount(
  text: string | undefined,
  usage: string,
  advice: string,
): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
  throw godwitError('GODWIT_USAGE', {
    message: `${usage}: "${text}" is not a count; write a whole number from 1.`,
    next: [advice],
  })
}

/** A positional argument that must be a version, also when written as a label such as `003_add_email`. */
export function readVersion(text: string): Version {
  return parseVersion(/^(\d+)[_-]/.exec(text)?.[1] ?? text)
}

function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
