import { godwitError, type GodwitError } from './errors.ts'
import { nearest } from './suggest.ts'

/** What a program may give at one place, for those whom no compiler holds back. Undefined is always possible. */
export type Shape = {
  /** In words: `a text`. */
  readonly takes: string
  readonly fits: (value: unknown) => boolean
  /** The words that are possible, where only some are. */
  readonly words?: readonly string[]
  /** What a group of options holds. */
  readonly options?: Shapes
  /** A wrong value is not shown: it may be a password in a wrong place. */
  readonly secret?: true
}

/** The shapes of a group of options. */
export type Shapes = { readonly [option: string]: Shape }

/** A {@link Shape} for each option of a type, so that none is forgotten. */
export type ShapesOf<T> = { readonly [Option in keyof Required<T>]: Shape }

/** Any text. */
export const TEXT: Shape = { takes: 'a text', fits: (value) => typeof value === 'string' }

/** True or false. */
export const FLAG: Shape = { takes: 'true or false', fits: (value) => typeof value === 'boolean' }

/** How many of something; none is possible. */
export const COUNT: Shape = {
  takes: 'a whole number from 0',
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
}

/** Anything that is no plain value. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null

/** One of some words. */
export function oneOf(...words: readonly string[]): Shape {
  const quoted = words.map((word) => `"${word}"`)
  return {
    takes: `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`,
    fits: (value) => words.some((word) => word === value),
    words,
  }
}

/** A group of options. */
export function group(options: Shapes): Shape {
  const takes = `an object of ${Object.keys(options).join(', ')}`
  return { takes, fits: (value) => isObject(value) && !Array.isArray(value), options }
}

/**
 * Checks the options that a program gave.
 * @param to what they were given to, for the message: `createMigrator`
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireShape(to: string, given: unknown, options: Shapes): void {
  const whole = { takes: 'an object with options', fits: isObject }
  if (!whole.fits(given)) throw misused(`${to} takes ${whole.takes}, but got ${inWords(given)}.`)
  requireOptions(to, given, options, '')
}

function requireOptions(to: string, given: object, options: Shapes, start: string): void {
  for (const [option, value] of Object.entries(given)) {
    const shape = Object.hasOwn(options, option) ? options[option] : undefined
    if (shape === undefined) {
      const near = nearest(option, Object.keys(options))
      throw misused(
        `${to} has no option "${start}${option}"${near === undefined ? '.' : `; did you mean "${start}${near}"?`}`,
      )
    }
    requireFit(to, `${start}${option}`, value, shape)
  }
}

function requireFit(to: string, place: string, value: unknown, shape: Shape): void {
  if (value === undefined) return
  if (!shape.fits(value)) {
    const word = typeof value === 'string' ? nearest(value, shape.words ?? []) : undefined
    throw misused(
      `${to}: "${place}" takes ${shape.takes}, but got ${inWords(value, shape.secret)}${word === undefined ? '.' : `; did you mean "${word}"?`}`,
    )
  }
  if (shape.options !== undefined && isObject(value))
    requireOptions(to, value, shape.options, `${place}.`)
}

/** The error for a wrong use of the library. */
export function misused(message: string): GodwitError {
  return godwitError('GODWIT_USAGE', {
    message,
    next: ['See docs/reference/library.md in the godwit package.'],
  })
}

/** A value as a message names it. */
export function inWords(value: unknown, isSecret = false): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return isSecret ? 'a text' : `the text "${value}"`
  if (typeof value === 'number') return isSecret ? 'a number' : `the number ${value}`
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`
}
