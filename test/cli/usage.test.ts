import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

test.each([
  ['stauts', 'Unknown command "stauts". Did you mean status?', 'godwit --help'],
  ['up --dryrun', 'Unknown option "--dryrun". Did you mean --dry-run?', 'godwit up --help'],
  ['latest --jsn', 'Unknown option "--jsn". Did you mean --json?', 'godwit up --help'],
  ['run', 'Missing required argument "version".', 'godwit run --help'],
  [
    'status now',
    'Too many arguments for "status". Expected 0 arguments but got 1.',
    'godwit status --help',
  ],
  ['up --to', 'Option "--to <version>" argument missing.', 'godwit up --help'],
  [
    'up --if-locked never',
    'Option "--if-locked <action>" argument "never" is invalid. Allowed choices are wait, skip, fail.',
    'godwit up --help',
  ],
  [
    'down --all --to 1',
    'Option "--to <version>" cannot be used with option "--all".',
    'godwit down --help',
  ],
  [
    'init --database oracle',
    'Option "--database <product>" argument "oracle" is invalid. Allowed choices are sqlite, postgres, pglite, mysql.',
    'godwit init --help',
  ],
  [
    'up 0',
    'godwit up N: "0" is not a count; write a whole number from 1.',
    'To name a version, use --to: godwit up --to VERSION',
  ],
  [
    'down -- -1',
    'godwit down N: "-1" is not a count; write a whole number from 1.',
    'To name a version, use --to: godwit down --to VERSION',
  ],
  [
    'redo x',
    'godwit redo N: "x" is not a count; write a whole number from 1.',
    'Give a count: godwit redo 2',
  ],
])('godwit %s', async (words, message, next) => {
  await using here = await shop(THREE)
  const outcome = await here.godwit(words)
  expect(outcome).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_USAGE: ${message}\nnext: ${next}\n`,
  })
})

test.each([
  [
    'up 2 --to 3',
    '"up 2" and "--to 3" say two different things; give only one of them.',
    ['godwit up 2', 'godwit up --to 3'],
  ],
  [
    'down 2 --all',
    '"down 2" and "--all" say two different things; give only one of them.',
    ['godwit down 2', 'godwit down --all'],
  ],
  [
    'plan --down 2 --to 1',
    '"--down 2" and "--to 1" say two different things; give only one of them.',
    ['godwit plan --down 2', 'godwit plan --down --to 1'],
  ],
])('godwit %s contradicts itself', async (words, message, [one, other]) => {
  await using here = await shop(THREE)
  const outcome = await here.godwit(words)
  expect(outcome).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_USAGE: ${message}\nnext:\n  - ${one}\n  - ${other}\n`,
  })
})

test('with --json a mistake is one document on standard output', async () => {
  await using here = await shop()
  const { exit, stdout, stderr } = await here.godwit('up --dryrun --json')
  expect([exit, stderr]).toEqual([2, ''])
  expect(JSON.parse(stdout)).toEqual({
    command: 'up',
    ok: false,
    status: 'error',
    error: {
      code: 'GODWIT_USAGE',
      message: 'Unknown option "--dryrun". Did you mean --dry-run?',
      next: ['godwit up --help'],
      exitCode: 2,
    },
  })
})

