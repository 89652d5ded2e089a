import { describe, expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'

const MIGRATION = `CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE s (id int PRIMARY KEY, t int, CONSTRAINT s_t FOREIGN KEY (t) REFERENCES t (id));
CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1;
CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO SELECT 1;
CREATE VIEW v AS SELECT id FROM t;
`

describe.each(mysqlServers())('$product', (server) => {
  test('what a role may not see does not count as gone', async () => {
    await using db = await createMysqlDatabase(server)
    const name = `ro_${db.name.slice(-12)}`
    const as = (user: string): string => {
      const url = new URL(db.url)
      url.username = user
      url.password = 'pw'
      return url.href
    }
    await using here = await shop({ 'migrations/001_a.up.sql': MIGRATION })
    const scratch = ['--scratch-url', server.url]
    expect(await here.godwit(['up', '--url', db.url])).toMatchObject({ exit: 0 })
    const pattern = `\`${db.name.replaceAll('_', '\\_')}\`.*`
    await db.query(`CREATE USER ${name} IDENTIFIED BY 'pw'`)
    try {
      await db.query(`GRANT SELECT ON ${pattern} TO ${name}`)
      const blind = await here.godwit(['drift', '--url', as(name), ...scratch])
      expect([blind.exit, blind.stderr]).toEqual([
        2,
        expect.stringContaining(
          `Let the role see it: GRANT SHOW VIEW ON \`${db.name}\`.* TO '${name}'@'%';`,
        ),
      ])
      await db.query(`GRANT SHOW VIEW ON ${pattern} TO ${name}`)
      const half = await here.godwit(['drift', '--url', as(name), ...scratch])
      expect([half.exit, half.stdout + half.stderr]).toEqual([
        0,
        expect.stringContaining(
          `events are left out, since the role may not see all of them. To let it: GRANT EVENT ON \`${db.name}\`.* TO '${name}'@'%';`,
        ),
      ])
      const accepted = await here.godwit(['drift', '--accept', 'x', '--url', as(name), ...scratch])
      expect([accepted.exit, accepted.stderr]).toEqual([
        2,
        expect.stringContaining('A role that does not see all of the database cannot say'),
      ])
      // Whoever did not make a routine does not see its text.
      await db.query(`GRANT ALL ON ${pattern} TO ${name}`)
      const own = await here.godwit(['drift', '--url', as(name), ...scratch])
      expect([own.exit, own.stdout + own.stderr]).toEqual([
        0,
        expect.stringContaining('the texts of function f are left out'),
      ])
      await db.query('DROP EVENT ev')
      const drifted = await here.godwit(['drift', '--url', as(name), ...scratch])
      expect([drifted.exit, drifted.stdout]).toEqual([1, expect.stringContaining('event ev')])
    } finally {
      await db.query(`DROP USER ${name}`)
    }
  })

  test('a scratch database elsewhere sorts texts as the database does', async () => {
    await using db = await createMysqlDatabase(server)
    await using other = await createMysqlDatabase(server)
    await db.query(`ALTER DATABASE ${db.name} COLLATE utf8mb4_unicode_ci`)
    await other.query(`ALTER DATABASE ${other.name} COLLATE latin1_swedish_ci`)
    await using here = await shop({
      'migrations/001_a.up.sql':
        'CREATE TABLE t (id int PRIMARY KEY, v varchar(10));\nCREATE TABLE u (v varchar(10)) COLLATE utf8mb4_unicode_ci;\n',
    })
    expect(await here.godwit(['up', '--url', db.url])).toMatchObject({ exit: 0 })
    await db.query('CREATE INDEX by_v ON t (v)')
    const { exit, stdout } = await here.godwit([
      ...['drift', '--sql', '--url', db.url, '--scratch-url', other.url],
    ])
    expect([exit, stdout]).toEqual([1, expect.stringContaining('DROP INDEX by_v')])
    expect(stdout).not.toMatch(/COLLATE|CHARACTER SET|\bu\b/)
  })

  test.runIf(server.product === 'MariaDB')('why a foreign key is refused', async () => {
    await using db = await createMysqlDatabase(server)
    await using here = await shop({
      'migrations/001_a.up.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n',
      'schema.sql':
        'CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a bigint, FOREIGN KEY (a) REFERENCES a (id));\n',
    })
    const { exit, stderr } = await here.godwit([
      ...['diff', 'x', '--to', 'schema.sql', '--url', db.url],
    ])
    expect([exit, stderr]).toEqual([
      2,
      expect.stringContaining(
        "Can't create table `b` (errno: 150 \"Foreign key constraint is incorrectly formed\"): foreign key (a): Field type or character set for column 'a' does not match referenced column 'id'",
      ),
    ])
  })
})
