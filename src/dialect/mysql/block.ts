/** Statements as one, which ends at the first that fails. Only MariaDB takes blocks outside of stored programs. */
export function asBlock(statements: readonly string[]): string {
  return `BEGIN NOT ATOMIC ${statements.join('; ')}; END`
}

export function inTransaction(statements: readonly string[]): readonly string[] {
  return ['START TRANSACTION', ...statements, 'COMMIT']
}
