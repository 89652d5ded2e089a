import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import { readSections } from './sections.ts'

test('a file without marks has no sections', () => {
  expect(readSections('SELECT 1; -- godwit', 'f.sql')).toBeUndefined()
  expect(readSections("SELECT '\n-- godwit:up\n'", 'f.sql')).toBeUndefined()
  expect(readSections('-- godwit:transaction none\nSELECT 1', 'f.sql')).toBeUndefined()
})

test('up and down, with their places in the file', () => {
  const text = '-- about\r\n-- godwit:up\r\nSELECT 1;\r\n  -- Godwit: DOWN\r\nSELECT 2;\r\n'
  const sections = readSections(text, 'f.sql')
  expect(sections?.up.start).toEqual({ offset: 24, line: 3, column: 1 })
  expect(sections?.up.text.trim()).toBe('SELECT 1;')
  expect(sections?.down).toEqual({
    text: 'SELECT 2;\r\n',
    start: { offset: 54, line: 5, column: 1 },
  })
})

test('down may come first, and a section may be empty', () => {
  const sections = readSections('-- godwit:down\nSELECT 2\n-- godwit:up', 'f.sql')
  expect(sections?.up).toEqual({ text: '', start: { offset: 36, line: 3, column: 13 } })
  expect(sections?.down?.text).toBe('SELECT 2\n')
})

test('only up', () => {
  expect(readSections('-- godwit:up\nSELECT 1', 'f.sql')).toEqual({
    up: { text: 'SELECT 1', start: { offset: 13, line: 2, column: 1 } },
  })
})

test('a statement without its semicolon ends at the next mark, also within a body', () => {
  const text = '-- godwit:up\nCREATE TRIGGER t INSERT ON x BEGIN\n-- godwit:down\nDROP TRIGGER t'
  expect(readSections(text, 'f.sql', 'sqlite')?.down?.text).toBe('DROP TRIGGER t')
})

type Wrong = readonly [text: string, code: string, message: string, next: string]

const WRONG: readonly Wrong[] = [
  [
    '-- godwit:down\nSELECT 1',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:1:1: there is a section "down", but none "up".',
    'Put -- godwit:up above the way up.',
  ],
  [
    '-- godwit:up\n-- godwit:up\n',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:2:1: the mark "up" is given twice, the first time on line 1.',
    'Remove one of the two, or merge the sections.',
  ],
  [
    'SELECT 1;\n-- godwit:up\n',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:1:1: this statement stands above the first mark, so it would never run.',
    'Move it below -- godwit:up.',
  ],
  [
    '-- godwit:up\nSELECT 1; -- godwit:down\n',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:2:11: the mark "down" shares its line with something else.',
    'Put it on a line of its own.',
  ],
  [
    '-- godwit:up now\n',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:1:1: the mark "up" does not understand now.',
    'Write -- godwit:up, and nothing behind it.',
  ],
  [
    '-- godwit:up\nSELECT 1;\n-- godwit down\n',
    'GODWIT_DIRECTIVE_INVALID',
    'f.sql:3:1: this looks like a directive, but is not written as one.',
    'Write -- godwit:down',
  ],
  [
    "-- godwit:up\nSELECT 'x;\n-- godwit:down\n",
    'GODWIT_SQL_UNREADABLE',
    'f.sql:2:8: the string that opens here is never closed.',
    "Add the closing quote ('). A quote inside of a string is written twice: 'it''s'.",
  ],
]

test.each(WRONG)('%j', (text, code, message, next) => {
  try {
    readSections(text, 'f.sql', 'postgres')
    expect.unreachable()
  } catch (error) {
    if (!isGodwitError(error)) throw error
    expect(error).toMatchObject({ code, message })
    expect(error.next[0]).toBe(next)
  }
})
