import { types } from 'node:util'

/** Whether a value is an error, also one of Node or of a driver where a test runner gives code a global `Error` of its own. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value)
}
