import type { Rule } from '../../rule.ts'
import { addColumnRewrites } from './add-column-rewrites.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { checkValidatesInPlace } from './check-validates-in-place.ts'
import { banChar, preferBigint, preferJsonb, preferTimestamptz } from './column-type-advice.ts'
import { columnTypeRewrites } from './column-type-rewrites.ts'
import { concurrentUnnamed } from './concurrent-unnamed.ts'
import { dropCascade } from './drop-cascade.ts'
import { dropColumn } from './drop-column.ts'
import { dropSchema } from './drop-schema.ts'
import { dropTable } from './drop-table.ts'
import { enumRenameValue } from './enum-rename-value.ts'
import { exclusionConstraint } from './exclusion-constraint.ts'
import { explicitLock } from './explicit-lock.ts'
import { foreignKeyValidatesInPlace } from './foreign-key-validates-in-place.ts'
import { indexDropNotConcurrent } from './index-drop-not-concurrent.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'
import { keyBuildsIndex } from './key-builds-index.ts'
import { leakingSetting } from './leaking-setting.ts'
import { notNullScan } from './not-null-scan.ts'
import { partitionLocks } from './partition-locks.ts'
import { refreshNotConcurrent } from './refresh-not-concurrent.ts'
import { reindexNotConcurrent } from './reindex-not-concurrent.ts'
import { renameColumn } from './rename-column.ts'
import { renameTable } from './rename-table.ts'
import { rewritesTable } from './rewrites-table.ts'
import { secretInSql } from './secret-in-sql.ts'
import { statementAfterExclusive } from './statement-after-exclusive.ts'
import { tableWithoutKey } from './table-without-key.ts'
import { truncate } from './truncate.ts'
import { validateInSameTransaction } from './validate-in-same-transaction.ts'
import { wholeTableChange } from './whole-table-change.ts'
import { wideLockWindow } from './wide-lock-window.ts'

/** Every rule for PostgreSQL, in the order of the reference. */
export const RULES: readonly Rule[] = [
  indexNotConcurrent,
  indexDropNotConcurrent,
  reindexNotConcurrent,
  concurrentUnnamed,
  foreignKeyValidatesInPlace,
  checkValidatesInPlace,
  validateInSameTransaction,
  notNullScan,
  keyBuildsIndex,
  exclusionConstraint,
  addRequiredColumn,
  addColumnRewrites,
  columnTypeRewrites,
  dropColumn,
  renameColumn,
  renameTable,
  dropTable,
  dropSchema,
  dropCascade,
  truncate,
  rewritesTable,
  partitionLocks,
  refreshNotConcurrent,
  enumRenameValue,
  wholeTableChange,
  statementAfterExclusive,
  wideLockWindow,
  explicitLock,
  leakingSetting,
  secretInSql,
  tableWithoutKey,
  preferJsonb,
  preferTimestamptz,
  banChar,
  preferBigint,
]
