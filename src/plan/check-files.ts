import { type Catalog, type CatalogProblem, checkCatalog } from '#catalog'
import type { Grammar } from '#sql'
import { groupStatements, transactionMode } from './group.ts'

/**
 * Everything that is wrong with the migrations: what the catalog finds, and what a run refuses for its text
 * alone. All of them, applied or not: a new database takes each one. Where it depends on the server's version, a
 * current server counts.
 */
export function checkFiles(catalog: Catalog, grammar: Grammar): Promise<readonly CatalogProblem[]> {
  return checkCatalog(
    catalog,
    grammar,
    (part) => void groupStatements(part, grammar, undefined, transactionMode(part.directives)),
  )
}
