import { existsSync } from 'node:fs'
import { defineConfig, type Rolldown, type UserConfig } from 'tsdown'
import { thirdPartyLicenses } from './scripts/third-party-licenses.ts'

/** The public doors of the package; each is one entry of `exports` in package.json. */
const DOORS = {
  index: 'src/index.ts',
  config: 'src/config/index.ts',
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
  plugins: [withoutCloudflare, licenses],
} satisfies UserConfig

export default defineConfig([
  { ...shared, name: 'library', entry: present(DOORS), dts: { sourcemap: false } },
  {
    // The command line has its own copy of the code, so that what every start reads is one file.
    ...shared,
    name: 'command line',
    entry: present({ bin: 'src/bin.ts' }),
    dts: false,
    outputOptions: { chunkFileNames: 'cli/[name].js' },
  },
])

function present(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)))
}
