import { createHash } from 'node:crypto'
import { createRequire, Module, wrap } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { privateFolder, pruneCached, readCached, writeCached } from '#core'

/** The file through which all dynamic imports go; code out of this cache could not do them. */
const IMPORTER = 'import.cjs'

/** The one package of some size that is not bundled: its grammar lies beside its code. */
const GRAMMAR = /[\\/]libpg-query[\\/]wasm$/

/** What Node 20 calls to turn a file into a module; its types leave it out. */
type Compiling = { _compile(this: NodeModule, content: string, filename: string): unknown }

/**
 * Keeps compiled code between runs for Node 20, which does not do so by itself: half of what a start costs is compiling.
 * The files of `folder`, and what loads PostgreSQL's grammar, are compiled through `vm.Script`, whose code V8 can write down and read back.
 */
export function keepCode(folder: string): void {
  // Whoever can write cached code can run code.
  const cache = privateFolder(`node-${process.version}`)
  if (cache === undefined) return
  const prototype = (Module as unknown as { prototype: Compiling }).prototype
  const compile = prototype._compile
  const fresh: { readonly path: string; readonly script: Script }[] = []
  prototype._compile = function (content, filename) {
    const place = dirname(filename)
    if ((place !== folder && !GRAMMAR.test(place)) || basename(filename) === IMPORTER)
      return compile.call(this, content, filename)
    // V8 itself only compares the length of the source: the name carries what tells one version from another.
    const path = join(
      cache,
      `${basename(filename)}.${createHash('sha256').update(content).digest('hex').slice(0, 32)}`,
    )
    const cachedData = readCached(path)
    const script = new Script(wrap(content), {
      filename,
      ...(cachedData === undefined ? {} : { cachedData }),
    })
    if (cachedData === undefined || script.cachedDataRejected === true) fresh.push({ path, script })
    const run: (...values: unknown[]) => unknown = script.runInThisContext()
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, place)
  }
  process.once('exit', () =>
    fresh.forEach(({ path, script }) => replace(path, script.createCachedData())),
  )
}

/** Writes the code of a file in the place of that of older versions of it. */
function replace(path: string, data: Buffer): void {
  writeCached(path, data)
  const name = basename(path)
  const stem = name.slice(0, name.lastIndexOf('.') + 1)
  pruneCached(dirname(path), (names) =>
    names.filter(
      (other) => other !== name && other.length === name.length && other.startsWith(stem),
    ),
  )
}
