export { folderOf, type CatalogOptions } from './catalog-options.ts'
export { checkCatalog } from './check.ts'
export { checksumOf, compareChecksum } from './checksum.ts'
export {
  defineMigration,
  type CodeFunction,
  type CodeMigration,
  type MigrationContext,
} from './code-migration.ts'
export { defineSeed, type CodeSeed } from './code-seed.ts'
export { importModule, isRewritten } from './code-module.ts'
export type { AnyTable, ModelCalls, TableRef } from './model-calls.ts'
export { loadCatalog } from './load-catalog.ts'
export {
  loadMigration,
  type LoadedMigration,
  loadTexts,
  type SqlTexts,
  textsOf,
} from './load-migration.ts'
export { loadSeed, type LoadedSeed } from './load-seed.ts'
export type {
  Catalog,
  CatalogProblem,
  CatalogProblemKind,
  Layout,
  Migration,
  SourceRef,
} from './migration.ts'
export {
  placeMigrations,
  writePlaced,
  type MigrationText,
  type PlacedMigration,
  type PlaceOptions,
} from './place-migrations.ts'
export { Registry, type RegistryEntry } from './registry.ts'
export { renumber, type Rename } from './renumber.ts'
export { replaceTexts, type Replacement } from './replace-texts.ts'
export { requireSound } from './sound.ts'
export {
  recallFolder,
  rememberLook,
  type FolderMemory,
  type SettledLook,
} from './settled-folder.ts'
export { placeSquash, finishSquash, writeSquash, type SquashFile } from './squash-files.ts'
export { labelOfFile } from './file-name.ts'
export { replacedChecksums, replacedLabels } from './leftovers.ts'
export { findSeeds, type Seed, type SeedFolder, type SeedPlace } from './seed-folder.ts'
export { splitPart, type SqlPart } from './sql-parts.ts'
export { readTextFile, utf8Mistake } from './text-file.ts'
export {
  writeMigration,
  type WriteMigrationKind,
  type WriteMigrationOptions,
  type WrittenMigration,
} from './write-migration.ts'
