import { createRequire, Module, wrap } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'
import { privateFolder, pruneCached, readCached, writeCached } from '#core'

/** The file through which all dynamic imports go; code out of this cache could not do them. */
const IMPORTER = 'import.cjs'

/** The one package of some size that is not bundled: its grammar lies beside its code. */
const GRAMMAR = /[\\/]libpg-query[\\/]wasm$/

/** How many versions of a file are kept: the projects of one user may each have their own. */
const KEPT = 5

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
    const path = join(cache, cachedName(filename, content))
    const cachedData = sealed(readCached(path))
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

/**
 * What the code of a file is called. V8 itself only compares the length of the source: the name tells one version from another. A
 * checksum is enough for that, and Node's cryptography takes milliseconds to load.
 */
function cachedName(filename: string, content: string): string {
  return [basename(filename), crc32(content).toString(16), content.length].join('.')
}

/** How many bytes of a file stand before the code: its checksum, and what keeps the code where V8 can use it as it is. */
const SEAL = 8

/** The code of a file that is whole: V8 does not look, and ends the process over one that is damaged. */
function sealed(file: Buffer | undefined): Buffer | undefined {
  if (file === undefined || file.length < SEAL) return undefined
  const code = file.subarray(SEAL)
  return crc32(code) === file.readUInt32LE() ? code : undefined
}

/** Writes the code of a file, and removes what other versions of it left long ago. */
function replace(path: string, code: Buffer): void {
  const seal = Buffer.alloc(SEAL)
  seal.writeUInt32LE(crc32(code))
  writeCached(path, Buffer.concat([seal, code]))
  const folder = dirname(path)
  const stem = basename(path).replace(/(?<=\.[cm]?js\.).*/, '')
  pruneCached(folder, (names) => names.filter((name) => name.startsWith(stem)).slice(KEPT))
}
