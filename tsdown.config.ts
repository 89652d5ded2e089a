import { defineConfig, type Rolldown, type UserConfig } from 'tsdown'
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
    plugins: [...shared.plugins, nativeImport, inlineSmall, plainAscii],
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
          ...(['godwit', 'run', 'files', 'work', 'rules'] as const).map((name) => ({
            name,
            test: (id: string) => fileOf(id) === name,
          })),
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
  /replace-texts|place-migrations|client-text|table-lines|engine\/(install|amend-history)|\/bin\.ts|compile-cache/,
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

/** What lint needs besides the room of that name to ask the rules and to tell of it. */
const LINT = /\/src\/(lint\/|cli\/(actions\/lint|lint-(files|levels)|render\/lint|repository)\.ts)/

/**
 * The file of the command line that a module belongs into; undefined for what only some commands or databases need, and for
 * packages, which go with who uses them. One file more costs more than a few kilobytes:
 *
 * - `godwit` is loaded by every command;
 * - `run` by those that run migrations or ask what is applied;
 * - `files` by those that read migrations;
 * - `work` where there is something to do or to tell;
 * - `rules` by lint, and by what foresees what SQL does.
 */
function fileOf(id: string): 'godwit' | 'run' | 'files' | 'work' | 'rules' | undefined {
  // What the compiler adds stands in no file of ours.
  if (/@oxc-project|\/node_modules\/(commander|picocolors|fastest-levenshtein)\//.test(id))
    return 'godwit'
  const [, room] = /\/src\/(?!.*\/node_modules\/)([a-z]+)/.exec(id) ?? []
  if (room === undefined) return undefined
  if (LINT.test(id)) return 'rules'
  if (RARE.some((files) => files.test(id))) return undefined
  const isOfNothingToDo = WAY_OF_NOTHING_TO_DO.some((files) => files.test(id))
  switch (room) {
    case 'cli':
      return START.has(id) ? 'godwit' : UP.has(id) ? 'run' : undefined
    case 'catalog':
    case 'sql':
      return isOfNothingToDo ? 'godwit' : 'files'
    case 'plan':
    case 'ledger':
    case 'engine':
      return isOfNothingToDo ? 'run' : 'work'
    case 'compose':
      return 'run'
    default:
      return /\/dialect\/postgres\//.test(id)
        ? 'run'
        : /\/core\/table\.ts/.test(id)
          ? 'work'
          : 'godwit'
  }
}
