import { beginWithoutCommit } from './begin-without-commit.ts'
import { dataAndSchema } from './data-and-schema.ts'
import { downNotReversing } from './down-not-reversing.ts'
import type { FileRule } from './file-rule.ts'
import { missingDown } from './missing-down.ts'
import { notRepeatable } from './not-repeatable.ts'
import { personalData } from './personal-data.ts'
import { secretInLiteral } from './secret-in-literal.ts'

/** The rules that are about whole files, whatever the database. */
export const FILE_RULES: readonly FileRule[] = [
  beginWithoutCommit,
  missingDown,
  downNotReversing,
  dataAndSchema,
  notRepeatable,
  secretInLiteral,
  personalData,
]
