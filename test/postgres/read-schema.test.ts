import { describe, expect, test } from 'vitest'
import { openConnection, type Connection } from '#dialect'
import { compareSchemas, factsOf, fingerprintOf, type Schema } from '#schema'
import { findPostgres } from '../setup/postgres-binaries.ts'
import {
  createDatabase,
  postgresServers,
  startPostgres,
  type PostgresInfo,
} from '../setup/postgres.ts'
import { EVERYTHING } from './schema-of-everything.ts'

const NAMING = { schema: 'godwit', prefix: '' }

function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}

async function read(connection: Connection, withGrants = false): Promise<Schema> {
  const { readSchema } = await connection.dialect.inspection()
  return await readSchema(connection, NAMING, { withGrants })
}

/** The schema that DDL makes on a server. */
async function schemaOn(server: PostgresInfo, ddl: string): Promise<Schema> {
  await using database = await createDatabase(server)
  await using connection = await open(database.url)
  await connection.execute(ddl)
  return await read(connection)
}

/** What means the role that runs it. */
const OF_WHO_RUNS_IT = / OWNER TO CURRENT_USER$|^ALTER DEFAULT PRIVILEGES (?!FOR ROLE)/

/** Majors on this machine besides those of the test run. */
async function otherMajors(): Promise<readonly number[]> {
  const majors = await Promise.all(
    [13, 14, 15, 16, 17].map(async (major) => ((await findPostgres(major)) ? [major] : [])),
  )
  const running = postgresServers().map(({ major }) => major)
  return majors.flat().filter((major) => !running.includes(major))
}

