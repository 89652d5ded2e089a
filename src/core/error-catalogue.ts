import { entry, type ErrorEntry } from './error-entry.ts'
import { WRONG_USE_ERRORS } from './wrong-use-errors.ts'

/**
 * Every code that godwit can report. A code is never renamed and never used for something else.
 *
 * @example
 * const { title, next } = ERRORS[error.code]
 */
export const ERRORS = {
  ...WRONG_USE_ERRORS,

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
  GODWIT_UNPROVEN: entry(
    3,
    'A generated migration does not do what it should',
    'What godwit wrote was tried out on a scratch database and did not lead to the schema that was asked for, or not back. The message names the statement or what differs. Nothing was written.',
    'Write the migration by hand with godwit new; godwit diff --check says what still differs then. The case is worth a report.',
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

  GODWIT_HISTORY_SQUASHED: entry(
    5,
    'A squash does not fit the history',
    'A file stands for several older migrations, and of those the database has only some, or has others than those that were squashed.',
    'Bring the database to the squashed version with the files from before the squash, then use the new file.',
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
    'godwit seed --reset empties tables, which an environment has to allow with seeds.reset: true. An environment that is protected never does. Nor are tables emptied to whose rows those of other tables refer.',
    'Use an environment that allows it, or write seeds.reset: true into this one when its rows are of no worth.',
  ),

  // 8: uncertain
  GODWIT_UNCERTAIN: entry(
    8,
    'A human must answer one question',
    'A process died while a statement ran that cannot share a transaction with its record, so godwit cannot know whether it took effect.',
    'Look at the database, then use godwit repair --done VERSION:STEP or --redo VERSION:STEP.',
  ),

  GODWIT_RENAME_UNCLEAR: entry(
    8,
    'A new name, or something dropped?',
    'A column or a table is gone while one like it is new; to drop it and make a new one would lose what it holds.',
    'Say which it is: --rename users.name:full_name, or --drop users.name.',
  ),

  // 70 and 130
  GODWIT_INTERNAL: entry(
    70,
    'A defect in godwit',
    'godwit met a state that it did not expect.',
    'Run godwit status, and report the error with its text.',
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
