import { hostname, userInfo } from 'node:os'
import process from 'node:process'
import { expect, test } from 'vitest'
import { systemActor, systemUser } from './system-user.ts'

test('the user who runs the process', () => {
  expect(systemUser()).toBe(userInfo().username)
  expect(systemActor()).toBe(`${userInfo().username}@${hostname()}`)
})

test.skipIf(process.geteuid?.() !== 0)('a user without a name, as containers have', () => {
  process.seteuid?.(54_321)
  try {
    expect(systemUser()).toBe('uid54321')
  } finally {
    process.seteuid?.(0)
  }
})
