import type { Rule, RuleFacts } from '../../rule.ts'
import { addColumnRewrites } from './add-column-rewrites.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { attachScansPartition } from './attach-scans-partition.ts'
import { blockNotRead } from './block-not-read.ts'
import { checkValidatesInPlace } from './check-validates-in-place.ts'
import {
  banChar,
  preferBigint,
  preferIdentity,
  preferJsonb,
  preferNumeric,
  preferText,
  preferTimestamptz,
} from './column-type-advice.ts'
import { columnTypeDependents } from './column-type-dependents.ts'
import { columnTypeNarrows } from './column-type-narrows.ts'
import { columnTypeRebuildsIndex } from './column-type-rebuilds-index.ts'
import { columnTypeRechecks } from './column-type-rechecks.ts'
import { columnTypeRewrites } from './column-type-rewrites.ts'
import { columnTypeTimeZone } from './column-type-time-zone.ts'
import { concurrentIfNotExists } from './concurrent-if-not-exists.ts'
import { concurrentInTransaction } from './concurrent-in-transaction.ts'
import { concurrentUnnamed } from './concurrent-unnamed.ts'
import { constraintNeverValidated } from './constraint-never-validated.ts'
import { constraintUnnamed } from './constraint-unnamed.ts'
import { domainScansTables } from './domain-scans-tables.ts'
import { dropCascade } from './drop-cascade.ts'
import { dropColumnDropsIndex } from './drop-column-drops-index.ts'
import { dropColumn } from './drop-column.ts'
import { dropPrimaryKey, dropForeignKey } from './drop-constraint.ts'
import { dropNotNull } from './drop-not-null.ts'
import { dropSchema } from './drop-schema.ts'
import { dropSequence } from './drop-sequence.ts'
import { dropTableLocksOthers } from './drop-table-locks-others.ts'
import { dropTable } from './drop-table.ts'
import { enumRenameValue } from './enum-rename-value.ts'
import { enumValueUsed } from './enum-value-used.ts'
import { exclusionConstraint } from './exclusion-constraint.ts'
import { explicitLock } from './explicit-lock.ts'
import { foreignKeyType } from './foreign-key-type.ts'
import { foreignKeyValidatesInPlace } from './foreign-key-validates-in-place.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { foreignKeysToSeveralTables } from './foreign-keys-to-several-tables.ts'
import { ifNotExists } from './if-not-exists.ts'
import { indexDropNotConcurrent } from './index-drop-not-concurrent.ts'
import { indexDroppedBeforeReplacement } from './index-dropped-before-replacement.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'
import { indexRedundant } from './index-redundant.ts'
import { indexTooWide } from './index-too-wide.ts'
import { keyBuildsIndex } from './key-builds-index.ts'
import { leakingSetting } from './leaking-setting.ts'
import { nameTooLong } from './name-too-long.ts'
import { notNullScan } from './not-null-scan.ts'
import { partitionLocks } from './partition-locks.ts'
import { primaryKeyNullableIndex } from './primary-key-nullable-index.ts'
import { publicationWithoutIdentity } from './publication-without-identity.ts'
import { refreshNotConcurrent } from './refresh-not-concurrent.ts'
import { reindexNotConcurrent } from './reindex-not-concurrent.ts'
import { renameColumn } from './rename-column.ts'
import { renameTable } from './rename-table.ts'
import { rewritesTable } from './rewrites-table.ts'
import { secretInSql } from './secret-in-sql.ts'
import { serverWideChange } from './server-wide-change.ts'
import { statementAfterExclusive } from './statement-after-exclusive.ts'
import { tableWithoutKey } from './table-without-key.ts'
import { truncate } from './truncate.ts'
import { validateInSameTransaction } from './validate-in-same-transaction.ts'
import { viewMadeAnew } from './view-made-anew.ts'
import { wholeTableChange } from './whole-table-change.ts'
import { wideLockWindow } from './wide-lock-window.ts'

/** The rules that are asked about each statement, in the order of the reference. */
export const RULES: readonly Rule[] = [
  indexNotConcurrent,
  indexDropNotConcurrent,
  reindexNotConcurrent,
  concurrentUnnamed,
  indexDroppedBeforeReplacement,
  indexRedundant,
  concurrentIfNotExists,
  concurrentInTransaction,
  foreignKeyValidatesInPlace,
  foreignKeyType,
  foreignKeysToSeveralTables,
  checkValidatesInPlace,
  validateInSameTransaction,
  notNullScan,
  keyBuildsIndex,
  primaryKeyNullableIndex,
  exclusionConstraint,
  domainScansTables,
  addRequiredColumn,
  addColumnRewrites,
  columnTypeRewrites,
  columnTypeTimeZone,
  columnTypeDependents,
  columnTypeNarrows,
  columnTypeRechecks,
  columnTypeRebuildsIndex,
  dropColumn,
  dropPrimaryKey,
  dropForeignKey,
  dropColumnDropsIndex,
  renameColumn,
  renameTable,
  dropTable,
  dropTableLocksOthers,
  dropSchema,
  viewMadeAnew,
  dropSequence,
  dropCascade,
  truncate,
  rewritesTable,
  partitionLocks,
  attachScansPartition,
  refreshNotConcurrent,
  enumRenameValue,
  enumValueUsed,
  publicationWithoutIdentity,
  wholeTableChange,
  statementAfterExclusive,
  wideLockWindow,
  explicitLock,
  leakingSetting,
  serverWideChange,
  blockNotRead,
  secretInSql,
  nameTooLong,
  tableWithoutKey,
  ifNotExists,
  dropNotNull,
  constraintUnnamed,
  foreignKeyWithoutIndex,
  indexTooWide,
  preferJsonb,
  preferTimestamptz,
  banChar,
  preferBigint,
  preferText,
  preferIdentity,
  preferNumeric,
]

/** Every rule for PostgreSQL; the last ones are about what the migrations leave as a whole. */
export const ALL_RULES: readonly RuleFacts[] = [...RULES, constraintNeverValidated]
