import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeNewFiles } from './new-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'godwit-new-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (name: string, text = 'new') => ({ path: join(folder, name), text })

test('writes all', () => {
  writeNewFiles([file('a', 'A\n'), file('b', 'B\n')])
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('A\n')
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('B\n')
})

test('a file in the way stays as it is, and nothing else is written', () => {
  writeFileSync(join(folder, 'b'), 'old')
  expect(() => writeNewFiles([file('a'), file('b')])).toThrow(
    expect.objectContaining({
      code: 'GODWIT_FILE_EXISTS',
      message: `${join(folder, 'b')} exists already; nothing was written.`,
    }),
  )
  expect(readdirSync(folder)).toEqual(['b'])
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('old')
})

test('no file has its name before the text of all is written', () => {
  const names: string[][] = []
  const last = {
    path: join(folder, 'b'),
    get text() {
      names.push(readdirSync(folder).filter((name) => !name.startsWith('.')))
      return 'B\n'
    },
  }
  writeNewFiles([file('a'), last])
  expect(names).toEqual([[]])
  expect(readdirSync(folder)).toEqual(['a', 'b'])
})

test('a folder that is not there', () => {
  expect(() => writeNewFiles([file('a'), file('none/b')])).toThrow(
    expect.objectContaining({
      code: 'GODWIT_FILE_UNREADABLE',
      message: `${join(folder, 'none/b')} cannot be written: there is no such file or folder.`,
    }),
  )
  expect(readdirSync(folder)).toEqual([])
})
