import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asGodwitError, type GodwitError, Secret } from '#core'
import { type Address, describeAddress, isSslMode, parseAddress } from './target.ts'

/** An address with its password as text, so that tests can compare it. */
function read(url: string): object {
  const address = parseAddress(url)
  if (!('password' in address)) return address
  const { password } = address
  return { ...address, password: password instanceof Secret ? password.reveal() : password }
}

function refusal(url: string): GodwitError {
  try {
    parseAddress(url)
  } catch (error) {
    return asGodwitError(error)
  }
  throw new Error('The address was not refused.')
}

const pg = (fields: object): object => ({ dialect: 'postgres', ...fields })

test.each<[url: string, address: object]>([
  ['sqlite:app.db', { dialect: 'sqlite', file: 'app.db' }],
  ['sqlite:why?.db', { dialect: 'sqlite', file: 'why?.db' }],
  ['sqlite:./data/my app.db', { dialect: 'sqlite', file: './data/my app.db' }],
  ['sqlite:/var/lib/app.db', { dialect: 'sqlite', file: '/var/lib/app.db' }],
  ['sqlite://app.db', { dialect: 'sqlite', file: 'app.db' }],
  ['sqlite:///var/lib/app.db', { dialect: 'sqlite', file: '/var/lib/app.db' }],
  ['SQLite:app.db', { dialect: 'sqlite', file: 'app.db' }],
  ['sqlite3:app.db', { dialect: 'sqlite', file: 'app.db' }],
  ['file:app.db', { dialect: 'sqlite', file: 'app.db' }],
  ['sqlite:C:\\data\\app.db', { dialect: 'sqlite', file: 'C:\\data\\app.db' }],
  ['sqlite::memory:', { dialect: 'sqlite', file: undefined }],
  ['sqlite://:memory:', { dialect: 'sqlite', file: undefined }],
  ['sqlite:memory', { dialect: 'sqlite', file: undefined }],
  ['sqlite:./memory', { dialect: 'sqlite', file: './memory' }],
  ['pglite:data', { dialect: 'pglite', file: 'data' }],
  ['pglite:memory', { dialect: 'pglite', file: undefined }],
  ['pglite://memory', { dialect: 'pglite', file: undefined }],
  ['pglite:///srv/data', { dialect: 'pglite', file: '/srv/data' }],
])('a file or folder: %s', (url, address) => {
  expect(read(url)).toEqual(address)
})

test.each<[url: string, address: object]>([
  ['postgres://db', pg({ host: 'db' })],
  ['postgresql://db/shop', pg({ host: 'db', name: 'shop' })],
  ['POSTGRES://db:5433/shop', pg({ host: 'db', port: 5433, name: 'shop' })],
  [
    'mysql://root@db:3306/shop',
    { dialect: 'mysql', host: 'db', port: 3306, user: 'root', name: 'shop' },
  ],
  ['mariadb://db/shop', { dialect: 'mysql', host: 'db', name: 'shop' }],
  ['postgres://anna@db/shop', pg({ host: 'db', user: 'anna', name: 'shop' })],
  ['postgres://', pg({})],
  ['postgres:///shop', pg({ name: 'shop' })],
  ['postgres://db/', pg({ host: 'db' })],
  ['postgres://db:/shop', pg({ host: 'db', name: 'shop' })],
  ['postgres://db/my%20shop', pg({ host: 'db', name: 'my shop' })],
  ['postgres://db/a/b', pg({ host: 'db', name: 'a/b' })],
  ['postgres://an%40na@db/shop', pg({ host: 'db', user: 'an@na', name: 'shop' })],
  [
    'postgres://anna@tenant:pw@db/shop',
    pg({ host: 'db', user: 'anna@tenant', password: 'pw', name: 'shop' }),
  ],
  ['postgres://db/shop?', pg({ host: 'db', name: 'shop' })],
])('a server: %s', (url, address) => {
  expect(read(url)).toEqual(address)
})

