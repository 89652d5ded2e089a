import { expect, test } from 'vitest'
import type { World } from '../cli/command-line.ts'
import { hasPostgres } from '../setup/postgres.ts'
import { databaseOf, type Ended, type Scene, scene } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

/** Everything that means something in an address, in a shell, in YAML or in JSON. */
const PASSWORD = `p@ss/w#rd%41:?&x=1 'q"`

/** So many characters of the password in a row give it away. */
const LENGTH = 6

/** Every stretch of every spelling of the password. */
const STRETCHES = [
  ...new Set(
    [
      PASSWORD,
      encodeURIComponent(PASSWORD),
      encodeURI(PASSWORD),
      decodeURIComponent(PASSWORD),
      JSON.stringify(PASSWORD).slice(1, -1),
      PASSWORD.replaceAll("'", `'\\''`),
    ].flatMap((spelling) =>
      Array.from({ length: spelling.length - LENGTH + 1 }, (_, at) =>
        spelling.slice(at, at + LENGTH),
      ),
    ),
  ),
]

function leak(text: string): string | undefined {
  const stretch = STRETCHES.find((each) => text.includes(each))
  return stretch === undefined ? undefined : `"${stretch}" in: ${text}`
}

test('the test itself would find the password', () => {
  expect(leak(`wrong password "${PASSWORD}"`)).toContain('p@ss/w')
  expect(leak(`postgres://shop:${encodeURIComponent(PASSWORD)}@host`)).toBeDefined()
  expect(leak('password authentication failed')).toBeUndefined()
})

const BROKEN: Readonly<Record<string, string>> = {
  '001_users.up.sql': 'CREATE TABLE users (id integer);\n',
  '001_users.down.sql': 'DROP TABLE users;\n',
  '002_orders.up.sql': 'CREATE TABLE orders (id integer);\n',
  '002_orders.down.sql': 'DROP TABLE orders;\n',
  '003_broken.up.sql': 'CREATE TABLE broken (id integer);\nINSERT INTO nowhere VALUES (1);\n',
}

const COMMANDS = [
  'up',
  'up --verbose',
  'up --json',
  'up --quiet',
  'up --to 9',
  'up abc',
  'up --plan missing.json',
  'up --statement-timeout soon',
  'up --nonsense',
  'down',
  'down --all',
  'down --all --json',
  'redo 2',
  'run 1',
  'run 9',
  'status',
  'status --json',
  'history --verify',
  'history --json',
  'plan --json',
  'verify',
  'repair --forget 9',
  'unlock --force',
  'force 1',
  'force 9 --yes',
  'baseline 1',
  'config',
  'config --json',
  'check',
  'up --dir nowhere',
  'up --env nowhere',
  'up --config nowhere.yaml',
]

/** How the address can be given: what goes into the configuration, the flags and the environment. */
type Source = {
  readonly config?: string
  readonly flags?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

type Place = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly name: string
}

function sourcesOf(place: Place): Readonly<Record<string, Source>> {
  const { host, port, user, name } = place
  const encoded = `postgres://${user}:${encodeURIComponent(PASSWORD)}@${host}:${port}/${name}`
  const raw = `postgres://${user}:${PASSWORD}@${host}:${port}/${name}`
  const field = (key: string, value: string | number): string =>
    `  ${key}: ${JSON.stringify(value)}\n`
  const fields = { dialect: 'postgres', host, port, user, name, password: PASSWORD }
  const yaml = Object.entries(fields).map(([key, value]) => field(key, value))
  return {
    'an encoded URL': { flags: ['--url', encoded] },
    'a URL as it is': { flags: ['--url', raw] },
    DATABASE_URL: { environment: { DATABASE_URL: encoded } },
    'DATABASE_URL as it is': { environment: { DATABASE_URL: raw } },
    'a parameter': {
      flags: [
        '--url',
        `postgres://${host}:${port}/${name}?user=${user}&password=${encodeURIComponent(PASSWORD)}`,
      ],
    },
    'fields in YAML': { config: `database:\n${yaml.join('')}` },
    DB_PASSWORD: {
      environment: {
        DB_HOST: host,
        DB_PORT: String(port),
        DB_USER: user,
        DB_NAME: name,
        DB_PASSWORD: PASSWORD,
      },
    },
    PGPASSWORD: {
      environment: {
        PGHOST: host,
        PGPORT: String(port),
        PGUSER: user,
        PGDATABASE: name,
        PGPASSWORD: PASSWORD,
      },
    },
    'a variable in YAML': {
      config: `url: postgres://${user}:\${SHOP_PASSWORD}@${host}:${port}/${name}\n`,
      environment: { SHOP_PASSWORD: encodeURIComponent(PASSWORD) },
    },
    'a mistyped scheme': { flags: ['--url', encoded.replace('postgres:', 'postgrse:')] },
    'no scheme': { flags: ['--url', raw.replace('postgres://', '')] },
    'one slash': { flags: ['--url', raw.replace('//', '/')] },
    'a wrong port': { flags: ['--url', raw.replace(`:${port}/`, ':port/')] },
    'a wrong parameter': { flags: ['--url', `${encoded}?sslmod=require`] },
    'a wrong key in YAML': {
      config: `database:\n${yaml.join('')}  pasword: ${JSON.stringify(PASSWORD)}\n`,
    },
    'YAML that cannot be read': { config: `database:\n${yaml.join('')} wrong: [\n` },
  }
}

