/** What MySQL's server would say if it could end any statement after a time (ER_QUERY_TIMEOUT). */
export class StatementTimeout extends Error {
  readonly errno = 3024

  constructor(cause: unknown) {
    super('the statement ran longer than the statement timeout', { cause })
  }
}

/** The flag of the protocol by which the server tells with each answer that a transaction is open. */
const SERVER_STATUS_IN_TRANS = 1

/** Whether an answer says so; also where it says nothing. */
export function isInTransaction(answer: unknown): boolean {
  const status: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'serverStatus') : undefined
  return typeof status !== 'number' || (status & SERVER_STATUS_IN_TRANS) !== 0
}
