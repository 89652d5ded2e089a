export { systemClock, type Clock } from './clock.ts'
export { formatDuration, parseDuration } from './duration.ts'
export { ERRORS, type ErrorCode } from './error-catalogue.ts'
export type { ErrorEntry } from './error-entry.ts'
export {
  asGodwitError,
  GodwitError,
  godwitError,
  retold,
  isGodwitError,
  type ErrorDetails,
  type ErrorDocument,
} from './errors.ts'
export { EXIT } from './exit.ts'
export type { Emit, GodwitEvent } from './events.ts'
export { sha256, sha256OfParts } from './hash.ts'
export {
  migrationLabel,
  SERVICE_NAME,
  type Checksum,
  type ChecksumAlgorithm,
  type Direction,
  type MigrationId,
  type Position,
} from './migration.ts'
export {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEvent,
  type JournalEntry,
  type MigrationRecord,
} from './record.ts'
export { isError } from './is-error.ts'
export { describeHolder, isoTime, type LockHolder } from './lock-holder.ts'
export { privateFolder, pruneCached, readCached, writeCached } from './private-cache.ts'
export { isGone, thisProcess, type ProcessMark } from './process-mark.ts'
export { plural } from './plural.ts'
export { redact, Secret } from './secret.ts'
export {
  COUNT,
  FLAG,
  group,
  inWords,
  isObject,
  misused,
  oneOf,
  requireShape,
  TEXT,
  type Shape,
  type Shapes,
  type ShapesOf,
} from './shape.ts'
export { shellWord } from './shell-word.ts'
export { shownPath } from './shown-path.ts'
export { nearest } from './suggest.ts'
export { systemCode, systemReason } from './system-reason.ts'
export { systemActor, systemUser } from './system-user.ts'
export { renderTable } from './table.ts'
export { TOOL_VERSION } from './tool-version.ts'
export {
  compareVersions,
  isTimestamp,
  isVersion,
  isZero,
  parseVersion,
  versionKey,
  type Version,
  type VersionScheme,
} from './version.ts'
