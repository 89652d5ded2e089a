import type { CommandSpec } from './command.ts'
import { BASELINE } from './commands/baseline.ts'
import { CHECK } from './commands/check.ts'
import { CONFIG } from './commands/config.ts'
import { DIFF } from './commands/diff.ts'
import { DOWN } from './commands/down.ts'
import { DRIFT } from './commands/drift.ts'
import { DUMP } from './commands/dump.ts'
import { ERD } from './commands/erd.ts'
import { FORCE } from './commands/force.ts'
import { HISTORY } from './commands/history.ts'
import { INIT } from './commands/init.ts'
import { LINT } from './commands/lint.ts'
import { LOAD } from './commands/load.ts'
import { NEW } from './commands/new.ts'
import { PLAN } from './commands/plan.ts'
import { PULL } from './commands/pull.ts'
import { REDO } from './commands/redo.ts'
import { REPAIR } from './commands/repair.ts'
import { RUN } from './commands/run.ts'
import { SEED } from './commands/seed.ts'
import { SQUASH } from './commands/squash.ts'
import { STATUS } from './commands/status.ts'
import { TEST } from './commands/test.ts'
import { TYPES } from './commands/types.ts'
import { UNLOCK } from './commands/unlock.ts'
import { UP } from './commands/up.ts'
import { VALIDATE } from './commands/validate.ts'
import { VERIFY } from './commands/verify.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  INIT,
  NEW,
  DIFF,
  UP,
  DOWN,
  REDO,
  RUN,
  SEED,
  STATUS,
  HISTORY,
  PLAN,
  CHECK,
  LINT,
  TEST,
  VERIFY,
  VALIDATE,
  DRIFT,
  DUMP,
  LOAD,
  ERD,
  PULL,
  TYPES,
  SQUASH,
  REPAIR,
  FORCE,
  UNLOCK,
  BASELINE,
  CONFIG,
]
