export { systemClock, type Clock } from './clock.ts'
export { formatDuration, parseDuration } from './duration.ts'
export { ERRORS, EXIT, type ErrorCode, type ErrorEntry } from './error-catalogue.ts'
export {
  asGodwitError,
  GodwitError,
  godwitError,
  isGodwitError,
  type ErrorDetails,
  type ErrorDocument,
} from './errors.ts'
export type { Emit, GodwitEvent } from './events.ts'
export { sha256, sha256OfParts } from './hash.ts'
export {
  migrationLabel,
  type Checksum,
  type ChecksumAlgorithm,
  type Direction,
  type MigrationId,
  type Position,
} from './migration.ts'
export type {
  AuditAction,
  AuditEvent,
  JournalEntry,
  LockHolder,
  MigrationRecord,
} from './record.ts'
export { privateFolder, pruneCached, readCached, writeCached } from './private-cache.ts'
export { isGone, thisProcess, type ProcessMark } from './process-mark.ts'
export { redact, Secret } from './secret.ts'
export { nearest } from './suggest.ts'
export { systemActor, systemUser } from './system-user.ts'
export { TOOL_VERSION } from './tool-version.ts'
export {
  compareVersions,
  isTimestamp,
  isVersion,
  parseVersion,
  versionKey,
  type Version,
  type VersionScheme,
} from './version.ts'
