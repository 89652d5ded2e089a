import { StatementWords, type Grammar } from '#sql'

/** Kinds of objects that belong to the server and not to one database. */
const OF_THE_SERVER = [
  'ROLE',
  'USER',
  'GROUP',
  'DATABASE',
  'TABLESPACE',
  'SUBSCRIPTION',
  'SYSTEM',
  'SERVER',
]

/** Calls that others than the database that they are sent to would feel. */
const FAR_CALLS =
  /\b(?:dblink\w*|pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_promote|pg_(?:create|drop)_\w*replication_slot|pg_read\w*file|pg_write\w*|lo_(?:import|export)|pg_sleep\w*)\s*\(/i

/**
 * Whether a statement may do something outside of the database that it is sent to: to the server, its roles and rights, its
 * files, or over the network. On a scratch database such a statement is not run. What functions and blocks do inside is not seen.
 */
export function reachesBeyond(text: string, grammar: Grammar): boolean {
  if (FAR_CALLS.test(text)) return true
  const words = new StatementWords(text, grammar)
  const verb = words.takeOneOf('CREATE', 'ALTER', 'DROP', 'COMMENT', 'COPY', ...WHOLE)
  if (verb === undefined) return false
  if (WHOLE.includes(verb)) return true
  if (verb === 'COPY') return !words.rest().some((word) => word === 'STDIN' || word === 'STDOUT')
  if (verb === 'COMMENT') words.take('ON')
  return words.takeOneOf(...OF_THE_SERVER) !== undefined
}

/** Statements that are about rights, roles, files or the whole server, whatever follows. */
const WHOLE = ['GRANT', 'REVOKE', 'REASSIGN', 'LOAD', 'NOTIFY', 'SECURITY']
