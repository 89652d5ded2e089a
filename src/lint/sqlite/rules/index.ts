import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { addColumnRefused } from './add-column-refused.ts'
import { addRequiredColumn } from './add-required-column.ts'
import { attachedFile } from './attached-file.ts'
import { banAutoincrement, preferStrict, typeAffinity } from './column-advice.ts'
import { doubleQuotedString } from './double-quoted-string.ts'
import { dropColumnRefused } from './drop-column-refused.ts'
import { dropColumn } from './drop-column.ts'
import { dropDeletesChildren } from './drop-deletes-children.ts'
import { dropTable } from './drop-table.ts'
import { rebuildBreaksViews } from './rebuild-breaks-views.ts'
import { rebuildLosesObjects } from './rebuild-loses-objects.ts'
import { renameColumn } from './rename-column.ts'
import { renameRepointsReferences } from './rename-repoints-references.ts'
import { renameTable } from './rename-table.ts'
import { settingWithoutEffect } from './setting-without-effect.ts'
import { tableWithoutKey } from './table-without-key.ts'
import { vacuumInTransaction } from './vacuum-in-transaction.ts'
import { wholeTableChange } from './whole-table-change.ts'
import { withoutRowidNeedsKey } from './without-rowid-needs-key.ts'

/** Every rule for SQLite, in the order of the reference. */
export const RULES: readonly Rule<WordedScene>[] = [
  dropDeletesChildren,
  rebuildLosesObjects,
  rebuildBreaksViews,
  renameRepointsReferences,
  settingWithoutEffect,
  vacuumInTransaction,
  addRequiredColumn,
  addColumnRefused,
  dropColumn,
  dropColumnRefused,
  renameColumn,
  renameTable,
  dropTable,
  wholeTableChange,
  doubleQuotedString,
  withoutRowidNeedsKey,
  attachedFile,
  tableWithoutKey,
  preferStrict,
  typeAffinity,
  banAutoincrement,
]