test('without a command the help goes to standard error', async () => {
  await using here = await shop()
  const { exit, stdout, stderr } = await here.godwit([])
  expect([exit, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^Usage: godwit <command> \[options\]/)
})

test.each([
  ['help nope', 'Unknown command "nope".'],
  ['help stauts', 'Unknown command "stauts". Did you mean status?'],
  ['--service billing help stauts', 'Unknown command "stauts". Did you mean status?'],
])('godwit %s', async (words, message) => {
  await using here = await shop()
  expect(await here.godwit(words)).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_USAGE: ${message}\nnext: godwit --help\n`,
  })
})

test.each([
  ['--json', 'No command is given.'],
  ['help nope --json', 'Unknown command "nope".'],
])('godwit %s is a document, too', async (words, message) => {
  await using here = await shop()
  const { exit, stdout, stderr } = await here.godwit(words)
  expect([exit, stderr]).toEqual([2, ''])
  expect(JSON.parse(stdout)).toEqual({
    command: null,
    ok: false,
    status: 'error',
    error: { code: 'GODWIT_USAGE', message, next: ['godwit --help'], exitCode: 2 },
  })
})

test('help alone is the help', async () => {
  await using here = await shop()
  const help = await here.godwit('--help')
  expect(await here.godwit('help')).toEqual(help)
  expect(await here.godwit('help help')).toEqual(help)
})

test('the help names every command, the exit codes and the way to more', async () => {
  await using here = await shop()
  const { exit, stdout, stderr } = await here.godwit('--help')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatchInlineSnapshot(`
    "Usage: godwit <command> [options]

    Moves a database schema from one version to the next, safely.

    Options:
      -V, --version                print the version
      -u, --url <url>              the database: sqlite:FILE, pglite:DIR, postgres://USER@HOST:PORT/NAME
                                   or mysql://USER@HOST:PORT/NAME
      -d, --dir <folder>           folder of the migrations (default: migrations)
      -c, --config <file>          configuration file (default: godwit.config.ts, .js, .json or .yaml,
                                   here or above)
      -e, --env <name>             environment of the configuration
      --dotenv, --env-file <file>  file with environment variables for the configuration
      --service <name>             name of this history in the database (default: default)
      --json                       print one JSON document on standard output
      -q, --quiet                  print errors only
      -v, --verbose                print also notices and the SQL of each step
      --no-color                   print without colours (also: NO_COLOR)
      -y, --yes                    answer every question with yes
      -h, --help                   print this help

    Commands:
      init                         write a configuration, a first migration and package scripts
      new <description>            write the files of a new migration
      diff [description]           write the migration that leads from the migrations to the schema that
                                   you want
      up [n]                       apply pending migrations: all, the next N, or up to a version
      down [n]                     roll back the last migration, the last N, down to a version, or all
      redo [n]                     roll back the last migration, or the last N, and apply them again
      run <version>                apply one named migration, whatever its place in the order
      seed [names]                 put rows into the tables: the seeds of the environment that have not
                                   run
      status                       show every migration and its state; writes nothing
      history                      show who did what and when; writes nothing
      plan                         print the exact SQL that up or down would run; writes nothing
      check                        check the migration files: names, gaps, duplicates, missing downs,
                                   SQL that no run would take
      lint [files]                 find SQL that hurts a database in use: locks, rewrites, lost data,
                                   broken clients
      test                         try migrations up, down and up again on a scratch database
      verify                       compare the history of the database with the files and the audit
                                   trail; writes nothing
      validate                     verify --schema: compare the history with the files, and the schema
                                   with both
      drift                        compare the schema of the database with what its migrations make;
                                   writes nothing
      dump [file]                  write the schema that the migrations make as one file of SQL
      load [file]                  make the schema of an empty database from a dump, and record the
                                   migrations as applied
      erd                          draw the tables and their foreign keys, or the difference between two
                                   versions
      pull                         write models in TypeScript of what the database is
      types                        write the types of the database's rows in TypeScript
      squash [description]         make one migration of many, proven to be the same
      repair                       make the history fit the files, where you say so; runs no migration
      force <version>              say that exactly the files up to a version are applied; runs no
                                   migration
      unlock                       show who holds the migration lock, and take it away with --force
      baseline <version>           take over a database that already has the schema of a version
      config                       print the resolved configuration and where each value comes from
      help [command]               print the help of a command

    Exit codes:
         0  done, or nothing to do
         1  the answer is no: something is pending or wrong, or you declined
         2  wrong use or configuration; nothing was run
         3  a migration failed
         4  another process holds the migration lock
         5  the history and the files disagree
         6  cannot connect to the database
         7  a gate or a policy forbids it
         8  a person must answer a question
        70  a defect in godwit
       130  interrupted

    Run godwit <command> --help for its options and examples.
    "
  `)
})

test('the help of a command: both spellings, examples, global options', async () => {
  await using here = await shop()
  const asked = await here.godwit('down --help')
  expect(asked).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "Usage: godwit down|rollback [options] [n]

    Roll back the last migration, the last N, down to a version, or all.
    More than one step asks first, or needs --yes. In a protected environment every step does.
    Also: rollback.

    Arguments:
      n                               how many migrations to roll back (default: 1)

    Options:
      --to <version>                  roll back every migration above this version; 0 rolls back all
      --all                           roll back every migration
      --dry-run                       print the SQL that would run, and run nothing
      --plan <file>                   run a plan saved with godwit plan --down --save; refuses when it
                                      no longer fits
      --isolation <level>             isolation of the migrations' transactions (choices: "default",
                                      "serializable")
      --if-locked <action>            what to do while another process migrates (default: wait)
                                      (choices: "wait", "skip", "fail")
      --lock-timeout <duration>       how long to wait for the migration lock (default: 5m)
      --statement-timeout <duration>  how long one statement may run (default: no limit)
      --wait <duration>               how long to wait for the database to come up (default: one
                                      attempt)
      --retries <n>                   how often to try again after a lock timeout, a deadlock and their
                                      like (default: 5)
      -h, --help                      print this help

    Global Options:
      -V, --version                   print the version
      -u, --url <url>                 the database: sqlite:FILE, pglite:DIR,
                                      postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME
      -d, --dir <folder>              folder of the migrations (default: migrations)
      -c, --config <file>             configuration file (default: godwit.config.ts, .js, .json or
                                      .yaml, here or above)
      -e, --env <name>                environment of the configuration
      --dotenv, --env-file <file>     file with environment variables for the configuration
      --service <name>                name of this history in the database (default: default)
      --json                          print one JSON document on standard output
      -q, --quiet                     print errors only
      -v, --verbose                   print also notices and the SQL of each step
      --no-color                      print without colours (also: NO_COLOR)
      -y, --yes                       answer every question with yes

    Examples:
      godwit down                 rolls back the last migration
      godwit down 2 --dry-run     prints what two steps back would run
      godwit down --to 003 --yes  rolls back everything above 003 without asking
    ",
    }
  `)
  expect(await here.godwit('help down')).toEqual(asked)
  expect(await here.godwit('rollback --help')).toEqual(asked)
})

test('the version', async () => {
  await using here = await shop()
  expect(await here.godwit('--version')).toEqual({ exit: 0, stdout: '0.1.0\n', stderr: '' })
  expect(await here.godwit('-V')).toEqual({ exit: 0, stdout: '0.1.0\n', stderr: '' })
})

test('global options stand before or after the command', async () => {
  await using here = await shop(THREE)
  const after = await here.godwit('config --service billing --json')
  expect(await here.godwit('--service billing --json config')).toEqual(after)
  expect(JSON.parse(after.stdout)).toMatchObject({
    settings: expect.arrayContaining([
      { key: 'service', value: 'billing', source: 'flag --service' },
    ]),
  })
})
