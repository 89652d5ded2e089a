import type { RuleFacts } from '../../rule.ts'

/** What it is about shows at the end of the migrations: see `Unvalidated`. */
export const constraintNeverValidated: RuleFacts = {
  id: 'constraint-never-validated',
  severity: 'note',
  title: 'A NOT VALID constraint that no later migration validates',
  problem:
    'New rows are checked, those that were there before may break it for good: nobody can rely on it, and PostgreSQL does not when it plans a query, attaches a partition or looks for a NULL. It is told once there are later migrations and none of them validates it.',
  safe: `ALTER TABLE orders VALIDATE CONSTRAINT orders_total;`,
  allow: 'Old rows are known to break it, and stay.',
}
