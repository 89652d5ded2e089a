import { defineConfig, type Rolldown, type UserConfig } from 'tsdown'
import { codeId } from './scripts/code-id.ts'
import { inlineSmall } from './scripts/inline-small.ts'
import { nativeImport } from './scripts/native-import.ts'
import { plainAscii } from './scripts/plain-ascii.ts'
import { loadedWith } from './scripts/static-imports.ts'
import { thirdPartyLicenses } from './scripts/third-party-licenses.ts'
import { trimBundle } from './scripts/trim-bundle.ts'

/** The public doors of the package; each is one entry of `exports` in package.json. */
const DOORS = {
  index: 'src/index.ts',
  config: 'src/config/index.ts',
  schema: 'src/models.ts',
  testing: 'src/testing/index.ts',
}

/** What is copied into the bundle, so that starting needs no search through node_modules. */
const BUNDLED = [
  'commander',
  'fastest-levenshtein',
  'is-network-error',
  'p-retry',
  'picocolors',
  'valibot',
  // The PostgreSQL driver, from pg/lib/client.js inwards.
  /^pg($|\/|-(connection-string|int8|protocol|types)$)/,
  'pgpass',
  /^postgres-(array|bytea|date|interval)$/,
  'split2',
  'xtend',
]

/** `pg` carries a second network layer for another runtime; nothing of it can run in Node. */
const withoutCloudflare: Rolldown.Plugin = {
  name: 'without-cloudflare',
  resolveId: (id) => (id === 'pg-cloudflare' ? '\0pg-cloudflare' : undefined),
  load: (id) => (id === '\0pg-cloudflare' ? 'export {}' : undefined),
}

const licenses = thirdPartyLicenses()

const shared = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  hash: false,
  outDir: 'dist',
  minify: false,
  report: false,
  deps: { onlyBundle: BUNDLED },
  plugins: [withoutCloudflare, trimBundle, licenses],
} satisfies UserConfig

export default defineConfig([
  {
    ...shared,
    name: 'library',
    entry: DOORS,
    dts: { sourcemap: false },
    // Without a folder of their own, shared parts take the names of the doors.
    outputOptions: { chunkFileNames: 'parts/[name].js' },
  },
  {
    // The command line has its own copy of the code, as CommonJS in few and small files: Node starts those fastest.
    ...shared,
    name: 'command line',
    format: 'cjs',
    plugins: [...shared.plugins, nativeImport, inlineSmall, plainAscii, codeId],
    fixedExtension: true,
    entry: { bin: 'src/bin.ts' },
    dts: false,
    treeshake: { moduleSideEffects: [{ test: /\/src\//, sideEffects: false }] },
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    outputOptions: {
      chunkFileNames: 'cli/[name].cjs',
      codeSplitting: {
        groups: [
          { name: 'cache', test: /\/core\/(private-cache|clock)\.ts$/, priority: 1 },
          { name: 'godwit', test: isOnEveryPath },
          { name: 'run', test: isForRun },
          { name: 'files', test: isForFiles },
          { name: 'work', test: isForWork },
          { name: 'rules', test: isForLint },
        ],
      },
    },
  },
])

/** What only some commands or databases need. */
const RARE = [
  /\/(sqlite|pglite|dialect\/mysql)\//,
  /\/dialect\/(scratch\.ts|server-scratch|folder-templates|render\/)/,
  /\/dialect\/postgres\/(catalog-|introspect|changes|names|open|view-text)/,
  /\/(effects?|temporary|embedded|introspect|rows|render|model-parts|read-models|value-types|fold-serials|code-models|preview-code)\.ts/,
  /\/src\/(lint|inspect|schema)\//,
  /\/sql\/(literals|postgres-(tree|grammar)|remembered-trees)/,
  /\/plan\/saved-plan-schema/,
  /\/config\/(validate|schema|read|keys|key-list|wording|fill)/,
  /\/(engine|catalog|ledger)\/[a-z-]*seed|row-script/,
  /replace-texts|place-migrations|client-text|table-lines|v8-flags|engine\/(install|amend-history)|\/bin\.ts|compile-cache/,
]

/** What every command loads of the command line. */
const START = loadedWith(['src/cli/index.ts'])

/** What `up` loads of it; every other command is a file of its own. */
const UP = loadedWith([
  'src/cli/actions/up.ts',
  // Loaded by the context when a command needs it, and `up` does.
  'src/cli/render/progress.ts',
])

/** What `up` goes through when there is nothing to do, out of the rooms that are about migrations and their SQL. */
const WAY_OF_NOTHING_TO_DO = [
  /\/catalog\/(catalog-options|file-facts|settled-folder|sql-parts)\.ts/,
  /\/sql\/(quote|words|split|role|grammar\/[^/]+)\.ts/,
  /\/plan\/(require-plan|save)\.ts/,
  /\/ledger\/(audit|ledger-error|row-reader|state)\.ts/,
  /\/engine\/(again|connecting|failure|given-options|interruption|listeners|migrator|pooler|request|run-anew|run-state|session|settings|settled|start)\.ts/,
]

/**
 * Whether a module belongs into the one file that every command loads: a file more costs more than a few kilobytes.
 * Left out is what only some commands or databases need, and whatever draws a package in.
 */
function isOnEveryPath(id: string): boolean {
  // What the compiler adds stands in no file.
  if (id.includes('@oxc-project')) return true
  if (/\/node_modules\//.test(id)) return /\/(commander|picocolors|fastest-levenshtein)\//.test(id)
  if (!/\/src\//.test(id) || isRare(id)) return false
  if (/\/src\/cli\//.test(id)) return START.has(id)
  if (/\/src\/(plan|ledger|engine|dialect\/postgres|compose\.ts)/.test(id)) return false
  return /\/src\/(catalog|sql)\//.test(id)
    ? isOfNothingToDo(id)
    : !/\/core\/(table|v8-flags)\.ts/.test(id)
}

/** Whether a module belongs into the second file, which every command loads that runs migrations or asks what is applied. */
function isForRun(id: string): boolean {
  if (!/\/src\//.test(id) || isRare(id) || isOnEveryPath(id)) return false
  return /\/src\/(catalog|sql|plan|ledger|engine)\//.test(id)
    ? isOfNothingToDo(id)
    : /\/src\/(cli|dialect|compose\.ts)/.test(id)
}

/** Whether a module belongs into the file for what reads migrations and their SQL. */
function isForFiles(id: string): boolean {
  return /\/src\/(catalog|sql)\//.test(id) && !isRare(id) && !isOnEveryPath(id) && !isForRun(id)
}

/** Whether a module belongs into the third file, which is loaded where there is something to do or to tell. */
function isForWork(id: string): boolean {
  return /\/src\//.test(id) && !isRare(id) && !isOnEveryPath(id) && !isForRun(id)
}

function isOfNothingToDo(id: string): boolean {
  return WAY_OF_NOTHING_TO_DO.some((files) => files.test(id))
}

/** Whether a module belongs into the file of rules, with what lint needs to ask them and to tell of it. */
function isForLint(id: string): boolean {
  return /\/src\/(lint\/|core\/v8-flags|cli\/(actions\/lint|lint-(files|levels)|render\/lint|repository)\.ts)/.test(
    id,
  )
}

function isRare(id: string): boolean {
  return (
    (/\/src\/cli\//.test(id) && !START.has(id) && !UP.has(id)) ||
    RARE.some((files) => files.test(id))
  )
}
