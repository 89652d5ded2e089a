/** The two products of this family. */
export type Product = 'MySQL' | 'MariaDB'

/** Which product a server is, from its version text: only MariaDB names itself there. */
export function productOf(version: string): Product {
  return /mariadb/i.test(version) ? 'MariaDB' : 'MySQL'
}
