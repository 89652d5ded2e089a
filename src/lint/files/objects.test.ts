import { expect, test } from 'vitest'
import { ownName } from './objects.ts'

test.each([
  ['Orders', 'orders'],
  ['shop.Orders', 'orders'],
  ['"public"."Orders"', 'Orders'],
  ['public."a.b"', 'a.b'],
  ['"a"."b".c', 'c'],
  ['`shop`.`Orders`', 'Orders'],
  ['[main].[Orders]', 'Orders'],
  ['', ''],
])('the own name of %s', (name, own) => {
  expect(ownName(name)).toBe(own)
})
