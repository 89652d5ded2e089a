import { expect, test } from 'vitest'
import { holderSql, lockKey, readHolder, tryLockSql, unlockSql } from './lock.ts'

test.each([
  ['godwit', -7191335974334011126n],
  ['godwit:shop:godwit:default', -6563500047007597754n],
  ['', -2039914840885289964n],
  ['ünï', -1624210492587733049n],
])('the key of %j is the same in every version', (name, key) => {
  // Two versions of godwit with different keys would migrate one database at the same time.
  expect(lockKey(name)).toBe(key)
})

test('keys fit into a bigint, also those above its half', () => {
  for (let index = 0; index < 100; index++) {
    const key = lockKey(`name ${index}`)
    expect(BigInt.asIntN(64, key)).toBe(key)
  }
  expect(new Set(Array.from({ length: 100 }, (_, index) => lockKey(`name ${index}`))).size).toBe(
    100,
  )
})

test('the statements', () => {
  expect(tryLockSql('godwit', 77)).toBe(
    'SELECT CASE WHEN pg_backend_pid() = 77 THEN pg_try_advisory_lock(-7191335974334011126) END AS locked',
  )
  expect(unlockSql('godwit')).toBe('SELECT pg_advisory_unlock(-7191335974334011126)')
})

test('the server lists a key in two halves without a sign', () => {
  expect(holderSql('godwit')).toContain(`l.classid = ${0x9c333e08} AND l.objid = ${0x5d55690a}`)
})

test('a holder as the server lists it', () => {
  expect(
    readHolder({
      role: 'anna',
      address: '10.0.0.7',
      pid: 42,
      since: '1795253400000',
      doing: 'godwit up',
    }),
  ).toEqual({
    actor: 'anna@10.0.0.7',
    pid: 42,
    since: new Date('2026-11-21T09:30:00Z'),
    doing: 'godwit up',
  })
})
