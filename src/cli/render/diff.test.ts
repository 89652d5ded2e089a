import { describe, expect, test } from 'vitest'
import { unifiedDiff } from './diff.ts'

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('')

describe('a unified diff', () => {
  test('has three lines of context, and a block for each place', () => {
    const before = lines(1, 40)
    const after = before.replace('\n5\n', '\n5\nfive\n').replace('\n30\n', '\nthirty\n')
    expect(unifiedDiff('a.sql', before, after)).toBe(
      '--- a/a.sql\n+++ b/a.sql\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+five\n 6\n 7\n 8\n@@ -27,7 +28,7 @@\n 27\n 28\n 29\n-30\n+thirty\n 31\n 32\n 33\n',
    )
  })

  test('has one block for places that share lines', () => {
    const before = lines(1, 12)
    const after = before.replace('2\n', 'two\n').replace('\n8\n', '\n')
    expect(unifiedDiff('a.sql', before, after)).toBe(
      '--- a/a.sql\n+++ b/a.sql\n@@ -1,11 +1,10 @@\n 1\n-2\n+two\n 3\n 4\n 5\n 6\n 7\n-8\n 9\n 10\n 11\n',
    )
  })

  test('says where the last line has no break', () => {
    expect(unifiedDiff('dir\\a.sql', 'a', 'a;\nb\n')).toBe(
      '--- a/dir/a.sql\n+++ b/dir/a.sql\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a;\n+b\n',
    )
  })
})
