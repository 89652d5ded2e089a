export type { Finding, Severity } from './finding.ts'
export { lintMigrations, type LintRequest, type LintResult } from './lint-migrations.ts'
export { RULES, unknownRule } from './postgres/rules/index.ts'
export type { Rule } from './rule.ts'
