import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { project, shown } from './project.ts'

const NEXT = [
  'Correct the named key; docs/reference/config.md in the godwit package lists every key.',
]

const EVERYTHING = {
  url: 'postgres://u@h/db',
  dir: 'db',
  service: 'Billing.eu-1',
  ledger: { schema: 'ops', prefix: 'gw_' },
  lock: { ifLocked: 'skip', timeout: '1m30s' },
  timeouts: { connect: '3s', statement: '1m', lock: '2s', code: '1h', wait: 0 },
  isolation: 'serializable',
  allowOutOfOrder: true,
  templates: { sql: 'a.sql', ts: '/b.ts' },
  new: { scheme: 'sequential', digits: 6, layout: 'single' },
}

test('JSON holds every setting', async () => {
  await using dir = await project({
    'godwit.config.json': JSON.stringify({ $schema: './x.json', ...EVERYTHING }),
  })
  expect(await dir.load()).toMatchObject({
    dir: `${dir.path}/db`,
    service: 'Billing.eu-1',
    ledger: { schema: 'ops', prefix: 'gw_' },
    lock: { ifLocked: 'skip', timeoutMs: 90_000 },
    timeouts: { connectMs: 3000, statementMs: 60_000, lockMs: 2000, codeMs: 3_600_000, waitMs: 0 },
    isolation: 'serializable',
    allowOutOfOrder: true,
    templates: { sql: `${dir.path}/a.sql`, ts: '/b.ts' },
    new: { scheme: 'sequential', digits: 6, layout: 'single' },
  })
})

test('YAML tells the line of each value, also through anchors', async () => {
  await using dir = await project({
    'godwit.config.yml': [
      '\uFEFF# settings',
      'service: shop',
      'lock: &lock',
      '  timeout: 10s',
      'environments:',
      '  prod:',
      '    lock: *lock',
      '    protected: true',
    ].join('\r\n'),
  })
  const resolved = await dir.load({ env: 'prod' })
  expect(shown(resolved, 'service')).toBe('shop <- godwit.config.yml:2')
  expect(shown(resolved, 'lock.timeout')).toBe('10s <- environments.prod in godwit.config.yml:4')
  expect(shown(resolved, 'protected')).toBe('true <- environments.prod in godwit.config.yml:8')
  expect(resolved.protected).toBe(true)
})

test.each(['', '# nothing yet\n', '{}'])(
  'an empty YAML file is an empty configuration',
  async (text) => {
    await using dir = await project({ 'godwit.config.yaml': text })
    expect((await dir.load()).service).toBe('default')
  },
)

test.each([
  ['isolaton: default', '1:1: "isolaton" is not a known key; did you mean "isolation"?'],
  ['a: 1', '1:1: "a" is not a known key.'],
  [
    'database:\n  hots: x',
    '2:3: "database.hots" is not a known key; did you mean "database.host"?',
  ],
  ['host: x', '1:1: "host" is not a known key; did you mean "database.host"?'],
  ['ifLocked: wait', '1:1: "ifLocked" is not a known key; did you mean "lock.ifLocked"?'],
  [
    'environments:\n  prod:\n    lock:\n      timout: 5s',
    '4:7: "environments.prod.lock.timout" is not a known key; did you mean "environments.prod.lock.timeout"?',
  ],
  [
    'environments:\n  prod:\n    envFile: x',
    '3:5: "environments.prod.envFile" is not possible: "envFile" can stand only at the top of the file.',
  ],
  [
    'protected: true',
    '1:1: "protected" can stand only in an environment: environments.NAME.protected.',
  ],
])('an unknown key is an error with its place: %s', async (text, message) => {
  await using dir = await project({ 'godwit.config.yaml': text })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message: `godwit.config.yaml:${message}`,
    next: NEXT,
  })
})

