import { WordedCourse } from '../reading/worded-course.ts'
import type { RuleBook } from '../rule-book.ts'
import { RULES } from './rules/index.ts'

/** What is known of SQL that hurts on SQLite. */
export const sqliteBook: RuleBook = {
  database: 'SQLite',
  rules: RULES,
  reads: (grammar) => grammar === 'sqlite',
  open: (grammar) => Promise.resolve(new WordedCourse(grammar, RULES)),
}
