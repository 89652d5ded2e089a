/** One permanent error code: its exit code, what it means, and what to do about it in general. */
export type ErrorEntry = {
  readonly exit: number
  readonly title: string
  readonly why: string
  readonly next: string
}

const entry = (exit: number, title: string, why: string, next: string): ErrorEntry => ({
  exit,
  title,
  why,
  next,
})

/**
 * Every code that godwit can report. A code is never renamed and never used for something else.
 *
 * @example
 * const { title, next } = ERRORS[error.code]
 */
export const ERRORS = {
  // 2: wrong use or configuration
  GODWIT_USAGE: entry(
    2,
    'Wrong use of a command',
    'A flag or an argument is unknown, missing or contradicts another one.',
    'Run the command with --help to see what it takes.',
  ),
  GODWIT_CONFIG_NOT_FOUND: entry(
    2,
    'Configuration file not found',
    'The file that --config, --dotenv or envFile names does not exist.',
    'Check the path, or run godwit init to write a configuration.',
  ),
  GODWIT_CONFIG_INVALID: entry(
    2,
    'Configuration is not valid',
    'A key is unknown or holds a value of the wrong kind, or the file cannot be read as what its name says.',
    'Correct the named key; docs/reference/config.md in the godwit package lists every key.',
  ),
  GODWIT_CONFIG_VARIABLE: entry(
    2,
    'An environment variable is missing',
    'The configuration refers to ${NAME}, which is not set and has no default.',
    'Set the variable, or write ${NAME:-default}.',
  ),
  GODWIT_ENVIRONMENT_UNKNOWN: entry(
    2,
    'Unknown environment',
    'The name given with --env is not among the environments of the configuration.',
    'Use one of the environments that the configuration defines.',
  ),
  GODWIT_URL_MISSING: entry(
    2,
    'No database given',
    'Neither --url, DATABASE_URL, DB_HOST and its like, nor the configuration says which database to use.',
    'Pass --url, set DATABASE_URL, or write url into the configuration.',
  ),
  GODWIT_URL_INVALID: entry(
    2,
    'Database address not understood',
    'The address has an unknown scheme or a part that cannot be read.',
    'Use sqlite:PATH, pglite:DIR, postgres://USER@HOST:PORT/NAME, mysql://USER@HOST:PORT/NAME, or separate fields.',
  ),
  GODWIT_DRIVER_MISSING: entry(
    2,
    'A database driver is not installed',
    'godwit loads the driver of a database only when it is needed, and it is not installed in this project.',
    'Install the named package.',
  ),
  GODWIT_VERSION_INVALID: entry(
    2,
    'Not a version',
    'A version is a run of 1 to 20 digits.',
    'Use a version as godwit status prints it.',
  ),
  GODWIT_VERSION_UNKNOWN: entry(
    2,
    'No such migration',
    'No migration file and no row of the history has this version.',
    'Run godwit status to see the versions.',
  ),
  GODWIT_DURATION_INVALID: entry(
    2,
    'Not a duration',
    'A duration is a number with a unit: ms, s, m or h.',
    'Write for instance 250ms, 2s, 5m or 1m30s.',
  ),
  GODWIT_DIR_MISSING: entry(
    2,
    'Folder not found',
    'The folder that should hold the migrations, or the seeds, does not exist.',
    'Create it (for migrations: godwit init), or name the right one: with --dir, or with dir or seeds.dir in the configuration or createMigrator.',
  ),
  GODWIT_FILE_EXISTS: entry(
    2,
    'File already exists',
    'godwit never overwrites a file of yours.',
    'Remove or rename the file, then run the command again.',
  ),
  GODWIT_FILE_UNREADABLE: entry(
    2,
    'A file cannot be read or written',
    'The operating system refused, or the file is not UTF-8 text.',
    'Mend the permissions or the encoding of the named file.',
  ),
  GODWIT_CATALOG_INVALID: entry(
    2,
    'The migration files contradict each other',
    'Two files have one version, names cannot be read, or several layouts are mixed.',
    'Run godwit check to see every problem at once.',
  ),
  GODWIT_DIRECTIVE_INVALID: entry(
    2,
    'A godwit directive is not valid',
    'A comment that starts with "godwit:" has an unknown name, a wrong value or stands in a wrong place.',
    'Correct the named line; a directive is never silently ignored.',
  ),
  GODWIT_SQL_UNREADABLE: entry(
    2,
    'SQL text cannot be split into statements',
    'A quote, comment, dollar quote or block is never closed, or the text holds a client command.',
    'Correct the named line.',
  ),
  GODWIT_SQL_FORBIDDEN: entry(
    2,
    'A statement that a migration may not hold',
    'The statement would end or escape the transaction or the lock that godwit relies on.',
    'Remove the statement: godwit opens and ends transactions by itself.',
  ),
  GODWIT_CODE_INVALID: entry(
    2,
    'A code migration cannot be loaded',
    'The module failed to load, or it exports no up function.',
    'Export default defineMigration({ up, down }), or functions named up and down.',
  ),
  GODWIT_MODEL_INVALID: entry(
    2,
    'A model is not valid',
    'A table or another model says something that no database, or not this one, can hold; or its module failed to load.',
    'Correct the named key of the named file.',
  ),
  GODWIT_REGISTRY_INVALID: entry(
    2,
    'A registered migration is not valid',
    'A name is not of the form VERSION_name, or is registered twice.',
    'Give each registered migration a unique name such as 007_add_email.',
  ),
  GODWIT_DOWN_MISSING: entry(
    2,
    'No way down',
    'The migration has no down part, so it cannot be rolled back.',
    'Write the down part, or restore from a backup.',
  ),
  GODWIT_IRREVERSIBLE: entry(
    7,
    'Migration is irreversible',
    'The file says with "-- godwit:irreversible" that it cannot be rolled back.',
    'Write a new migration that goes forward.',
  ),
  GODWIT_CONFIRMATION_NEEDED: entry(
    2,
    'A confirmation is needed',
    'The command can destroy data, and there is no terminal to ask on.',
    'Run it again with --yes.',
  ),
  GODWIT_UNSUPPORTED: entry(
    2,
    'Not possible on this database',
    'The database product has no such feature.',
    'Leave the option out, or use another database.',
  ),
  GODWIT_POOLER: entry(
    2,
    'Not possible through a connection pooler',
    'Behind a pooler (PgBouncer and its like) each transaction may run in another session of the server, which other clients use too: nothing can be set or kept beyond a transaction.',
    'Give the address of the server itself: directUrl in the configuration, or --url.',
  ),
  GODWIT_SCRATCH: entry(
    2,
    'No scratch database',
    'What is tried out runs in a database that is made for it and removed again, and none could be made: the role may not create one, or what would hold it is not installed.',
    'Let the role create databases, name a server with --scratch-url, or install @electric-sql/pglite.',
  ),
  GODWIT_SCHEMA_INVALID: entry(
    2,
    'The desired schema cannot be made',
    'The models, the SQL file or the command that says what the schema shall be has a mistake, or the database refuses it.',
    'Correct the named place.',
  ),
  GODWIT_RENAME_UNCLEAR: entry(
    2,
    'A new name, or something dropped?',
    'A column or a table is gone while one like it is new; to drop it and make a new one would lose what it holds.',
    'Say which it is: --rename users.name:full_name, or --drop users.name.',
  ),
  GODWIT_LEDGER_UNREADABLE: entry(
    2,
    "The role may not read godwit's tables",
    "Without the history nothing can be said or done: the database role lacks a privilege on godwit's own tables. No migration was tried.",
    'Grant the named privilege, or use another role.',
  ),
  GODWIT_PLAN_INVALID: entry(
    2,
    'Saved plan cannot be read',
    'The file is not a plan that this version of godwit wrote.',
    'Write a new plan with godwit plan --save FILE.',
  ),

  // 3: a migration failed
  GODWIT_MIGRATION_FAILED: entry(
    3,
    'A migration failed',
    'The database refused a statement of the migration.',
    'Mend the migration and run godwit up again.',
  ),
  GODWIT_ASSERTION: entry(
    3,
    'An assertion does not hold',
    'A query below "-- godwit:assert" gave rows, or one row that is not true. The message has their number and columns; what they hold is not printed.',
    'Run the query by yourself to see the rows, put them right or mend the migration, then run the command again.',
  ),
  GODWIT_SEED_FAILED: entry(
    3,
    'A seed failed',
    'The database refused a statement of a seed. Each file is one transaction, so nothing of the failed one is in effect; those before it are done.',
    'Mend the file, then run godwit seed again: it goes on where it stopped.',
  ),
  GODWIT_CODE_FAILED: entry(
    3,
    'A code migration failed',
    'The up or down function threw an error.',
    'Mend the function and run the command again.',
  ),
  GODWIT_TIMEOUT: entry(
    3,
    'A migration took too long',
    'A statement or a code migration did not end within its time limit.',
    'Raise the limit with --statement-timeout, or make the migration smaller.',
  ),
  GODWIT_LOCK_TIMEOUT: entry(
    3,
    'A statement waited too long for a lock',
    'Another session holds a lock on what the statement needs.',
    'Run the command again when the other session is done, or raise the lock timeout.',
  ),
  GODWIT_READ_ONLY: entry(
    3,
    'The database cannot be written',
    'The database, its file or the role is read-only.',
    'Use a role or a file that may be written.',
  ),
  GODWIT_DISK_FULL: entry(
    3,
    'No space left',
    'The disk of the database is full.',
    'Free space and run the command again.',
  ),
  GODWIT_PERMISSION: entry(
    3,
    'The role lacks a privilege',
    'The database role may not do what the migration or the ledger needs.',
    'Grant the named privilege, or use another role.',
  ),
  GODWIT_FENCED: entry(
    3,
    'Another process took over',
    'This process lost its lock while it was paused or cut off, and another one has worked since. Nothing was written.',
    'Run godwit status; the other process did or does the work.',
  ),
  GODWIT_CONNECTION_LOST: entry(
    3,
    'Connection lost',
    'The connection to the database broke while godwit used it.',
    'Run godwit status, then godwit up.',
  ),

  // 4: lock
  GODWIT_LOCKED: entry(
    4,
    'Another process is migrating',
    'Only one process at a time may migrate a database. Any program that keeps the database locked is in the way, too.',
    'Wait for it, or use --if-locked wait|skip; godwit unlock shows who holds the lock.',
  ),

  // 5: history and files disagree
  GODWIT_HISTORY_EDITED: entry(
    5,
    'An applied migration was edited',
    'The file no longer says what was run on this database.',
    'Restore the file, or accept the edit with godwit repair --accept VERSION.',
  ),
  GODWIT_HISTORY_MISSING: entry(
    5,
    'The file of an applied migration is missing',
    'The history has a row for a migration whose file is not in the folder.',
    'Restore the file, or forget the row with godwit repair --forget VERSION.',
  ),
  GODWIT_HISTORY_UNKNOWN: entry(
    5,
    'The database is ahead of the files',
    'The history has a row for a migration that is newer than every file.',
    'Deploy the release that has the file, or use godwit up --allow-unknown.',
  ),
  GODWIT_HISTORY_OUT_OF_ORDER: entry(
    5,
    'A migration is out of order',
    'A migration that is not applied has a lower version than one that is.',
    'Choose: godwit up --allow-out-of-order, godwit check --fix to renumber it, or godwit repair.',
  ),
  GODWIT_HISTORY_ALTERED: entry(
    5,
    'A row of the history was changed by hand',
    'A row of an applied migration was added, removed or changed by somebody else than godwit: the audit trail tells something else of it.',
    'Put the row back from a backup, or let it count as it is with godwit repair --accept or --forget.',
  ),
  GODWIT_HISTORY_UNFINISHED: entry(
    5,
    'A migration is half done',
    'Some parts of a migration that cannot share one transaction took effect, and the rest did not run.',
    'Run godwit up: it goes on behind the parts that took effect.',
  ),
  GODWIT_PLAN_STALE: entry(
    5,
    'The saved plan no longer fits',
    'The database or the files have changed since the plan was made.',
    'Make a new plan with godwit plan --save FILE.',
  ),
  GODWIT_DUMP_STALE: entry(
    5,
    'The dump is not what the migrations make',
    'The file of the dump makes another schema than the migrations, or lacks rows that they put into tables.',
    'Write it anew with godwit dump, or let the migrations run: godwit up.',
  ),
  GODWIT_LEDGER_UNKNOWN: entry(
    5,
    'The ledger is of another kind',
    "godwit's tables were written by a newer version, are not godwit's at all, one of them is missing, or a row holds what godwit does not write.",
    'Use the version of godwit that wrote them, or a newer one; give godwit another place with ledger.schema or ledger.prefix; or put the row right.',
  ),

  GODWIT_SEED_PENDING: entry(
    5,
    'Seeds wait for migrations',
    'Seeds are written for the newest schema, and migrations are pending or unfinished.',
    'Apply the migrations first: godwit up.',
  ),

  // 6: connect
  GODWIT_CONNECT_FAILED: entry(
    6,
    'Cannot connect',
    'The database did not answer, or the address is wrong.',
    'Check host and port, or use --wait 30s to wait for the database to come up.',
  ),
  GODWIT_AUTH_FAILED: entry(
    6,
    'The database refused the login',
    'User or password is wrong, or the server does not let this user in.',
    'Check user and password.',
  ),
  GODWIT_DATABASE_MISSING: entry(
    6,
    'No such database',
    'The server has no database of this name.',
    'Create the database, or correct the name.',
  ),
  GODWIT_TLS_FAILED: entry(
    6,
    'No secure connection',
    'Server and godwit could not agree on TLS, or the certificate is not trusted.',
    'Check sslmode and sslrootcert.',
  ),

  // 7: forbidden
  GODWIT_SEED_RESET_FORBIDDEN: entry(
    7,
    'Tables may not be emptied here',
    'godwit seed --reset empties tables, which an environment has to allow with seeds.reset: true. An environment that is protected never does.',
    'Use an environment that allows it, or write seeds.reset: true into this one when its rows are of no worth.',
  ),

  // 8: uncertain
  GODWIT_UNCERTAIN: entry(
    8,
    'A human must answer one question',
    'A process died while a statement ran that cannot share a transaction with its record, so godwit cannot know whether it took effect.',
    'Look at the database, then use godwit repair --done VERSION:STEP or --redo VERSION:STEP.',
  ),

  // 70 and 130
  GODWIT_INTERNAL: entry(
    70,
    'A defect in godwit',
    'godwit met a state that it did not expect.',
    'Run godwit status, and report the error with its text.',
  ),
  GODWIT_UNPROVEN: entry(
    70,
    'A generated migration does not do what it should',
    'What godwit wrote was tried out on a scratch database and did not lead to the schema that was asked for, or not back.',
    'Nothing was written. Write the migration by hand with godwit new, and report the case.',
  ),
  GODWIT_INTERRUPTED: entry(
    130,
    'Interrupted',
    'A signal, or the program that called godwit, asked it to stop.',
    'Run the command again to go on; the message has it with what is left.',
  ),
} as const satisfies Record<string, ErrorEntry>

/** A permanent error code. */
export type ErrorCode = keyof typeof ERRORS