async function runAll(here: Scene, source: Source): Promise<readonly string[]> {
  const { rm } = await import('node:fs/promises')
  await rm(here.shop.dir.join('godwit.config.json'), { force: true })
  await rm(here.shop.dir.join('godwit.config.yaml'), { force: true })
  if (source.config !== undefined) await here.shop.write({ 'godwit.config.yaml': source.config })
  const world: World = source.environment === undefined ? {} : { environment: source.environment }
  const leaks: string[] = []
  const look = (words: string, { stdout, stderr }: Ended): void => {
    const found = leak(stdout + stderr)
    if (found !== undefined) leaks.push(`${words}: ${found}`)
  }
  for (const words of COMMANDS)
    look(words, await here.godwit([...words.split(' '), ...(source.flags ?? [])], world))
  return leaks
}

const NAMES = Object.keys(sourcesOf({ host: '', port: 0, user: '', name: '' }))

test.each(NAMES)('nobody answers: no output shows the password, given by %s', async (name) => {
  await using here = await scene('SQLite', BROKEN)
  const place = { host: '127.0.0.1', port: 1, user: 'shop', name: 'shop' }
  expect(await runAll(here, sourcesOf(place)[name] ?? {})).toEqual([])
})

onPostgres.for(NAMES)(
  'a real server: no output and no table shows the password, given by %s',
  async (name) => {
    await using here = await scene('PostgreSQL', BROKEN)
    await withOwner(here, PASSWORD, async (place) => {
      expect(await runAll(here, sourcesOf(place)[name] ?? {})).toEqual([])
      expect(leak(await everythingIn(here))).toBeUndefined()
      // The passwords that are understood have led to the database.
      const works = !/as it is|mistyped|no scheme|one slash|wrong|cannot be read/.test(name)
      expect((await here.versions()).length > 0).toBe(works)
    })
  },
)

onPostgres(
  'a password that is an ordinary word changes nothing but messages of others',
  async () => {
    await using here = await scene('PostgreSQL', BROKEN)
    await withOwner(here, 'users', async ({ user, host, port, name }) => {
      const url = `postgres://${user}:users@${host}:${port}/${name}`
      const told = async (words: string): Promise<string> => {
        const { stdout, stderr } = await here.godwit([...words.split(' '), '--url', url])
        return `${stdout}${stderr}`
      }
      expect(await told('plan')).toContain('CREATE TABLE users (id integer);')
      expect(await told('up 1 --verbose')).toContain('CREATE TABLE users (id integer);')
      expect(await told('status')).toMatch(/^001 +users +applied/m)
      expect(await told('status --json')).toContain('"file": "migrations/001_users.up.sql"')
      await here.write({ '002_orders.up.sql': 'CREATE TABLE users (id integer);\n' })
      expect(await told('up')).toContain(
        '002_orders failed at statement 1 of 1: relation "•••" already exists.',
      )
      await here.write({ '001_users.up.sql': 'CREATE TABLE users (id bigint);\n' })
      expect(await told('status --json')).toContain('001_users was edited after it was applied')
    })
  },
)

/** Runs with a role that owns the database and has a password. */
async function withOwner(
  here: Scene,
  password: string,
  run: (place: Place) => Promise<void>,
): Promise<void> {
  const database = databaseOf(here)
  const role = `${database.name}_owner`
  await here.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`)
  try {
    await here.query(
      `GRANT ALL ON DATABASE ${database.name} TO ${role}; GRANT ALL ON SCHEMA public TO ${role}`,
    )
    const { host, port } = database.server
    await run({ host, port, user: role, name: database.name })
  } finally {
    await here.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
}

/** All rows of all of godwit's tables as one text. */
async function everythingIn(here: Scene): Promise<string> {
  const tables = await here.query(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'godwit'",
  )
  const texts = await Promise.all(
    tables.map(({ name }) => here.query(`SELECT t::text AS row FROM godwit."${String(name)}" t`)),
  )
  return texts
    .flat()
    .map(({ row }) => String(row))
    .join('\n')
}
