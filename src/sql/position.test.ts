import { expect, test } from 'vitest'
import { excerpt, positionAt, shiftPosition } from './position.ts'

test('a place', () => {
  expect(positionAt('', 0)).toEqual({ offset: 0, line: 1, column: 1 })
  expect(positionAt('a\nb', 1)).toEqual({ offset: 1, line: 1, column: 2 })
  expect(positionAt('a\nb', 2)).toEqual({ offset: 2, line: 2, column: 1 })
  expect(positionAt('a\r\nb😀c', 6)).toEqual({ offset: 6, line: 2, column: 4 })
})

test('a place in a part becomes a place in the file', () => {
  const file = 'ab\ncdef\ngh'
  const base = positionAt(file, 5)
  for (const offset of [0, 1, 3, 5]) {
    const inPart = positionAt(file.slice(base.offset), offset)
    expect(shiftPosition(inPart, base)).toEqual(positionAt(file, base.offset + offset))
  }
})

test('an excerpt has the line, its number and a caret', () => {
  const text = 'SELECT 1;\r\n\tSELECT nam FROM t;\r\n'
  expect(excerpt(text, positionAt(text, 19))).toBe('2 | \tSELECT nam FROM t;\n  | \t       ^')
})

test('at the end of a line, of a text, and in nothing', () => {
  expect(excerpt('abc\nd', positionAt('abc\nd', 3))).toBe('1 | abc\n  |    ^')
  expect(excerpt('abc', positionAt('abc', 3))).toBe('1 | abc\n  |    ^')
  expect(excerpt('', positionAt('', 0))).toBe('1 | \n  | ^')
})

test('a long line is cut around the caret', () => {
  const text = `${'a'.repeat(500)}!${'b'.repeat(500)}`
  const [line = '', caret = ''] = excerpt(text, positionAt(text, 500)).split('\n')
  expect(line).toBe(`1 | …${'a'.repeat(60)}!${'b'.repeat(39)}…`)
  expect(caret.indexOf('^')).toBe(line.indexOf('!'))
})

test('the ends of a long line are shown in full', () => {
  const text = 'a'.repeat(150)
  expect(excerpt(text, positionAt(text, 0))).toBe(`1 | ${'a'.repeat(100)}…\n  | ^`)
  expect(excerpt(text, positionAt(text, 149)).split('\n')[0]).toBe(`1 | …${'a'.repeat(100)}`)
})

test('control characters cannot reach the terminal', () => {
  expect(excerpt('\u001b[31mx', { offset: 5, line: 1, column: 6 })).toBe('1 | ·[31mx\n  |      ^')
})
