import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { godwitError, shownPath, systemReason, isError } from '#core'
import { secretsInAddress } from '#dialect'

/** Environment variables by name. */
export type VariableSet = Readonly<Record<string, string | undefined>>

/** The environment variables of a run: the real ones, and those of an env file below them. */
export type Variables = {
  /** The value; undefined when the variable is nowhere set. */
  get(name: string): string | undefined
  /** Like `get`, but a variable that is set to nothing counts as not set. */
  filled(name: string): string | undefined
  /** Where a variable comes from: `environment NAME` or `NAME in .env.prod`. */
  source(name: string): string
  /** Every variable with its value, the real ones first. */
  all(): readonly (readonly [string, string])[]
  /** The env file as messages name it. */
  readonly file: string | undefined
  /** The folder that relative paths in a variable start from. */
  readonly base: string
}

/** An env file that was read. */
export type EnvFile = { readonly shown: string; readonly values: VariableSet }

/** Puts real variables over those of an env file. */
export function makeVariables(real: VariableSet, base: string, file?: EnvFile): Variables {
  const get = (name: string): string | undefined => real[name] ?? file?.values[name]
  return {
    get,
    filled: (name) => get(name) || undefined,
    source: (name) =>
      real[name] !== undefined || file === undefined
        ? `environment ${name}`
        : `${name} in ${file.shown}`,
    all: () => [...listed(real), ...listed(file?.values ?? {})],
    file: file?.shown,
    base,
  }
}

function listed(variables: VariableSet): readonly (readonly [string, string])[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
}

/**
 * Reads an env file (`NAME=value` lines).
 * @throws GodwitError `GODWIT_CONFIG_NOT_FOUND` or `GODWIT_FILE_UNREADABLE`; `asked` says who named the file.
 */
export function readEnvFile(path: string, base: string, cwd: string, asked: string): EnvFile {
  const full = resolve(base, path)
  const shown = shownPath(full, cwd)
  try {
    const text = readFileSync(full, 'utf8')
    return { shown, values: parseEnv(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') {
      throw godwitError('GODWIT_CONFIG_NOT_FOUND', {
        message: `${asked} names the env file ${shown}, but there is no such file.`,
        next: ['Check the path, or leave the env file out.'],
      })
    }
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The env file ${shown} cannot be read: ${systemReason(error)}.`,
      cause: error,
    })
  }
}

/** What variables seem to hold that nobody should see, for keeping it out of messages that others wrote. */
export function secretsInVariables(variables: Variables): readonly string[] {
  return variables
    .all()
    .flatMap(([name, value]) =>
      /PASS|_PWD$|SECRET|TOKEN/i.test(name) ? [value] : secretsInAddress(value),
    )
}
