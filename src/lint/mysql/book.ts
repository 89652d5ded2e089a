import { WordedCourse } from '../reading/worded-course.ts'
import type { RuleBook } from '../rule-book.ts'
import { RULES } from './rules/index.ts'

/** What is known of SQL that hurts on MySQL and MariaDB. */
export const mysqlBook: RuleBook = {
  database: 'MySQL and MariaDB',
  rules: RULES,
  reads: (grammar) => grammar.startsWith('mysql'),
  open: (grammar) => Promise.resolve(new WordedCourse(grammar, RULES)),
}
