import { expect, test } from 'vitest'
import { expandText } from './expand.ts'

const variables: Readonly<Record<string, string>> = {
  HOST: 'db',
  EMPTY: '',
  TRICKY: 'a${HOST}b',
  _x1: 'y',
}
const get = (name: string): string | undefined => variables[name]

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['${HOST}', 'db'],
  ['pre-${HOST}-post', 'pre-db-post'],
  ['${HOST}${_x1}', 'dby'],
  ['${EMPTY}', ''],
  ['${EMPTY:-five}', 'five'],
  ['${HOST:-five}', 'db'],
  ['${GONE:-}', ''],
  ['${GONE:-a:-b}', 'a:-b'],
  ['${GONE:-${HOST}}', 'db'],
  ['${GONE:-x${ALSO:-y}z}', 'xyz'],
  ['${HOST:-${GONE}}', 'db'],
  ['$${HOST}', '${HOST}'],
  ['$$${HOST}', '$${HOST}'],
  ['${GONE:-$${HOST}', '${HOST'],
  ['${TRICKY}', 'a${HOST}b'],
  ['$HOST costs $5 {}', '$HOST costs $5 {}'],
])('%s becomes %s', (text, filled) => {
  expect(expandText(text, get)).toEqual({ text: filled })
})

test.each([
  ['${GONE}', { kind: 'missing', name: 'GONE' }],
  ['${GONE:-${ALSO}}', { kind: 'missing', name: 'ALSO' }],
  ['${HOST', { kind: 'malformed' }],
  ['${}', { kind: 'malformed' }],
  ['${1A}', { kind: 'malformed' }],
  ['${A B}', { kind: 'malformed' }],
  ['${GONE:-open', { kind: 'malformed' }],
])('%s is a problem', (text, problem) => {
  expect(expandText(text, get)).toEqual({ problem })
})
