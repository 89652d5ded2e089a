import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tempDir, type TempDir } from '../setup/temp.ts'
import { CHECKOUT, fieldOf, run, succeed, writeMigrations } from './program.ts'

let project: TempDir

beforeAll(async () => {
  project = await tempDir('project')
  const pack = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', project.path]
  await succeed('npm', pack, CHECKOUT)
  const tarball = (await readdir(project.path)).find((name) => name.endsWith('.tgz'))
  await writeFile(project.join('package.json'), '{ "name": "shop", "private": true }\n')
  // On Node 20 SQLite comes from a package, as godwit tells its users.
  const packages = [`./${tarball}`, '@photostructure/sqlite@1.2.1']
  await succeed('npm', ['install', '--no-audit', '--no-fund', ...packages], project.path)
  await writeMigrations(project.path)
})

afterAll(() => project[Symbol.asyncDispose]())

test('npx godwit --version prints the version', async () => {
  const version = await fieldOf(join(CHECKOUT, 'package.json'), 'version')
  const { code, stdout, stderr } = await run('npx', ['godwit', '--version'], project.path)
  expect({ code, stdout, stderr: withoutNpm(stderr) }).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  })
})

test.for([
  ['use.mjs', `import { createMigrator } from 'godwit'`],
  ['use.cjs', `const { createMigrator } = require('godwit')`],
] as const)('the library migrates a database from %s', async ([file, first]) => {
  await writeFile(
    project.join(file),
    `${first}
    async function main() {
      const migrator = createMigrator({ url: 'sqlite:${file}.db', dir: 'migrations' })
      const up = await migrator.up()
      const again = await migrator.up()
      console.log(up.status, up.steps.length, again.status, await migrator.currentVersion())
      await migrator.close()
    }
    main()\n`,
  )
  expect(await run(process.execPath, [file], project.path)).toEqual({
    code: 0,
    stdout: 'done 2 nothing 002\n',
    stderr: '',
  })
})

test.for(['godwit/config', 'godwit/testing'])('%s opens for import and require', async (door) => {
  const asValue = `import(${JSON.stringify(door)}).then((m) => console.log(Object.keys(m).length > 0))`
  const required = `console.log(Object.keys(require(${JSON.stringify(door)})).length > 0)`
  for (const code of [asValue, required]) {
    const ended = await run(process.execPath, ['-e', code], project.path)
    expect(ended).toEqual({ code: 0, stdout: 'true\n', stderr: '' })
  }
})

test('a TypeScript project compiles against the types, all of them checked', async () => {
  await symlink(join(CHECKOUT, 'node_modules', '@types'), project.join('types'))
  await writeFile(
    project.join('use.mts'),
    `import { createMigrator, defineMigration, GodwitError } from 'godwit'
    import { defineConfig } from 'godwit/config'
    await using migrator = createMigrator({ url: 'sqlite:use.db' })
    const result = await migrator.up()
    if (!result.ok) {
      const error: GodwitError = result.error
      console.error(error.code)
    }
    // @ts-expect-error a migrator has no such option
    createMigrator({ nonsense: true })
    export default defineConfig({})
    export const migration = defineMigration({ up: async () => {} })\n`,
  )
  const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes']
  const modern = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,esnext.disposable']
  const types = ['--typeRoots', './types', '--types', 'node']
  const compiler = join(CHECKOUT, 'node_modules', '.bin', 'tsc')
  const ended = await run(compiler, [...strict, ...modern, ...types, 'use.mts'], project.path)
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('installing it brings no install script and no native code', async () => {
  const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
    await readFile(project.join('package-lock.json'), 'utf8'),
  )
  const scripted = Object.entries(lock.packages).filter(
    ([, about]) => about.hasInstallScript === true,
  )
  expect(scripted.map(([name]) => name)).toEqual(['node_modules/@photostructure/sqlite'])
})

/** npm's own remarks, which depend on how this machine is set up. */
function withoutNpm(stderr: string): string {
  return stderr.replace(/^npm (warn|notice).*\n/gm, '')
}
