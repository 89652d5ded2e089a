import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** The file through which all dynamic imports go; code out of this cache could not do them. */
const IMPORTER = 'import.cjs'

/** What Node 20 calls to turn a file into a module; its types leave it out. */
type Compiling = { _compile(this: NodeModule, content: string, filename: string): unknown }

/**
 * Lets Node keep compiled code between runs: half of what a start costs is compiling. Newer Nodes do it themselves; for
 * Node 20 the files of `folder` are compiled through `vm.Script`, whose code V8 can write down and read back.
 */
export function useCompileCache(folder: string): void {
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache()
  else keepCode(folder)
}

function keepCode(folder: string): void {
  const cache = privateFolder(join(homedir(), '.cache', 'godwit', `node-${process.version}`))
  if (cache === undefined) return
  const prototype = (nodeModule as unknown as { prototype: Compiling }).prototype
  const compile = prototype._compile
  const fresh: { readonly path: string; readonly script: Script }[] = []
  prototype._compile = function (content, filename) {
    if (dirname(filename) !== folder || basename(filename) === IMPORTER) return compile.call(this, content, filename)
    // V8 itself only compares the length of the source: the name carries what tells one version from another.
    const path = join(cache, `${basename(filename)}.${createHash('sha256').update(content).digest('hex').slice(0, 32)}`)
    const cachedData = readIfThere(path)
    const script = new Script(nodeModule.wrap(content), { filename, ...(cachedData === undefined ? {} : { cachedData }) })
    if (cachedData === undefined || script.cachedDataRejected === true) fresh.push({ path, script })
    const run: (...values: unknown[]) => unknown = script.runInThisContext()
    return run.call(this.exports, this.exports, nodeModule.createRequire(filename), this, filename, folder)
  }
  process.once('exit', () => fresh.forEach(({ path, script }) => write(path, script.createCachedData())))
}

/** A folder that nobody else can write: whoever can write cached code can run code. */
function privateFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const { uid, mode } = lstatSync(path)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? path : undefined
  } catch {
    return undefined
  }
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Another process may write the same file now: the whole file appears at once or not at all. Older versions of it go. */
function write(path: string, data: Buffer): void {
  try {
    writeFileSync(`${path}.${process.pid}`, data, { mode: 0o600 })
    renameSync(`${path}.${process.pid}`, path)
    const name = basename(path)
    const stem = name.slice(0, name.lastIndexOf('.'))
    for (const other of readdirSync(dirname(path))) if (other.startsWith(`${stem}.`) && other !== name && other.length === name.length) rmSync(join(dirname(path), other))
  } catch {
    // A cache that cannot be written only costs time.
  }
}
