import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { replaceTexts, type Replacement } from '#catalog'
import { tempDir, type TempDir } from '../setup/temp.ts'

function replacement(dir: TempDir, file: string, after: string, before = 'old\n'): Replacement {
  writeFileSync(dir.join(file), 'old\n')
  return { ref: { path: dir.join(file), file, shown: `migrations/${file}` }, before, after }
}

function texts(dir: TempDir): readonly string[] {
  return readdirSync(dir.path).map((file) => readFileSync(dir.join(file), 'utf8'))
}

test('all files get their new text, and nothing else is left in the folder', async () => {
  await using dir = await tempDir('replace')
  replaceTexts([replacement(dir, 'a.sql', 'new a\n'), replacement(dir, 'b.sql', 'new b\n')])
  expect(texts(dir)).toEqual(['new a\n', 'new b\n'])
})

describe('no file is touched when one of them', () => {
  test.each([
    ['is not what it was', () => undefined, 'it has been changed since it was read', 'other\n'],
    ['is read-only', (path: string) => chmodSync(path, 0o444), 'it is read-only', undefined],
  ])('%s', async (_what, spoil, reason, before) => {
    await using dir = await tempDir('replace')
    const good = replacement(dir, 'a.sql', 'new a\n')
    const bad = replacement(dir, 'b.sql', 'new b\n', before)
    spoil(bad.ref.path)
    expect(() => replaceTexts([good, bad])).toThrow(
      expect.objectContaining({
        code: 'GODWIT_FILE_UNREADABLE',
        message: `"b.sql" cannot be written: ${reason}. No file was changed.`,
        next: ['Mend migrations/b.sql, then run the command again.'],
      }),
    )
    expect(texts(dir)).toEqual(['old\n', 'old\n'])
  })

  test('is gone', async () => {
    await using dir = await tempDir('replace')
    const good = replacement(dir, 'a.sql', 'new a\n')
    const gone = replacement(dir, 'b.sql', 'new b\n')
    rmSync(gone.ref.path)
    expect(() => replaceTexts([good, gone])).toThrow(/"b.sql" cannot be read/)
    expect(texts(dir)).toEqual(['old\n'])
  })
})
