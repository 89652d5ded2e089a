export {
  type CommonConfig,
  type ConfigContext,
  type ConfigExport,
  type DatabaseConfig,
  defineConfig,
  type DialectName,
  type DurationText,
  type EnvironmentConfig,
  type GodwitConfig,
  type SslMode,
} from './define.ts'
export { loadConfig } from './load.ts'
export { migratorOptions } from './migrator-options.ts'
export {
  describeConfig,
  type DescribedSetting,
  type Overrides,
  requireDatabase,
  requireTarget,
  type ResolvedConfig,
} from './resolved.ts'
export type { ConnectionTarget } from './target.ts'
export type { VariableSet } from './variables.ts'
export { readTerminalEnvironment, type TerminalEnvironment } from './terminal.ts'
