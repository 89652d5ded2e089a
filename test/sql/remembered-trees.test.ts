import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadPostgresParser, loadRememberingParser } from '#sql'
import { tempDir, type TempDir } from '../setup/temp.ts'

const realHome = process.env['HOME']
let work: TempDir

beforeEach(async () => {
  work = await tempDir('trees')
  await mkdir(work.join('home'))
  process.env['HOME'] = work.join('home')
})

afterEach(async () => {
  if (realHome === undefined) delete process.env['HOME']
  else process.env['HOME'] = realHome
  await work[Symbol.asyncDispose]()
})

const DIR = '/work/weird "folder"/é'
const TEXTS = [
  'SELECT 1',
  "INSERT INTO t VALUES ('a\r\n\u2028b', '😀', E'\\n')",
  'CREATE TABLE "weird ""table""" (id int)',
]

const folder = () => work.join('home/.cache/godwit/trees')

async function theFile(): Promise<string> {
  const names = await readdir(folder())
  expect(names).toEqual([Buffer.from(DIR).toString('base64url')])
  return join(folder(), names[0] ?? '')
}

/** Goes through statements as lint does. */
async function goThrough(texts: readonly string[], dir = DIR) {
  const parser = await loadRememberingParser(dir, texts)
  const found = texts.map((text) => parser.parse(text))
  parser.remember()
  return found
}

async function afresh(texts: readonly string[]) {
  const parser = await loadPostgresParser()
  return texts.map((text) => parser.parse(text))
}

const OTHER = '{"stmts":[{"stmt":{"CheckPointStmt":{}}}]}'

/** Puts another tree in the place of the first statement's, to show where it is taken from. */
async function forge(text: string): Promise<void> {
  const path = await theFile()
  const [format = '', lengths = '', ...rest] = (await readFile(path, 'utf8')).split('\n')
  const [first, second, ...others] = lengths.split(' ').map(Number)
  const content = rest.join('\n')
  expect(content.slice(0, first)).toBe(text)
  const forged = [text, OTHER, content.slice((first ?? 0) + (second ?? 0))].join('')
  await writeFile(path, [format, [first, OTHER.length, ...others].join(' '), forged].join('\n'))
}

const FORGED = { kind: 'tree', tree: { CheckPointStmt: {} } }

test('what was parsed is not parsed again, and each call gives a tree of its own', async () => {
  const found = await goThrough(TEXTS)
  expect(found).toEqual(await afresh(TEXTS))
  expect(await goThrough(TEXTS)).toEqual(found)
  await forge('SELECT 1')
  const [first, again] = await goThrough(['SELECT 1', 'SELECT 1'])
  expect([first, again]).toEqual([FORGED, FORGED])
  expect(first).not.toBe(again)
})

test('what is new is parsed and remembered, and what is gone is forgotten', async () => {
  await goThrough(TEXTS)
  await forge('SELECT 1')
  expect(await goThrough(['SELECT 1', 'SELECT 2'])).toEqual([
    FORGED,
    ...(await afresh(['SELECT 2'])),
  ])
  const [, lengths, content] = (await readFile(await theFile(), 'utf8')).split('\n')
  expect(lengths?.split(' ')).toHaveLength(4)
  expect(content).toContain(`SELECT 1${OTHER}SELECT 2{`)
})

test('a statement that the grammar refuses is refused each time', async () => {
  const texts = ['SELECT 1', 'SELEC 1']
  const found = await goThrough(texts)
  expect(found[1]).toEqual({
    kind: 'refused',
    message: expect.stringContaining('SELEC'),
    offset: 0,
  })
  expect(await goThrough(texts)).toEqual(found)
})

test.each([
  ['of another grammar', (content: string) => content.replace(/^.*/, 'godwit trees 0')],
  ['cut off', (content: string) => content.slice(0, -1)],
  ['cut off in its second line', (content: string) => content.slice(0, 50)],
  ['empty', () => ''],
  ['no text', () => '\0\xff'],
])('a file that is %s costs no more than time', async (_, broken) => {
  await goThrough(TEXTS)
  const path = await theFile()
  await writeFile(path, broken(await readFile(path, 'utf8')))
  expect(await goThrough(TEXTS)).toEqual(await afresh(TEXTS))
  expect(await goThrough(TEXTS)).toEqual(await afresh(TEXTS))
})

test('only the user can read and write what is remembered', async () => {
  await goThrough(TEXTS)
  expect((await stat(await theFile())).mode & 0o777).toBe(0o600)
  await forge('SELECT 1')
  await chmod(folder(), 0o777)
  expect(await goThrough(['SELECT 1'])).toEqual(await afresh(['SELECT 1']))
})

test('without a home nothing is remembered', async () => {
  await writeFile(work.join('no-home'), 'a file, not a folder')
  process.env['HOME'] = work.join('no-home')
  expect(await goThrough(TEXTS)).toEqual(await afresh(TEXTS))
})

test('a folder whose name is too long for a file, and one of a hundred others', async () => {
  expect(await goThrough(TEXTS, `/${'x'.repeat(300)}`)).toEqual(await afresh(TEXTS))
  await goThrough(TEXTS)
  for (let number = 0; number < 100; number += 1) await writeFile(join(folder(), `${number}`), '')
  await goThrough(['SELECT 3'])
  await theFile()
})

test('the format names the grammar that is installed', async () => {
  await goThrough(TEXTS)
  const manifest: unknown = JSON.parse(await readFile(resolve('package.json'), 'utf8'))
  const [format] = (await readFile(await theFile(), 'utf8')).split('\n')
  expect(manifest).toHaveProperty(
    ['dependencies', 'libpg-query'],
    /libpg-query (\S+)$/.exec(format ?? '')?.[1],
  )
})
