import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { addColumnRewrites } from './add-column-rewrites.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { algorithmUnspecified } from './algorithm-unspecified.ts'
import { altersOfOneTable } from './alters-of-one-table.ts'
import { checkValidatesInPlace } from './check-validates-in-place.ts'
import { banFloat, preferDatetime, preferUtf8mb4 } from './column-advice.ts'
import { columnTypeRewrites } from './column-type-rewrites.ts'
import { definerNamed } from './definer-named.ts'
import { dropColumn } from './drop-column.ts'
import { dropIndex } from './drop-index.ts'
import { dropSchema } from './drop-schema.ts'
import { dropTable } from './drop-table.ts'
import { enumValuesMove } from './enum-values-move.ts'
import { explicitCopy } from './explicit-copy.ts'
import { explicitLock } from './explicit-lock.ts'
import { foreignKeyValidatesInPlace } from './foreign-key-validates-in-place.ts'
import { implicitCommit } from './implicit-commit.ts'
import { indexBlocksWrites } from './index-blocks-writes.ts'
import { leakingSetting } from './leaking-setting.ts'
import { loadData } from './load-data.ts'
import { notInnodb } from './not-innodb.ts'
import { renameColumn } from './rename-column.ts'
import { renameTable } from './rename-table.ts'
import { rewritesTable } from './rewrites-table.ts'
import { secretInSql } from './secret-in-sql.ts'
import { serverSetting } from './server-setting.ts'
import { tableWithoutKey } from './table-without-key.ts'
import { truncate } from './truncate.ts'
import { wholeTableChange } from './whole-table-change.ts'

/** Every rule for MySQL and MariaDB, in the order of the reference. */
export const RULES: readonly Rule<WordedScene>[] = [
  foreignKeyValidatesInPlace,
  checkValidatesInPlace,
  indexBlocksWrites,
  addRequiredColumn,
  addColumnRewrites,
  columnTypeRewrites,
  enumValuesMove,
  rewritesTable,
  explicitCopy,
  algorithmUnspecified,
  altersOfOneTable,
  implicitCommit,
  dropColumn,
  dropIndex,
  renameColumn,
  renameTable,
  dropTable,
  dropSchema,
  truncate,
  wholeTableChange,
  explicitLock,
  leakingSetting,
  serverSetting,
  loadData,
  definerNamed,
  secretInSql,
  notInnodb,
  tableWithoutKey,
  preferUtf8mb4,
  banFloat,
  preferDatetime,
]
