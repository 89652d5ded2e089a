import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadPostgresParser, loadRememberingParser } from '#sql'
import { moveHome, returnHome } from '../setup/home.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'

let work: TempDir

beforeEach(async () => {
  work = await tempDir('trees')
  await mkdir(work.join('home'))
  moveHome(work.join('home'))
})

afterEach(async () => {
  returnHome()
  await work[Symbol.asyncDispose]()
})

const DIR = '/shop/weird "folder"/é'
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
  const [format = '', , lengths = '', ...rest] = (await readFile(path, 'utf8')).split('\n')
  const [first, second, ...others] = lengths.split(' ').map(Number)
  const content = rest.join('\n')
  expect(content.slice(0, first)).toBe(text)
  const forged = [text, OTHER, content.slice((first ?? 0) + (second ?? 0))].join('')
  const below = [[first, OTHER.length, ...others].join(' '), forged].join('\n')
  await writeFile(path, [format, crc32(below), below].join('\n'))
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
  const [, , lengths, content] = (await readFile(await theFile(), 'utf8')).split('\n')
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
  ['cut off in its first line', (content: string) => content.slice(0, 10)],
  ['partly zero', (content: string) => content.replace(/.{20}$/, '\0'.repeat(20))],
  ['changed in one letter', (content: string) => content.replace('CreateStmt', 'CreateStmu')],
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
  moveHome(work.join('no-home'))
  expect(await goThrough(TEXTS)).toEqual(await afresh(TEXTS))
})

test('a folder whose name is too long for a file is parsed each time', async () => {
  expect(await goThrough(TEXTS, `/${'x'.repeat(300)}`)).toEqual(await afresh(TEXTS))
  expect(await readdir(folder())).toEqual([])
})

test('of many folders the last hundred are remembered', async () => {
  await goThrough(TEXTS)
  for (let number = 0; number < 100; number += 1) {
    await writeFile(join(folder(), `${number}`), '')
    await utimes(join(folder(), `${number}`), 1_000_000 + number, 1_000_000 + number)
  }
  await goThrough(['SELECT 3'])
  const names = await readdir(folder())
  expect(names).toHaveLength(100)
  expect(names).toContain(Buffer.from(DIR).toString('base64url'))
  expect(names).not.toContain('0')
})

test('a folder with more than is remembered leaves nothing, and takes no memory for it', async () => {
  const long = Array.from({ length: 30 }, (_, number) => `SELECT '${number}${'x'.repeat(400_000)}'`)
  const found = await goThrough(long)
  expect(found.every(({ kind }) => kind === 'tree')).toBe(true)
  expect(await readdir(folder())).toEqual([])
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

test('a parser that ran out of stack too often refuses instead of saying anything', async () => {
  const deep = `SELECT 1${'+1'.repeat(20_000)}`
  const parser = await loadPostgresParser()
  let overflows = 0
  for (let number = 0; number < 40; number += 1)
    try {
      parser.parse(deep)
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      overflows += 1
    }
  const [after] = await afresh(['SELECT 1'])
  expect(after).toEqual(
    overflows === 0
      ? expect.objectContaining({ kind: 'tree' })
      : {
          kind: 'refused',
          message: 'statements above it were nested too deeply for the parser to go on',
          offset: 0,
        },
  )
})
