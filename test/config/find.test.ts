import { mkdir, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadConfig } from '#config'
import { tempDir } from '../setup/temp.ts'
import { project } from './project.ts'

const YAML = 'service: here\n'

test('without a file every setting has its default and no database is known', async () => {
  await using dir = await project({})
  const { settings, ...resolved } = await dir.load()
  expect(resolved).toEqual({
    file: undefined,
    env: undefined,
    environments: [],
    target: undefined,
    dir: `${dir.path}/migrations`,
    service: 'default',
    ledger: { schema: 'godwit', prefix: 'godwit_' },
    lock: { ifLocked: 'wait', timeoutMs: 300_000 },
    timeouts: { connectMs: 10_000, statementMs: 0, lockMs: 0, codeMs: 0, waitMs: 0 },
    retries: { max: 5, delayMs: 200 },
    onFailure: 'stop',
    isolation: 'default',
    lint: { failOn: 'error', rules: [] },
    schema: [],
    schemaCommand: undefined,
    dump: undefined,
    scratch: { kind: 'auto', url: undefined },
    drift: { ignore: [] },
    seeds: { dir: `${dir.path}/seeds`, reset: false },
    allowOutOfOrder: false,
    protected: false,
    templates: { sql: undefined, ts: undefined },
    new: { scheme: undefined, digits: undefined, layout: undefined },
    secrets: [],
  })
  expect(settings.filter(({ source }) => source !== 'default')).toEqual([])
  expect(settings).toContainEqual({ key: 'dir', value: 'migrations', source: 'default' })
})

test('the file is found in a parent folder, and its paths start there', async () => {
  await using dir = await project({
    'godwit.config.yaml': 'url: sqlite:data/app.db\ntemplates:\n  sql: t.sql\n',
    'a/b/x': '',
  })
  const resolved = await dir.load({ in: 'a/b' })
  expect(resolved.file).toBe(`${dir.path}/godwit.config.yaml`)
  expect(resolved.dir).toBe(`${dir.path}/migrations`)
  expect(resolved.templates.sql).toBe(`${dir.path}/t.sql`)
  expect(resolved.target?.kind === 'url' && resolved.target.url.reveal()).toBe(
    `sqlite:${dir.path}/data/app.db`,
  )
})

test.each(['package.json', '.git/HEAD'])('the search ends at a folder with %s', async (root) => {
  await using dir = await project({ 'godwit.config.yaml': YAML, [`inner/${root}`]: '{}' })
  expect((await dir.load({ in: 'inner' })).service).toBe('default')
})

test('outside of a project no parent folder is searched', async () => {
  await using dir = await tempDir('config')
  await mkdir(dir.join('sub'))
  await writeFile(dir.join('godwit.config.yaml'), YAML)
  expect((await loadConfig({ cwd: dir.path }, {})).service).toBe('here')
  expect((await loadConfig({ cwd: dir.join('sub') }, {})).service).toBe('default')
})

test('several files in one folder are an error that names them', async () => {
  await using dir = await project({
    'godwit.config.yaml': YAML,
    'godwit.config.ts': 'export default {}',
    'godwit.config.json': '{}',
  })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message:
      'There is more than one configuration file: godwit.config.ts, godwit.config.json and godwit.config.yaml.',
    next: ['Keep one of them, or name it: --config godwit.config.ts'],
  })
  expect((await dir.load({ config: 'godwit.config.yaml' })).service).toBe('here')
})

test('--config and GODWIT_CONFIG name a file; the flag wins', async () => {
  await using dir = await project({ 'conf/db.yaml': YAML, 'other.json': '{"service":"other"}' })
  expect((await dir.load({ config: 'conf/db.yaml' })).dir).toBe(`${dir.path}/conf/migrations`)
  expect((await dir.load({}, { GODWIT_CONFIG: 'other.json' })).service).toBe('other')
  const both = await dir.load({ config: 'conf/db.yaml' }, { GODWIT_CONFIG: 'other.json' })
  expect(both.service).toBe('here')
  expect(both.settings[0]).toEqual({
    key: 'config',
    value: 'conf/db.yaml',
    source: 'flag --config',
  })
})

test('a file that was named and is not there is an error, with the name that was given', async () => {
  await using dir = await project({})
  expect(await dir.failure({ config: 'gone.yaml' })).toEqual({
    code: 'GODWIT_CONFIG_NOT_FOUND',
    message: '--config names gone.yaml, but there is no such file.',
    next: ['Check the path, or run godwit init to write a configuration.'],
  })
  expect((await dir.failure({}, { GODWIT_CONFIG: 'gone.ts' })).message).toBe(
    'GODWIT_CONFIG names gone.ts, but there is no such file.',
  )
})

test('a name that tells no format, and a folder, are errors', async () => {
  await using dir = await project({ 'conf/db.toml': '' })
  const next = ['Name a file that ends in .ts, .mts, .cts, .js, .mjs, .cjs, .json, .yaml or .yml.']
  expect(await dir.failure({ config: 'conf/db.toml' })).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message: '--config names conf/db.toml, but its name does not tell how it is written.',
    next,
  })
  expect(await dir.failure({ config: 'conf' })).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message: '--config names conf, which is not a file.',
    next,
  })
})
