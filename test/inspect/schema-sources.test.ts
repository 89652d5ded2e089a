import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findSchemaFiles, schemaOfCommand } from '#inspect'
import { tempDir } from '../setup/temp.ts'

test('files by name and by pattern, each once, in the order of patterns and names', async () => {
  await using dir = await tempDir('sources')
  for (const folder of ['db/a', 'node_modules/x']) mkdirSync(dir.join(folder), { recursive: true })
  for (const file of ['z.sql', 'db/b.sql', 'db/b.ts', 'db/a/c.sql', 'node_modules/x/d.sql'])
    writeFileSync(dir.join(file), '')
  const shown = (...patterns: readonly string[]) =>
    findSchemaFiles(patterns, dir.path).map((file) => file.shown)
  expect(shown('z.sql')).toEqual(['z.sql'])
  expect(shown('db/*.sql', 'z.sql', '*.sql')).toEqual(['db/b.sql', 'z.sql'])
  expect(shown('**/*.sql')).toEqual(['db/a/c.sql', 'db/b.sql', 'z.sql'])
  expect(() => shown('a/*.sql')).toThrow('No file is called like "a/*.sql".')
  expect(() => shown('y.sql')).toThrow(
    'There is no file "y.sql" that says what the schema shall be; did you mean z.sql?',
  )
})

test('a command prints the schema', async () => {
  expect(await schemaOfCommand('echo "CREATE TABLE a (id integer);"', { cwd: '.' })).toEqual({
    shown: 'the output of "echo "CREATE TABLE a (id integer);""',
    text: 'CREATE TABLE a (id integer);\n',
  })
})

test('a command that fails or prints nothing', async () => {
  await expect(schemaOfCommand('echo no models >&2; exit 3', { cwd: '.' })).rejects.toMatchObject({
    code: 'GODWIT_SCHEMA_INVALID',
    message:
      'The command "echo no models >&2; exit 3" that is to print the schema ended with exit code 3.',
    detail: 'no models',
  })
  await expect(schemaOfCommand('true', { cwd: '.' })).rejects.toMatchObject({
    message: 'The command "true" that is to print the schema printed nothing.',
  })
})

test('a command that does not end, or that is not waited for any longer', async () => {
  const late = schemaOfCommand('echo slow >&2; sleep 60; echo', { cwd: '.', patienceMs: 100 })
  await expect(late).rejects.toMatchObject({
    code: 'GODWIT_SCHEMA_INVALID',
    message: expect.stringContaining('did not end within 100 ms.'),
    detail: 'slow',
  })
  const stop = new AbortController()
  // What the shell has started ends, too: it holds the pipe open.
  const waiting = schemaOfCommand('sleep 60 | cat', { cwd: '.', signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'GODWIT_INTERRUPTED' })
  await expect(schemaOfCommand('kill -SEGV $$', { cwd: '.' })).rejects.toMatchObject({
    message: expect.stringContaining('ended with SIGSEGV.'),
  })
  const { text } = await schemaOfCommand('head -c 50000000 /dev/zero | tr "\\0" x', { cwd: '.' })
  expect(text).toHaveLength(50_000_000)
})

test('colours are taken out of what a command prints, and nothing else', async () => {
  const { text } = await schemaOfCommand(
    "printf '\\033[31mSELECT\\033[0m\\033[K 1; -- \\302\\233m;'",
    { cwd: '.' },
  )
  expect(text).toBe('SELECT 1; -- \u009bm;')
})