test.skipIf(postgresServers().length < 2)(
  'all versions of this run read the same DDL as the same schema',
  async () => {
    const [first, ...others] = await Promise.all(
      postgresServers().map((server) => schemaOn(server, EVERYTHING)),
    )
    if (first === undefined) return
    for (const other of others) expect(compareSchemas(first, other)).toEqual([])
    expect(new Set([first, ...others].map(fingerprintOf)).size).toBe(1)
  },
)

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  test('the oldest version that is here reads the same DDL as the same schema', async () => {
    const [oldest] = await otherMajors()
    if (oldest === undefined) return
    await using other = await startPostgres({ major: oldest })
    const [here, there] = [
      await schemaOn(server, EVERYTHING),
      await schemaOn(other.info, EVERYTHING),
    ]
    expect(compareSchemas(here, there)).toEqual([])
    expect(fingerprintOf(here)).toBe(fingerprintOf(there))
    const changes = await openChanges(server)
    expect(changes.between(here, there)).toEqual([])
  })

  test('a whole schema is written down, and makes the same one in an empty database', async () => {
    await using database = await createDatabase(server)
    await using connection = await open(database.url)
    const wanted = await schemaOn(server, EVERYTHING)
    const changes = await openChanges(server)
    const written = changes.between({ tables: [], objects: [] }, wanted, { isOnline: false })
    expect(written.every(({ placement }) => placement === 'with')).toBe(true)
    expect(written.flatMap(({ hazards }) => hazards)).toEqual([])
    for (const { sql } of written) await connection.execute(sql)
    const made = await read(connection)
    expect(compareSchemas(wanted, made)).toEqual([])
    for (const { sql } of changes.between(made, { tables: [], objects: [] }))
      await connection.execute(sql)
    expect(factsOf(await read(connection))).toEqual([])
  })

  test('what godwit does not understand is told, and left', async () => {
    await using database = await createDatabase(server)
    await database.query(`CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER audit ON ddl_command_start EXECUTE FUNCTION note();
      CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
      CREATE PUBLICATION everything FOR ALL TABLES`)
    await using connection = await open(database.url)
    const schema = await read(connection)
    expect(factsOf(schema).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'function note()',
      'other event trigger audit',
      'other operator ===(integer,integer)',
      'other publication everything',
    ])
    const changes = await openChanges(server)
    const steps = changes.between(schema, { tables: [], objects: [] })
    expect(steps.map(({ sql, hazards }) => [sql, hazards[0]?.kind])).toEqual([
      ['', 'untouched'],
      ['', 'untouched'],
      ['', 'untouched'],
      ['', 'untouched'],
    ])
  })

  test('privileges count where they are asked for', async () => {
    await using database = await createDatabase(server)
    const reader = `${database.name}_reader`
    await database.query(`CREATE ROLE ${reader}; CREATE TABLE users (id integer, email text)`)
    await using connection = await open(database.url)
    const [plain, before] = [await read(connection), await read(connection, true)]
    await database.query(`GRANT SELECT, INSERT ON users TO ${reader} WITH GRANT OPTION;
      GRANT UPDATE (email) ON users TO ${reader}`)
    expect(compareSchemas(plain, await read(connection))).toEqual([])
    const after = await read(connection, true)
    const changes = await openChanges(server)
    const up = changes.between(before, after).map(({ sql }) => sql.replaceAll(reader, 'reader'))
    expect(up).toEqual([
      'GRANT UPDATE (email) ON TABLE public.users TO reader',
      'GRANT INSERT, SELECT ON TABLE public.users TO reader WITH GRANT OPTION',
    ])
    for (const { sql } of changes.between(after, before)) await database.query(sql)
    expect(compareSchemas(before, await read(connection, true))).toEqual([])
    await database.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`)
  })

  test('owners, and privileges of what is new, count where they are asked for', async () => {
    await using database = await createDatabase(server)
    const [reader, owner] = [`${database.name}_reader`, `${database.name}_owner`]
    await database.query(
      `CREATE ROLE ${reader}; CREATE ROLE ${owner}; GRANT ${owner} TO godwit_test`,
    )
    await using connection = await open(database.url)
    await connection.execute(`CREATE SCHEMA app; CREATE TABLE app.t (id integer GENERATED ALWAYS AS IDENTITY);
      CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'`)
    const before = await read(connection, true)
    await database.query(`GRANT CREATE, USAGE ON SCHEMA app TO ${owner}; GRANT CREATE ON SCHEMA public TO ${owner};
      ALTER TABLE app.t OWNER TO ${owner}; ALTER FUNCTION f() OWNER TO ${owner};
      REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; REVOKE USAGE ON TYPE mood FROM PUBLIC;
      REVOKE USAGE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SEQUENCE app.t_id_seq TO ${reader};
      ALTER DEFAULT PRIVILEGES FOR ROLE godwit_test IN SCHEMA app GRANT SELECT ON TABLES TO ${reader} WITH GRANT OPTION;
      ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`)
    const after = await read(connection, true)
    const changes = await openChanges(server)
    const up = changes.between(before, after).map(({ sql }) => sql)
    expect(up.map((sql) => sql.replaceAll(database.name, 'the'))).toMatchInlineSnapshot(`
      [
        "GRANT CREATE, USAGE ON SCHEMA app TO the_owner",
        "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
        "GRANT CREATE ON SCHEMA public TO the_owner",
        "ALTER FUNCTION public.f() OWNER TO the_owner",
        "ALTER TABLE app.t OWNER TO the_owner",
        "REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC",
        "GRANT USAGE ON SEQUENCE app.t_id_seq TO the_reader",
        "REVOKE USAGE ON TYPE public.mood FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE the_owner REVOKE EXECUTE ON ROUTINES FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO the_reader WITH GRANT OPTION",
      ]
    `)
    const down = changes.between(after, before)
    for (const { sql } of down)
      await (OF_WHO_RUNS_IT.test(sql) ? connection.execute(sql) : database.query(sql))
    expect(compareSchemas(before, await read(connection, true))).toEqual([])
    for (const sql of up)
      await (OF_WHO_RUNS_IT.test(sql) ? connection.execute(sql) : database.query(sql))
    expect(compareSchemas(after, await read(connection, true))).toEqual([])
    await database.query(
      `REASSIGN OWNED BY ${owner} TO godwit_test; DROP OWNED BY ${reader}, ${owner}; DROP ROLE ${reader}, ${owner}`,
    )
  })

  test('reading asks the server as often for many tables as for none', async () => {
    await using database = await createDatabase(server)
    await using connection = await open(database.url)
    const asked = async (): Promise<number> => {
      let count = 0
      const counting = new Proxy(connection, {
        get: (target, name) => {
          if (name === 'query') count += 1
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
      await read(counting)
      return count
    }
    const none = await asked()
    await connection.execute(EVERYTHING)
    expect(await asked()).toBe(none)
  })
})

async function openChanges(server: PostgresInfo) {
  await using connection = await open(server.url)
  return await connection.dialect.changes()
}
