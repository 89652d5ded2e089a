import type { Chain } from '../contract.ts'
import { NOW_MS } from './ledger-sql.ts'

/** Statements as one, which ends at the first that fails. Only MariaDB takes blocks outside of stored programs. */
export function asBlock(statements: readonly string[]): string {
  return `BEGIN NOT ATOMIC ${statements.join('; ')}; END`
}

export function inTransaction(statements: readonly string[]): readonly string[] {
  return ['START TRANSACTION', ...statements, 'COMMIT']
}

/** A chain as one statement; variables of the block keep when each link began, which is when the one before it ended. */
export function chainBlock({ before, links, after }: Chain): string {
  const began = (link: number): string => `godwit_began_${link}`
  return asBlock([
    `DECLARE ${[...links.keys(), links.length].map(began).join(', ')} bigint`,
    ...inTransaction(before),
    `SET ${began(0)} = ${NOW_MS}`,
    ...links.flatMap((statements, index) => [
      // A comment at its end goes to the end of the line.
      ...statements.map(({ text }) => `${text}\n`),
      `SET ${began(index + 1)} = ${NOW_MS}`,
    ]),
    ...inTransaction(after((link) => `GREATEST(0, ${began(link + 1)} - ${began(link)})`)),
  ])
}