test.each<[written: string, password: string]>([
  ['pw', 'pw'],
  ['p@ss', 'p@ss'],
  ['p%40ss', 'p@ss'],
  ['p:w', 'p:w'],
  ['p/w', 'p/w'],
  ['p/w@x', 'p/w@x'],
  ['a#b', 'a#b'],
  ['what?', 'what?'],
  ['a?b=c', 'a?b=c'],
  ['100%', '100%'],
  ['%zz', '%zz'],
  ['two words', 'two words'],
  ['a+b', 'a+b'],
  ['[x]', '[x]'],
  [`'";\\`, `'";\\`],
  ['пароль🔑', 'пароль🔑'],
  ['%D0%BF', 'п'],
  ['5432', '5432'],
])('a password may hold any character: %s', (written, password) => {
  const fields = { host: 'db', user: 'anna', password, name: 'shop' }
  expect(read(`postgres://anna:${written}@db/shop`)).toEqual(pg(fields))
  expect(read(`postgres://anna:${written}@db:5433/shop?sslmode=require`)).toEqual(
    pg({ ...fields, port: 5433, sslmode: 'require' }),
  )
})

test('any password is read back, encoded, and as it is unless it looks encoded', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
      (password) => {
        expect(read(`postgres://anna:${encodeURIComponent(password)}@db/shop`)).toMatchObject({
          password,
          host: 'db',
        })
        if (!password.includes('%'))
          expect(read(`postgres://anna:${password}@db/shop`)).toMatchObject({
            password,
            host: 'db',
            name: 'shop',
          })
      },
    ),
  )
})

test.each<[url: string, address: object]>([
  ['postgres://:pw@db', pg({ host: 'db', password: 'pw' })],
  ['postgres://anna:@db', pg({ host: 'db', user: 'anna', password: '' })],
  [
    'postgres://db/shop?user=anna&password=p%26w',
    pg({ host: 'db', user: 'anna', password: 'p&w', name: 'shop' }),
  ],
  [
    'postgres://bert:pw@db/shop?user=anna&password=other',
    pg({ host: 'db', user: 'bert', password: 'pw', name: 'shop' }),
  ],
])('a password without its user, and in parameters: %s', (url, address) => {
  expect(read(url)).toEqual(address)
})

test.each<[url: string, address: object, shown: string]>([
  [
    'postgres:///shop?host=/var/run/postgresql',
    pg({ socket: '/var/run/postgresql', name: 'shop' }),
    'postgres:///var/run/postgresql/shop',
  ],
  [
    'postgres://anna@%2Fvar%2Frun/shop',
    pg({ socket: '/var/run', user: 'anna', name: 'shop' }),
    'postgres://anna@/var/run/shop',
  ],
  [
    'postgres://anna@/shop?host=/tmp&port=5433',
    pg({ socket: '/tmp', port: 5433, user: 'anna', name: 'shop' }),
    'postgres://anna@/tmp/shop',
  ],
  [
    'mysql:///shop?socket=/tmp/mysql.sock',
    { dialect: 'mysql', socket: '/tmp/mysql.sock', name: 'shop' },
    'mysql:///tmp/mysql.sock/shop',
  ],
  ['postgres://[::1]/shop', pg({ host: '::1', name: 'shop' }), 'postgres://[::1]/shop'],
  [
    'postgres://anna:p:w@[fe80::1%25eth0]:5433/shop',
    pg({ host: 'fe80::1%eth0', port: 5433, user: 'anna', password: 'p:w', name: 'shop' }),
    'postgres://anna@[fe80::1%eth0]:5433/shop',
  ],
])('sockets and IPv6: %s', (url, address, shown) => {
  expect(read(url)).toEqual(address)
  expect(describeAddress(parseAddress(url))).toBe(shown)
})

test.each(['disable', 'prefer', 'require', 'verify-ca', 'verify-full'])('sslmode=%s', (sslmode) => {
  expect(isSslMode(sslmode)).toBe(true)
  expect(read(`postgres://db/shop?sslmode=${sslmode}`)).toEqual(
    pg({ host: 'db', name: 'shop', sslmode }),
  )
})

