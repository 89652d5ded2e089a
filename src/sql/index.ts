export { isCondition, type Assertion } from './assertion.ts'
export { beginText } from './begin.ts'
export { canonicalText } from './canonical.ts'
export type { Directive, DirectiveName, SeedTime } from './directive.ts'
export { clientText } from './client-text.ts'
export type { Grammar, Language, MysqlGrammar } from './grammar/facts.ts'
export { languageOf } from './grammar/grammars.ts'
export { literalsOf } from './literals.ts'
export {
  isCostlyOnMysql,
  MYSQL_COSTS,
  mysqlCostOf,
  type MysqlCost,
  type MysqlKind,
  type MysqlWay,
} from './mysql-costs.ts'
export { mysqlTypeChange } from './mysql-types.ts'
export { excerpt, positionAt, shiftPosition } from './position.ts'
export {
  loadPostgresParser,
  loadRememberingParser,
  utf16OfBytes,
  type Parsed,
  type PostgresParser,
  type PostgresTree,
  type RememberingParser,
} from './postgres-tree.ts'
export { quoteIdentifier, quoteLiteral } from './quote.ts'
export { readDirectives } from './read-directives.ts'
export { type IsolationLevel, transactionRole, type TransactionRole } from './role.ts'
export type { Range } from './range.ts'
export { readSections, type Section } from './sections.ts'
export { splitStatements, type Statement } from './split.ts'
export { tableLines } from './table-lines.ts'
export { withoutValues } from './without-values.ts'
export { invalidDirective } from './unreadable.ts'
export { calls, spelledWords, type SpelledWord, StatementWords } from './words.ts'
