import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { type TempDir, tempDir } from '../setup/temp.ts'
import { CHECKOUT } from './blocks.ts'

/** What a command gave; both streams in the order of their writing. */
export type Ran = { readonly exit: number | string; readonly output: string }

/** A project of a reader who follows a document: godwit is installed, and `godwit` and `npx godwit` are on the path. */
export interface Place extends AsyncDisposable {
  readonly dir: TempDir
  write(file: string, text: string): Promise<void>
  sh(script: string): Promise<Ran>
  /** Runs a program in TypeScript. */
  ts(file: string): Promise<Ran>
  /** What the compiler says about every TypeScript file of the place. */
  compile(): Promise<Ran>
}

/** Makes the project. `env` is what the commands find in their environment. */
export async function place(env: Readonly<Record<string, string>> = {}): Promise<Place> {
  const dir = await tempDir('docs')
  const write: Place['write'] = async (file, text) => {
    await mkdir(dirname(dir.join(file)), { recursive: true })
    await writeFile(dir.join(file), text)
  }
  await write('empty.ts', 'export {}\n')
  await write('package.json', '{ "name": "shop", "private": true, "type": "module" }\n')
  await install(dir)
  await writeCommands(dir)
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(DATABASE_URL|DB_|PG|GODWIT_|NO_COLOR|FORCE_COLOR|CI$|GITHUB_)/.test(name),
    ),
  )
  const path = [dir.join('bin'), process.env['PATH'] ?? ''].join(delimiter)
  const run = (command: string, args: readonly string[]): Promise<Ran> =>
    ran(command, args, dir, { ...clean, PATH: path, ...env })
  return {
    dir,
    write,
    sh: (script) => run('sh', ['-c', `exec 2>&1\n${script}`]),
    ts: (file) =>
      run(process.execPath, [join(CHECKOUT, 'node_modules', 'jiti', 'lib', 'jiti-cli.mjs'), file]),
    compile: () => run(join(CHECKOUT, 'node_modules', '.bin', 'tsc'), ['--noEmit', '-p', '.']),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

/** godwit and the packages that a reader may have beside it. */
async function install(dir: TempDir): Promise<void> {
  const packages = [
    'pg',
    '@electric-sql/pglite',
    '@photostructure/sqlite',
    '@types/node',
    '@types/pg',
  ]
  for (const name of packages) {
    await mkdir(dirname(dir.join('node_modules', name)), { recursive: true })
    await symlink(join(CHECKOUT, 'node_modules', name), dir.join('node_modules', name))
  }
  await symlink(CHECKOUT, dir.join('node_modules', 'godwit'))
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    types: ['node'],
    skipLibCheck: false,
    allowImportingTsExtensions: true,
    noEmit: true,
  }
  await writeFile(dir.join('tsconfig.json'), JSON.stringify({ compilerOptions }))
}

async function writeCommands(dir: TempDir): Promise<void> {
  const manifest: { bin: Record<string, string> } = JSON.parse(
    await readFile(join(CHECKOUT, 'package.json'), 'utf8'),
  )
  const program = join(CHECKOUT, manifest.bin['godwit'] ?? '')
  await mkdir(dir.join('bin'))
  await writeFile(
    dir.join('bin', 'godwit'),
    `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`,
  )
  await writeFile(dir.join('bin', 'npx'), '#!/bin/sh\nexec "$@"\n')
  for (const name of ['godwit', 'npx']) await chmod(dir.join('bin', name), 0o755)
}

function ran(
  command: string,
  args: readonly string[],
  dir: TempDir,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: dir.path,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({
        exit: code ?? String(signal),
        output: plain(Buffer.concat(output).toString(), dir),
      }),
    )
  })
}

/** A text without what differs from run to run, and without blanks that only align columns. */
export function plain(text: string, dir?: TempDir): string {
  return (dir === undefined ? text : text.replaceAll(dir.path, '/home/ann/shop'))
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)/g, 'TIME')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, 'DURATION')
    .replaceAll(/\b\d{14}(?=_)/g, '20261121093000')
    .replaceAll(`${userInfo().username}@${hostname()}`, 'ann@laptop')
    .replaceAll(/(SQLite|PostgreSQL|PGlite) \d[\d.]*/g, '$1 N')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/ +$/gm, '')
}
