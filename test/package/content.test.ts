import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { CHECKOUT, succeed } from './program.ts'

type Packed = {
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

let packed: Packed
let paths: readonly string[]

beforeAll(async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error']
  // npm 12 gives one object for each package name, older ones a list.
  const report: readonly Packed[] | Readonly<Record<string, Packed>> = JSON.parse(
    await succeed('npm', args, CHECKOUT),
  )
  const [only] = Object.values(report)
  if (only === undefined) throw new Error('npm pack reported nothing.')
  packed = only
  paths = only.files.map((file) => file.path)
})

test('the package holds what is built and what people read, nothing else', () => {
  const expected =
    /^(dist\/.*\.(js|cjs|d\.ts)|dist\/THIRD_PARTY_LICENSES\.txt|docs\/[\w/-]+\.md|schemas\/[\w.-]+\.json)$/
  const extra = paths.filter((path) => !expected.test(path)).toSorted()
  expect(extra).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
})

test('every door of package.json leads to a file and its types', async () => {
  const manifest: { exports: Record<string, string>; bin: Record<string, string> } = JSON.parse(
    await readFile(join(CHECKOUT, 'package.json'), 'utf8'),
  )
  const doors = Object.values(manifest.exports).map((target) => target.replace('./', ''))
  const types = doors
    .filter((path) => path.endsWith('.js'))
    .map((path) => path.replace(/js$/, 'd.ts'))
  expect(paths).toEqual(expect.arrayContaining([...doors, ...types]))
  const program = await readFile(join(CHECKOUT, manifest.bin['godwit'] ?? ''), 'utf8')
  expect(program.split('\n')[0]).toBe('#!/usr/bin/env node')
})

test('a document that a message names, or another document of the package links to, is in the package', async () => {
  const named: string[] = []
  for (const path of paths.filter((name) => /^dist\/.*\.(js|cjs)$/.test(name))) {
    const text = await readFile(join(CHECKOUT, path), 'utf8')
    named.push(...[...text.matchAll(/docs\/[\w/-]+\.md/g)].map(([document]) => document))
  }
  expect(named).toContain('docs/reference/config.md')
  for (const path of paths.filter((name) => name.startsWith('docs/'))) {
    const text = await readFile(join(CHECKOUT, path), 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\(((?:\.\.\/|[\w-])[\w./-]*\.md)/g))
      named.push(join(dirname(path), link))
  }
  expect(named.filter((path) => !paths.includes(path))).toEqual([])
})

test('the package is small', () => {
  expect(packed.unpackedSize).toBeLessThan(5_000_000)
})

test('the types name no package that is not installed with it', async () => {
  const allowed = /^(godwit(\/config)?|node:[\w/]+|\.{1,2}\/.*)$/
  for (const path of paths.filter((name) => name.endsWith('.d.ts'))) {
    const text = await readFile(join(CHECKOUT, path), 'utf8')
    const imported = [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map((m) => m[1])
    expect(imported.filter((name) => !allowed.test(name ?? ''))).toEqual([])
  }
})