test('every parameter', () => {
  const url =
    'postgres://?host=db&port=5433&user=anna&password=pw&dbname=shop&sslmode=verify-full&sslrootcert=/etc/root%20ca.pem&SSLCERT=c.pem&sslkey=k.pem&application_name=x&connect_timeout=3'
  expect(read(url)).toEqual(
    pg({
      host: 'db',
      port: 5433,
      user: 'anna',
      password: 'pw',
      name: 'shop',
      sslmode: 'verify-full',
      sslrootcert: '/etc/root ca.pem',
      sslcert: 'c.pem',
      sslkey: 'k.pem',
    }),
  )
})

const MUST = 'it must be HOST, HOST:PORT/NAME or USER:PASSWORD@HOST:PORT/NAME after the slashes.'
const NO_PORT =
  'what follows the host is not a port; write a number from 1 to 65535, or USER:PASSWORD@HOST.'

test.each<[url: string, message: string]>([
  ['', 'The database address has no scheme.'],
  ['app.db', 'The database address has no scheme.'],
  ['host=db password=s3cret', 'The database address has no scheme.'],
  [
    'postgress://anna:s3cret@db/shop',
    'The database address "postgress://anna:•••@db/shop" starts with "postgress:", which godwit does not know. Did you mean postgres:?',
  ],
  [
    'oracle://db/shop',
    'The database address "oracle://db/shop" starts with "oracle:", which godwit does not know.',
  ],
  [
    'oracle://anna:s3cret/shop',
    'The database address "oracle://anna:•••" starts with "oracle:", which godwit does not know.',
  ],
  [
    'constructor://db',
    'The database address "constructor://db" starts with "constructor:", which godwit does not know.',
  ],
  [
    'anna:s3cret@db/shop',
    'The database address "anna:•••@db/shop" starts with "anna:", which godwit does not know.',
  ],
  [
    'postgres://[::1/shop?sslmode=x',
    'The database address "postgres://[::1/shop?sslmode=x" cannot be read: it must be HOST, HOST:PORT/NAME or USER:PASSWORD@HOST:PORT/NAME after the slashes.',
  ],
  [
    'sqlite:q.db?mode=ro&key=s3cret',
    'The database address "sqlite:q.db?…" cannot be read: a file takes no parameters; one with such a name is named with database.file.',
  ],
  [
    'pglite:folder?x=1',
    'The database address "pglite:folder?…" cannot be read: a file takes no parameters; one with such a name is named with database.file.',
  ],
  [
    'sqlite:',
    'The database address "sqlite:" cannot be read: the path after the colon is missing.',
  ],
  [
    'pglite://',
    'The database address "pglite://" cannot be read: the path after the colon is missing.',
  ],
  [
    'postgres:db/shop',
    'The database address "postgres:db/shop" cannot be read: write it as postgres://USER@HOST:PORT/NAME.',
  ],
  [
    'postgres:anna:s3cret@db/shop',
    'The database address "postgres:anna:•••@db/shop" cannot be read: write it as postgres://USER@HOST:PORT/NAME.',
  ],
  [
    'postgres:anna:s3cret/shop',
    'The database address "postgres:anna:•••" cannot be read: write it as postgres://USER@HOST:PORT/NAME.',
  ],
  [
    'MySQL:/anna:s3cret@db/shop',
    'The database address "MySQL:/anna:•••@db/shop" cannot be read: write it as mysql://USER@HOST:PORT/NAME.',
  ],
  [
    'postgres://anna:s3cret@db:port/shop',
    'The database address "postgres://anna:•••@db:port/shop" cannot be read: after the last @ must come HOST, HOST:PORT or HOST:PORT/NAME.',
  ],
  [
    'postgres://anna:s3cret/shop',
    `The database address "postgres://anna:•••" cannot be read: ${MUST}`,
  ],
  ['postgres://anna:s3c/ret', `The database address "postgres://anna:•••" cannot be read: ${MUST}`],
  [
    'postgres://anna:s3cret?sslmode=require',
    `The database address "postgres://anna:•••" cannot be read: ${MUST}`,
  ],
  [
    'postgres://anna:3141592653/shop',
    `The database address "postgres://anna:•••" cannot be read: ${NO_PORT}`,
  ],
  ['postgres://db:0/shop', `The database address "postgres://db:•••" cannot be read: ${NO_PORT}`],
  [
    'postgres://anna:s3cret@db:70000/shop',
    'The database address "postgres://anna:•••@db:70000/shop" cannot be read: "70000" is not a port; write a number from 1 to 65535.',
  ],
  [
    'postgres://db/shop?port=x&password=s3cret',
    'The database address "postgres://db/shop?port=x&password=•••" cannot be read: "x" is not a port; write a number from 1 to 65535.',
  ],
  [
    'postgres://anna:s3cret@one,two/shop',
    'The database address "postgres://anna:•••@one,two/shop" cannot be read: several hosts in one address are not supported; name the primary.',
  ],
  [
    'postgres://anna:s3cret@one:1,two:2/shop',
    'The database address "postgres://anna:•••@one:1,two:2/shop" cannot be read: several hosts in one address are not supported; name the primary.',
  ],
  [
    'postgres://anna:s3cret@db/shop?sslmod=require',
    'The database address "postgres://anna:•••@db/shop?sslmod=•••" cannot be read: the parameter "sslmod" is not known; did you mean "sslmode"?',
  ],
  [
    'postgres://anna:s3cret@db/shop?xyzzy=1',
    'The database address "postgres://anna:•••@db/shop?xyzzy=•••" cannot be read: the parameter "xyzzy" is not known.',
  ],
  [
    'postgres://anna:s3cret@db/shop?sslmode=on',
    'The database address "postgres://anna:•••@db/shop?sslmode=on" cannot be read: sslmode "on" is none of disable, prefer, require, verify-ca, verify-full.',
  ],
  [
    'postgres://db/shop?sslpassword=s3cret',
    'The database address "postgres://db/shop?sslpassword=•••" cannot be read: the parameter "sslpassword" is not known.',
  ],
])('a mistake: %s', (url, message) => {
  const { code, message: told } = refusal(url)
  expect({ code, message: told }).toEqual({ code: 'GODWIT_URL_INVALID', message })
  expect(told).not.toMatch(/s3c|ret\b|3141592653/)
})

