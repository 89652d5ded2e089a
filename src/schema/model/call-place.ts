import type { Place } from './data.ts'

/** Where a function was called, as far as the stack tells: file and line of the caller of `callee`. */
export function placeOfCall(callee: (...given: never[]) => unknown): Place | undefined {
  const holder: { stack?: string } = {}
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 1
  Error.captureStackTrace(holder, callee)
  Error.stackTraceLimit = before
  const frame = holder.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? ''
  const [, file = '', line = ''] = /^\s+at (?:.* \()?(.*?):(\d+):\d+\)?$/.exec(frame) ?? []
  return file === '' ? undefined : { file: pathOf(file.replace(/^async /, '')), line: Number(line) }
}

function pathOf(address: string): string {
  const [path = ''] = address.replace(/^file:\/\//, '').split('?')
  return address.startsWith('file://') ? decodeURIComponent(path) : path
}