test.each([
  [
    'allowOutOfOrder: yes',
    '1:18: "allowOutOfOrder" takes true or false, but holds the text "yes".',
  ],
  ['dir: 5', '1:6: "dir" takes a path, but holds the number 5.'],
  ['dir: ""', '1:6: "dir" takes a path, but holds an empty text.'],
  ['dir:', '1:5: "dir" takes a path, but holds nothing.'],
  ['dir: [a]', '1:6: "dir" takes a path, but holds a list.'],
  [
    'isolation: serialisable',
    '1:12: "isolation" takes "default" or "serializable", but holds the text "serialisable"; did you mean "serializable"?',
  ],
  [
    'lock:\n  timeout: 30',
    '2:12: "lock.timeout" takes a duration such as 250ms, 2s, 5m or 1m30s, but holds the number 30.',
  ],
  ['lock: 5m', '1:7: "lock" takes a group of keys (ifLocked, timeout), but holds the text "5m".'],
  ['lock: []', '1:7: "lock" takes a group of keys (ifLocked, timeout), but holds a list.'],
  ['ledger:', '1:8: "ledger" takes a group of keys (schema, prefix), but holds nothing.'],
  [
    'environments: [dev]',
    '1:15: "environments" takes a group of named environments, but holds a list.',
  ],
  [
    'environments:\n  dev: yes',
    '2:8: "environments.dev" takes a group of keys, but holds the text "yes".',
  ],
  [
    'service: a b',
    '1:10: "service" takes a name of letters, digits, "_", "." and "-", but holds the text "a b".',
  ],
  [
    'database:\n  port: 70000',
    '2:9: "database.port" takes a port from 1 to 65535, but holds the number 70000.',
  ],
  [
    'new:\n  digits: 2.5',
    '2:11: "new.digits" takes a whole number from 1 to 20, but holds the number 2.5.',
  ],
  [
    'database:\n  password: 12345',
    '2:13: "database.password" takes text, but holds a number (put it in quotes).',
  ],
  ['url: { a: b }', '1:6: "url" takes text, but holds a group of keys.'],
  [
    'url: sqlite:a.db\ndatabase:\n  file: b.db',
    '2:1: "url" and "database" both say which database to use; keep one of them.',
  ],
  [
    'environments:\n  dev:\n    url: sqlite:a.db\n    database: {}',
    '4:5: "environments.dev.url" and "environments.dev.database" both say which database to use; keep one of them.',
  ],
])('a wrong value is an error with its place: %s', async (text, message) => {
  await using dir = await project({ 'godwit.config.yaml': text })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message: `godwit.config.yaml:${message}`,
    next: NEXT,
  })
})

test('JSON has places in errors too, and all problems come at once', async () => {
  const text = '{\n\t"dri": "x",\n\t"lock": { "ifLocked": "maybe" }\n}'
  await using dir = await project({ 'godwit.config.json': text })
  expect(await dir.failure()).toEqual({
    code: 'GODWIT_CONFIG_INVALID',
    message: 'godwit.config.json has 2 problems.',
    detail: [
      'godwit.config.json:3:24: "lock.ifLocked" takes "wait", "skip" or "fail", but holds the text "maybe".',
      'godwit.config.json:2:2: "dri" is not a known key; did you mean "dir"?',
    ].join('\n'),
    next: NEXT,
  })
})

test.each([
  ['json', '[]', ':1:1: the configuration must be a group of keys, but it is a list.'],
  ['yaml', 'text', ':1:1: the configuration must be a group of keys, but it is the text "text".'],
])('a %s file that holds no keys is an error', async (format, text, message) => {
  await using dir = await project({ [`godwit.config.${format}`]: text })
  expect((await dir.failure()).message).toBe(`godwit.config.${format}${message}`)
})

test.each([
  ['json', '{\n  "url": "postgres://u:s3cret@h/db",\n}', ':3:1: this is not valid JSON.'],
  ['json', '{ "url": s3cret }', ': this is not valid JSON.'],
  ['json', '', ': this is not valid JSON.'],
  ['yaml', 'a:\n\t- s3cret', ':2:1: this is not valid YAML: Tabs are not allowed as indentation.'],
  ['yaml', 'dir: a\ndir: b', ':2:1: this is not valid YAML: Map keys must be unique.'],
  ['yaml', 'url: "s3cret', ':1:13: this is not valid YAML: Missing closing.'],
  ['yaml', 'url: *s3cret', ':1:6: this is not valid YAML: Unresolved alias.'],
])(
  'a mistake in %s is an error with its place and without the text',
  async (format, text, message) => {
    await using dir = await project({ [`godwit.config.${format}`]: text })
    expect(await dir.failure()).toEqual({
      code: 'GODWIT_CONFIG_INVALID',
      message: `godwit.config.${format}${message}`,
      next: [
        `Correct the file; docs/reference/config.md in the godwit package shows an example in ${format.toUpperCase()}.`,
      ],
    })
  },
)

test('a file that is not UTF-8 is an error', async () => {
  await using dir = await project({})
  await writeFile(join(dir.path, 'godwit.config.yaml'), new Uint8Array([0x64, 0x3a, 0xff, 0xfe]))
  expect(await dir.failure()).toMatchObject({
    code: 'GODWIT_FILE_UNREADABLE',
    message: 'godwit.config.yaml cannot be read: it is not UTF-8 text.',
  })
})