test('no message of a mistake holds any part of the password', () => {
  const passwords = fc
    .array(
      fc.constantFrom(
        'S3cret',
        'S3cret@',
        'S3cret:',
        'S3cret/',
        'S3cret?',
        'S3cret#',
        'S3cret&',
        'S3cret%',
        ' S3cret',
        '[S3cret]',
        'S3cret=',
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join(''))
  const mistakes = fc.constantFrom(
    'postgress://anna:PW@db/shop',
    'postgres:anna:PW@db/shop',
    'postgres:/anna:PW@db/shop',
    'anna:PW@db/shop',
    'postgres://anna:PW@db:port/shop',
    'postgres://anna:PW@db:0/shop',
    'postgres://anna:PW@a,b/shop',
    'postgres://anna:PW@db/shop?sslmod=x',
    'postgres://anna:PW@db/shop?sslmode=x',
    'postgres://:PW@db:0/',
    '//anna:PW@db',
  )
  fc.assert(
    fc.property(mistakes, passwords, (mistake, password) => {
      expect(refusal(mistake.replace('PW', () => password)).message).not.toContain('S3cret')
    }),
    { numRuns: 1000 },
  )
})

test('the advice for an unknown scheme', () => {
  expect(refusal('x').next).toEqual([
    'Start it with its scheme: sqlite:FILE, sqlite::memory:, pglite:FOLDER, pglite:memory, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME',
  ])
})

test.each<[address: Address, shown: string]>([
  [{ dialect: 'sqlite', file: 'app.db' }, 'sqlite:app.db'],
  [{ dialect: 'sqlite', file: undefined }, 'sqlite::memory:'],
  [{ dialect: 'pglite', file: undefined }, 'pglite:memory'],
  [{ dialect: 'postgres' }, 'postgres://localhost/'],
  [
    {
      dialect: 'postgres',
      host: 'db',
      port: 5433,
      user: 'anna',
      password: new Secret('s3cret'),
      name: 'shop',
    },
    'postgres://anna@db:5433/shop',
  ],
  [{ dialect: 'postgres', host: 'db', password: 's3cret' }, 'postgres://db/'],
])('an address in messages: %j', (address, shown) => {
  expect(describeAddress(address)).toBe(shown)
})
