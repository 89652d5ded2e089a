import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection, Row } from '../contract.ts'
import type { TemporaryDatabases } from '../scratch-contract.ts'

/** Temporary databases of PostgreSQL. A session in one of them keeps a plain DROP DATABASE from working. */
export const temporaryDatabases: TemporaryDatabases = {
  async create(session, name) {
    const [own, one] = await session.query(KINDS)
    if (own === undefined) return
    const like = likeness(own, session.server.major)
    const isAsTemplate = one !== undefined && like === likeness(one, session.server.major)
    // Extensions that the server's owner gives to every database are in template1.
    if (isAsTemplate && (await createFrom(session, name, 'template1', ''))) return
    await createFrom(session, name, 'template0', like)
  },
  hold: () => Promise.resolve(),
  drop: (session, name) => session.execute(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`),
  async names(session, prefix) {
    const rows = await session.query(
      `SELECT datname FROM pg_database WHERE starts_with(datname, ${quoteLiteral(prefix, 'postgres')}) AND pg_has_role(datdba, 'USAGE')`,
    )
    return rows.map((row) => String(row['datname']))
  },
  async dropUnused(session, name) {
    // The server would wait five seconds for whoever is there.
    const others = await session.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = ${quoteLiteral(name, 'postgres')} LIMIT 1`,
    )
    if (others.length > 0) return false
    try {
      await session.execute(`DROP DATABASE IF EXISTS ${quoted(name)}`)
      return true
    } catch (error) {
      if (isInUse(session, error)) return false
      throw error
    }
  },
  permit: (session) => Promise.resolve(`ALTER ROLE ${quoted(session.server.user)} CREATEDB;`),
  templates: {
    copy: (session, name, template) =>
      session.execute(`CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)}`),
    async keep(session, name, template) {
      await session.execute(`ALTER DATABASE ${quoted(name)} ALLOW_CONNECTIONS false`)
      await session.execute(`ALTER DATABASE ${quoted(name)} RENAME TO ${quoted(template)}`)
    },
  },
}

/** The database of the session, then template1; the names of columns differ between majors. */
const KINDS = `SELECT to_jsonb(d) AS facts, pg_encoding_to_char(encoding) AS encoding FROM pg_database d
WHERE datname IN (current_database(), 'template1') ORDER BY datname <> current_database()`

/** False when somebody is connected to the template, which nobody may be while it is copied. */
async function createFrom(
  session: Connection,
  name: string,
  template: string,
  like: string,
): Promise<boolean> {
  try {
    await session.execute(`CREATE DATABASE ${quoted(name)} TEMPLATE ${template}${like}`)
    return true
  } catch (error) {
    if (template === 'template1' && isInUse(session, error)) return false
    throw error
  }
}

/** SQLSTATE `object_in_use`. */
function isInUse(session: Connection, error: unknown): boolean {
  return session.dialect.classify(error).code === '55006'
}

/** The options of CREATE DATABASE that make a database like another one. */
function likeness(row: Row, major: number): string {
  const facts = typeof row['facts'] === 'string' ? JSON.parse(row['facts']) : row['facts']
  const fact = (name: string): string | undefined => {
    const value: unknown = Reflect.get(Object(facts), name)
    return typeof value === 'string' ? value : undefined
  }
  const provider = { i: 'icu', b: 'builtin' }[fact('datlocprovider') ?? '']
  const locale = fact('datlocale') ?? fact('daticulocale')
  const localeOption =
    provider === 'builtin' ? 'BUILTIN_LOCALE' : major >= 15 ? 'ICU_LOCALE' : undefined
  return [
    option('ENCODING', String(row['encoding'])),
    option('LC_COLLATE', fact('datcollate')),
    option('LC_CTYPE', fact('datctype')),
    ...(provider === undefined || localeOption === undefined
      ? []
      : [` LOCALE_PROVIDER ${provider}`, option(localeOption, locale)]),
    option('ICU_RULES', fact('daticurules')),
  ].join('')
}

function option(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name} ${quoteLiteral(value, 'postgres')}`
}

function quoted(name: string): string {
  return quoteIdentifier(name, 'postgres')
}
